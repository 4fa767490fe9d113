"""The Jinja2 environment of all pages: what a template may call without importing it."""

from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from jinja2 import Environment, StrictUndefined

from stegvis.ui import formats, icons, marks, rail, texts
from stegvis.ui.components import Components


def environment(**options) -> Environment:
    """Autoescaping, translating, failing on names that do not exist; called once by Django's Jinja2 backend."""
    options |= {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    made = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    made.policies["ext.i18n.trimmed"] = True
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    made.globals |= texts.CALLABLES | {"_": texts.plain}
    made.globals |= {"url": url, "static": static, "icon": icons.icon, "csrf": csrf, "rail": rail.items}
    made.globals |= {"tone": marks.tone, "initials": marks.initials, "ui": Components(made)}
    made.globals |= formats.FORMATS
    return made


def url(name: str, *args, **kwargs) -> str:
    """The address of a view by its URL name; raises NoReverseMatch for one that does not exist."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def csrf(request):
    """The hidden field that every form which posts carries."""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
