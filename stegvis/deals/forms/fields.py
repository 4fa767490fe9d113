"""Fields that understand what sellers write."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.deals.amounts import currencies, read_amount
from stegvis.ui.formats import number
from stegvis.ui.locales import current

# The first ones offered; any other can be written.
USUAL = ("SEK", "NOK", "DKK", "PLN", "EUR", "USD", "GBP", "CHF", "CZK")


class AmountField(forms.CharField):
    """An amount of money or a figure, written the way people write it; None where empty, never below zero.

    `currency` after cleaning holds the currency that was written with the amount, or an empty text.
    """

    currency = ""

    def __init__(self, *, home: str = "SEK", places: int = 2, **options) -> None:
        self.home, self.places = home, places
        super().__init__(**{"required": False, "max_length": 60} | options)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def prepare_value(self, value):
        return number(value) if isinstance(value, Decimal | int) else value

    def clean(self, value) -> Decimal | None:
        text = super().clean(value)
        self.currency = ""
        if not text:
            return None
        amount = read_amount(text, self.home, self.places, current().point)
        if amount is None:
            raise ValidationError(_("Write an amount, like 120,000 or 45k."))
        self.currency = amount.currency
        return amount.value


class DayField(forms.DateField):
    """A day, with the browser's calendar."""

    def __init__(self, **options) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"required": False, "widget": widget, "input_formats": ["%Y-%m-%d"]} | options)

    def clean(self, value):
        day = super().clean(value)
        if day is not None and not 1900 <= day.year <= 2999:
            raise ValidationError(_("Choose a day between 1900 and 2999."))
        return day


class CurrencyField(forms.ChoiceField):
    """One of the world's currencies; the usual ones and `home` come first."""

    def __init__(self, *, home: str, **options) -> None:
        first = [home, *(code for code in USUAL if code != home)]
        rest = sorted(currencies() - set(first))
        choices = [(code, code) for code in (*first, *rest)]
        super().__init__(**{"label": gettext_lazy("currency"), "choices": choices} | options)


class LinkField(forms.URLField):
    """A page of the web: http or https only, so that no link ever runs a script."""

    def __init__(self, **options) -> None:
        super().__init__(**{"required": False, "max_length": 1000, "assume_scheme": "https"} | options)

    def clean(self, value):
        address = super().clean(value)
        if address and not address.lower().startswith(("http://", "https://")):
            raise ValidationError(_("A link begins with https://"))
        return address


class WordsField(forms.CharField):
    """Words with commas between: tags."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value) -> list[str]:
        words = (" ".join(word.split()) for word in super().clean(value).split(","))
        found = list(dict.fromkeys(word for word in words if word))
        if len(found) > 50 or any(len(word) > 60 for word in found):
            raise ValidationError(_("At most 50 tags of at most 60 letters each."))
        return found
