"""The gettext callables of templates. Jinja2's own format `%` even without arguments, so "5 % of all" would crash.

`_("…")` answers ordinary text, escaped where it is written. The others also serve `{% trans %}`, whose text is written
in a template and may hold mark-up: they answer mark-up, with every value escaped.
"""

from functools import lru_cache

from django.utils import translation
from django.utils.html import conditional_escape
from markupsafe import Markup

from stegvis.ui import formats


def plain(text: str, /, **values) -> str:
    """`text` in the reader's language, `%(name)s` filled from `values`; mark-up only when a value is."""
    if not values:
        return _alone(translation.get_language(), text)
    found = translation.gettext(text)
    if any(hasattr(value, "__html__") for value in values.values()):
        return Markup(conditional_escape(found)) % values
    return fill(found, values)


@lru_cache(maxsize=8192)
def _alone(_language: str | None, text: str) -> str:
    """A page holds hundreds of texts, and Django asks three times for the language of each."""
    return fill(translation.gettext(text), {})


def gettext(text: str, /, **values) -> Markup:
    """`text` in the reader's language, as mark-up."""
    return fill(Markup(translation.gettext(text)), values)


def ngettext(one: str, many: str, number: int, /, **values) -> Markup:
    """The plural form for `number`; `%(num)s` is the number as the reader writes it."""
    return fill(Markup(translation.ngettext(one, many, number)), counted(number, values))


def pgettext(context: str, text: str, /, **values) -> Markup:
    """As gettext, for a word with two meanings."""
    return fill(Markup(translation.pgettext(context, text)), values)


def npgettext(context: str, one: str, many: str, number: int, /, **values) -> Markup:
    """As ngettext, for a word with two meanings."""
    return fill(Markup(translation.npgettext(context, one, many, number)), counted(number, values))


def counted(number: int, values: dict) -> dict:
    """`values` with `num`, unless the caller wrote the number its own way (a capped "1,000+")."""
    if isinstance(values.get("num", number), int):
        return values | {"num": formats.number(number)}
    return values


def fill(text, values: dict):
    """`text` with its placeholders filled; without values a lone `%` is just that sign."""
    return text % values if values else text.replace("%%", "%")


CALLABLES = {"gettext": gettext, "ngettext": ngettext, "pgettext": pgettext, "npgettext": npgettext}
