"""The Jinja2 environment of all pages: what a template may call without importing it."""

from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from stegvis.ui import formats, icons, marks, personal, rail, texts, toasts
from stegvis.ui.addresses import address
from stegvis.ui.compiling import PlainCalls, marked, written
from stegvis.ui.components import Components, kept
from stegvis.ui.prose import prose


class Pages(Environment):
    """Jinja2 with our own way of writing Python; what was loaded once is found without asking the loader."""

    code_generator_class = PlainCalls

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self._found: dict[str, Template] = {}

    def get_template(self, name, parent=None, globals=None) -> Template:
        """The template of that name; a page includes and imports sixty."""
        if globals is not None or self.auto_reload or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        if name not in self._found:
            self._found[name] = super().get_template(name, parent)
        return self._found[name]

    def make_globals(self, d: Mapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Those of the environment: each part of a page copies them, and plain ones are copied fast."""
        return {**self.globals, **d} if d else self.globals


def environment(**options) -> Environment:
    """Autoescaping, translating, failing on names that do not exist; called once by Django's Jinja2 backend."""
    options |= {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    made = Pages(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    made.policies["ext.i18n.trimmed"] = True
    made.filters["xmlattr"] = attributes
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.globals |= texts.CALLABLES | {"_": texts.plain}
    made.globals |= {"url": address, "static": lru_cache(static), "icon": icons.icon, "csrf": csrf}
    made.globals |= {"user_key": user_key, "seen_at": seen_at}
    made.globals |= {"rail": rail.items, "adds": rail.adds}
    made.globals |= {
        "tone": marks.tone,
        "initials": marks.initials,
        "depth": marks.depth,
        "face": personal.face,
        "ui": Components(made),
        "kept": kept,
    }
    made.globals |= {"language": language, "languages": languages, "theme": theme, "toasts": toasts.waiting}
    made.globals |= formats.FORMATS | {"prose": prose}
    return made


def attributes(given: Mapping[str, Any], blank: bool = True) -> Markup:
    """Attributes of a tag, those that are None left out; a `blank` before them.

    Jinja2's own looks at each letter of their names, which templates write and nobody else.
    """
    told = " ".join([f'{name}="{written(value)}"' for name, value in given.items() if value is not None])
    return marked(f" {told}" if told and blank else told)


def language() -> str:
    """The code of the language that is spoken now, for `lang`."""
    return get_language() or "en"


def languages() -> list[tuple[str, str]]:
    """Code and own name of every language one may choose."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _ in settings.LANGUAGES]


def theme(request) -> str:
    """ "light" or "dark" when the user chose one, "" when the device decides."""
    chosen = getattr(getattr(request, "user", None), "theme", "")
    return chosen if chosen in ("light", "dark") else ""


def csrf(request):
    """The hidden field that every form which posts carries: one for all forms of a page, as a token is slow to mask."""
    secret, field = getattr(request, "csrf_field", (None, ""))
    if secret is None or secret != request.META.get("CSRF_COOKIE"):
        token = get_token(request)
        field = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
        request.csrf_field = (request.META["CSRF_COOKIE"], field)
    return field


def user_key(request) -> str:
    """Names the signed-in user to the scripts of the page, so that one device keeps two users' things apart."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return salted_hmac("stegvis.ui.user-key", str(user.pk)).hexdigest()[:16]


def seen_at() -> str:
    """When the page was made, for one that is shown again without network."""
    return timezone.now().isoformat(timespec="seconds")
