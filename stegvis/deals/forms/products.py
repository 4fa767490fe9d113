"""The form of a product of the price list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.deals.forms.fields import AmountField, CurrencyField
from stegvis.deals.forms.process_aid import percent_field
from stegvis.deals.models import Period, Product
from stegvis.deals.operations.products import FACTS


class ProductForm(forms.Form):
    """Name, code, price and how often it is paid. A currency written with the price counts."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(label=_("Code"), max_length=60, required=False)
    price = AmountField(label=_("Price"))
    period = forms.ChoiceField(label=_("Paid"), choices=Period)
    cost = AmountField(label=_("What it costs us"))
    most_discount = percent_field(_("Largest discount, in percent"))
    least_margin = percent_field(_("Least margin, in percent"))

    def __init__(self, *args, home: str, product: Product | None = None, **options) -> None:
        facts = {name: getattr(product, name) for name in FACTS} if product else {}
        super().__init__(*args, initial={"currency": home, "period": Period.ONCE} | facts, **options)
        self.fields["price"].home = home  # type: ignore[attr-defined]
        self.fields["cost"].home = home  # type: ignore[attr-defined]
        self.fields["currency"] = CurrencyField(home=home, label=_("Currency"))

    def clean(self) -> dict:
        """The facts of the product."""
        facts = super().clean() or self.cleaned_data
        written = self.fields["price"].currency  # type: ignore[attr-defined]
        return facts | {"currency": written} if written else facts
