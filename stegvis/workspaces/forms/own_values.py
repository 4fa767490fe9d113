"""Form fields for values of own fields. What they clean to is what the JSON of a record keeps; None for nothing."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stegvis.ui.locales import current
from stegvis.workspaces.models import CustomField, Member
from stegvis.workspaces.own.values import LINK_MOST, LONG_MOST, TEXT_MOST, plain

Kind = CustomField.Kind
NOTHING = "–"
THOUSANDS = re.compile(r"\d{1,3}([,.]\d{3})+")
BLANKS = str.maketrans("", "", " \u00a0\u202f'")
AMOUNT = re.compile(r"([A-Za-z]{3})?([-+\d.,]+)([A-Za-z]{3})?")
Builder = Callable[[CustomField, Member, Any, dict[str, Any]], forms.Field]


def value_field(field: CustomField, member: Member, now: Any = None, *, required: bool | None = None) -> forms.Field:
    """The form field in which `member` gives `field` a value; `now` is the one it has."""
    needed = field.required if required is None else required
    made = BUILDERS[field.kind](field, member, now, {"label": field.name, "required": needed})
    made.initial = now
    return made


def register(kind: str, builder: Builder) -> None:
    """Say how values of `kind` are typed: for kinds that need what an app above this one knows."""
    BUILDERS[kind] = builder


class NumberText(forms.CharField):
    """A number as people of the reader's language write it."""

    def __init__(self, **options) -> None:
        super().__init__(**{"max_length": 40, "empty_value": None} | options)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value):
        """A kept number with the reader's decimal mark."""
        return value.replace(".", current().point) if isinstance(value, str) and _is_plain(value) else value

    def clean(self, value) -> str | None:
        text = super().clean(value)
        return None if text is None else plain(read_number(text))


class MoneyText(forms.CharField):
    """An amount and its currency in one line; without a currency it is the workspace's."""

    def __init__(self, home: str, **options) -> None:
        self.home = home
        super().__init__(**{"max_length": 60, "empty_value": None} | options)
        self.help_text = _("Like 1200 %(currency)s") % {"currency": home}
        self.widget.attrs |= {"autocomplete": "off"}

    def prepare_value(self, value):
        """A kept amount as it is typed."""
        if not isinstance(value, dict):
            return value
        return f"{plain(Decimal(value['amount'])).replace('.', current().point)} {value['currency']}"

    def clean(self, value) -> dict[str, str] | None:
        text = super().clean(value)
        if text is None:
            return None
        found = AMOUNT.fullmatch(text.translate(BLANKS))
        if not found:
            raise ValidationError(_("Write an amount and its currency, like 1200 EUR."))
        amount = read_number(found[2])
        if amount != round(amount, 2):
            raise ValidationError(_("Write an amount and its currency, like 1200 EUR."))
        return {"amount": f"{amount:.2f}", "currency": (found[1] or found[3] or self.home).upper()}


class DayText(forms.DateField):
    """A day, kept as its ISO text."""

    def __init__(self, **options) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, "input_formats": ["%Y-%m-%d"]} | options)

    def clean(self, value) -> str | None:
        day = super().clean(value)
        return day.isoformat() if day else None


class OneOf(forms.TypedChoiceField):
    """One of some choices, or nothing."""

    def __init__(self, choices, **options) -> None:
        super().__init__(**{"choices": [("", NOTHING), *choices], "empty_value": None} | options)


class SomeOf(forms.MultipleChoiceField):
    """Some of the choices, by ticks."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value) -> list[str] | None:
        return super().clean(value) or None


def read_number(text: str) -> Decimal:
    """A number as it is typed, with point or comma. Raises ValidationError."""
    text = text.translate(BLANKS)
    last = max(text.rfind(","), text.rfind("."))
    if last >= 0:
        whole, mark, rest = text[:last], text[last], text[last + 1 :]
        grouped = THOUSANDS.fullmatch(text.lstrip("-+")) and mark != current().point
        text = re.sub(r"[,.]", "", text) if grouped else f"{re.sub(r'[,.]', '', whole)}.{rest}"
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValidationError(_("This is not a number.")) from error
    if not number.is_finite() or number.adjusted() > 30:
        raise ValidationError(_("This is not a number."))
    return number


def _is_plain(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def _yes_no(field: CustomField, member: Member, now: Any, options: dict) -> forms.Field:
    return YesNoText([("yes", _("Yes")), ("no", _("No"))], coerce=lambda text: text == "yes", **options)


class YesNoText(OneOf):
    """Yes, no, or not said."""

    def prepare_value(self, value):
        """A kept truth as the option that means it."""
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _choices(field: CustomField, now: Any) -> list[tuple[str, str]]:
    """Those that are offered, and what stands there although it is offered no longer."""
    kept = now if isinstance(now, list) else [now]
    return [(one["key"], one["name"]) for one in field.choices if not one["gone"] or one["key"] in kept]


def _members(field: CustomField, member: Member, now: Any, options: dict) -> forms.Field:
    within = Member.objects.filter(workspace=member.workspace_id).order_by("name", "pk")
    rows = within.values_list("pk", "name", "active")
    return OneOf([(pk, name) for pk, name, active in rows if active or pk == now], coerce=int, **options)


BUILDERS: dict[str, Builder] = {
    Kind.TEXT: lambda field, member, now, options: forms.CharField(max_length=TEXT_MOST, empty_value=None, **options),
    Kind.LONG: lambda field, member, now, options: forms.CharField(
        max_length=LONG_MOST, empty_value=None, widget=forms.Textarea({"rows": 4}), **options
    ),
    Kind.NUMBER: lambda field, member, now, options: NumberText(**options),
    Kind.MONEY: lambda field, member, now, options: MoneyText(member.workspace.currency, **options),
    Kind.DATE: lambda field, member, now, options: DayText(**options),
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: lambda field, member, now, options: OneOf(_choices(field, now), **options),
    Kind.SEVERAL: lambda field, member, now, options: SomeOf(choices=_choices(field, now), **options),
    Kind.LINK: lambda field, member, now, options: forms.CharField(
        max_length=LINK_MOST, empty_value=None, widget=forms.TextInput({"inputmode": "url"}), **options
    ),
    Kind.MEMBER: _members,
}
