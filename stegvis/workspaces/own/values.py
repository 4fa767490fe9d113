"""Values of own fields: what each kind takes, how history tells it, and by what it is found."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation, Overflow
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.folding import fold
from stegvis.workspaces.customs import currency_codes
from stegvis.workspaces.models import CustomField, Member

Kind = CustomField.Kind
TEXT_MOST, LONG_MOST, LINK_MOST, INDEXED = 200, 20_000, 1_000, 200
DIGITS = 15  # before the point; more has no room beside four behind it
MOST_ID = 2**63
EMPTY: tuple[Any, ...] = (None, "", [], {})
Row = tuple[str | None, Decimal | None]


def checked(field: CustomField, value: Any) -> Any:
    """`value` as it is kept in JSON, None for nothing. Raises Refused with what is wrong with it."""
    if any(value == nothing and type(value) is type(nothing) for nothing in EMPTY):
        return None
    try:
        return CHECKS[field.kind](field, value)
    except Refused as refusal:
        raise Refused(f"{field.name}: {refusal}") from refusal


def told(field: CustomField, value: Any) -> str:
    """`value` as history keeps it: choices and people by name, everything else as it is."""
    if value is None:
        return ""
    match field.kind:
        case Kind.CHOICE | Kind.SEVERAL:
            return ", ".join(choice_names(field, value))
        case Kind.MONEY:
            return f"{value['amount']} {value['currency']}"
        case Kind.MEMBER | Kind.PERSON:
            found = _related(field).filter(workspace=field.workspace_id, pk=value).first()
            return str(found) if found else f"#{value}"
    return str(value)


def choice_names(field: CustomField, value: str | Sequence[str]) -> list[str]:
    """The names of the chosen ones, in the field's order."""
    chosen = [value] if isinstance(value, str) else value
    return [one["name"] for one in field.choices if one["key"] in chosen]


def index_rows(field: CustomField, value: Any) -> list[Row]:
    """What FieldValue keeps of `value`: (text, number) of each row; nothing of long texts, which search finds."""
    if value is None:
        return []
    return INDEXES[field.kind](value)


def _text(field: CustomField, value: Any) -> str | None:
    text = " ".join(_string(value).split())
    return _within(text, TEXT_MOST) or None


def _long(field: CustomField, value: Any) -> str | None:
    text = _string(value).replace("\r\n", "\n").strip()
    return _within(text, LONG_MOST) or None


def _number(field: CustomField, value: Any) -> str:
    return plain(_decimal(value, 4))


def _money(field: CustomField, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise Refused(_("Write an amount and its currency, like 1200 EUR."))
    amount, currency = _decimal(value.get("amount"), 2), str(value.get("currency", "")).upper()
    if currency not in currency_codes():
        raise Refused(_("There is no currency “%(currency)s”.") % {"currency": currency[:10]})
    return {"amount": f"{amount:.2f}", "currency": currency}


def _date(field: CustomField, value: Any) -> str:
    try:
        day = value if type(value) is date else date.fromisoformat(_string(value))
    except ValueError as error:
        raise Refused(_("Write a day like 2026-11-30.")) from error
    if not 1900 <= day.year <= 2999:
        raise Refused(_("Choose a day between 1900 and 2999."))
    return day.isoformat()


def _yes_no(field: CustomField, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Refused(_("Say yes or no."))
    return value


def _choice(field: CustomField, value: Any) -> str:
    if value not in [one["key"] for one in field.choices]:
        raise Refused(_("“%(choice)s” is not one of the choices.") % {"choice": str(value)[:60]})
    return value


def _several(field: CustomField, value: Any) -> list[str] | None:
    if not isinstance(value, list | tuple):
        raise Refused(_("Choose among the choices."))
    chosen = {_choice(field, one) for one in value}
    return [one["key"] for one in field.choices if one["key"] in chosen] or None


def _link(field: CustomField, value: Any) -> str:
    text = _within(_string(value).strip(), LINK_MOST)
    text = text if re.match(r"^[a-z][a-z0-9+.-]*:", text, re.IGNORECASE) else f"https://{text}"
    if not re.match(r"^https?://[^\s/?#]+\.[^\s]+$", text, re.IGNORECASE):
        raise Refused(_("A link begins with https://"))
    return text


def _one_of(field: CustomField, value: Any) -> int:
    known = isinstance(value, int) and not isinstance(value, bool) and 0 < value < MOST_ID
    if not known or not _related(field).filter(workspace=field.workspace_id, pk=value).exists():
        sentence = _("There is no such member.") if field.kind == Kind.MEMBER else _("There is no such person.")
        raise Refused(sentence)
    return value


def _related(field: CustomField):
    """People are of an app above this one, so their model is asked for by name."""
    return Member.objects if field.kind == Kind.MEMBER else apps.get_model("people.Person").objects  # type: ignore[attr-defined]


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(_("This has to be a text."))
    return value.replace("\x00", "")


def _within(text: str, most: int) -> str:
    if len(text) > most:
        raise Refused(_("At most %(number)s characters fit here.") % {"number": most})
    return text


def _decimal(value: Any, places: int) -> Decimal:
    try:
        number = Decimal(value if isinstance(value, str | int | Decimal) else str(value))
        fits = number.is_finite() and number.adjusted() < DIGITS and number == round(number, places)
    except (InvalidOperation, Overflow) as error:
        raise Refused(_("This is not a number.")) from error
    if not fits:
        raise Refused(
            _("A number has at most 15 digits before the point and %(places)s behind it.") % {"places": places}
        )
    return number


def plain(number: Decimal) -> str:
    """A number without needless noughts or powers: "1200.5"."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _folded(value: str) -> list[Row]:
    return [(fold(value)[:INDEXED], None)]


CHECKS: dict[str, Callable[[CustomField, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG: _long,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
    Kind.LINK: _link,
    Kind.PERSON: _one_of,
    Kind.MEMBER: _one_of,
}
INDEXES: dict[str, Callable[[Any], list[Row]]] = {
    Kind.TEXT: _folded,
    Kind.LONG: lambda value: [],
    Kind.NUMBER: lambda value: [(None, Decimal(value))],
    Kind.MONEY: lambda value: [(None, Decimal(value["amount"]))],
    Kind.DATE: lambda value: [(None, Decimal(date.fromisoformat(value).toordinal()))],
    Kind.YES_NO: lambda value: [(None, Decimal(value))],
    Kind.CHOICE: lambda value: [(value, None)],
    Kind.SEVERAL: lambda value: [(one, None) for one in value],
    Kind.LINK: _folded,
    Kind.PERSON: lambda value: [(None, Decimal(value))],
    Kind.MEMBER: lambda value: [(None, Decimal(value))],
}
