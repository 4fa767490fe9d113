"""Changes of facts for the eye: history keeps them as plain texts."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from stegvis.deals.models import Deal
from stegvis.deals.queries.deal_page.people import words_of
from stegvis.ui.formats import date_long, number

LONGEST = 300


def label_of(name: str) -> str:
    """What the field `name` is called."""
    others = {
        "people": _("people"),
        "part": _("part in the decision"),
        "framework": _("questions that qualify it"),
        "objection": _("objection"),
        "competitor": _("competitor"),
        "lost_to": _("lost to"),
        "discount": _("price below the floor"),
        "lines": _("products"),
        "lost_reason": _("lost because of"),
        "private": _("private"),
        "named": _("also seen by"),
        "tags": _("tags"),
    }
    return others.get(name) or _verbose(name)


def value_of(name: str, text: str) -> str:
    """The kept `text` of a value as the reader writes it; shortened when it is long."""
    if name == "part":
        return _part(text)
    if name == "private":
        return {"True": _("yes"), "False": _("no")}.get(text, text)
    if name == "amount" and text:
        return _number(text)
    if name in ("expected_close", "wake_on") and text:
        return _day(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _part(text: str) -> str:
    """ "Anna Berg: decides/for/3" in the reader's words."""
    who, _colon, codes = text.rpartition(": ")
    role, stance, influence = [*codes.split("/"), "", ""][:3]
    said = words_of(role, stance, int(influence) if influence.isdecimal() else None)
    return f"{who}: {', '.join(said)}" if said else who


def _verbose(name: str) -> str:
    fields = {field.name: field for field in Deal._meta.concrete_fields}
    return str(fields[name].verbose_name) if name in fields else name


def _number(text: str) -> str:
    try:
        return number(Decimal(text))
    except InvalidOperation:
        return text


def _day(text: str) -> str:
    try:
        return date_long(date.fromisoformat(text))
    except ValueError:
        return text
