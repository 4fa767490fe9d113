"""The products on a deal as one form with a row for each."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stegvis.deals.forms.fields import AmountField
from stegvis.deals.models import Deal, DealLine, Period, Product
from stegvis.deals.operations.lines import LineDraft, fingerprint, set_lines
from stegvis.ui.formats import number
from stegvis.workspaces.models import Member

FIELDS = ("name", "quantity", "price", "period")
MOST = 200
LARGEST_QUANTITY = Decimal(999_999_999)


class LineForm(forms.Form):
    """One row; without a name it counts as taken away."""

    name = forms.CharField(
        label=_("Product"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"list": "products", "autocomplete": "off"}),
    )  # fmt: skip
    quantity = AmountField(label=_("Quantity"), places=3)
    price = AmountField(label=_("Price"))
    period = forms.ChoiceField(label=_("Paid"), choices=Period, required=False)

    def __init__(self, *args, home: str = "SEK", **options) -> None:
        super().__init__(*args, auto_id=False, **options)
        self.fields["price"].home = home  # type: ignore[attr-defined]

    def clean_quantity(self) -> Decimal:
        quantity = self.cleaned_data["quantity"]
        if quantity is None:
            return Decimal(1)
        if not 0 < quantity <= LARGEST_QUANTITY:
            raise forms.ValidationError(_("A quantity is more than nothing and at most 999,999,999."))
        return quantity


class LinesForm(forms.Form):
    """All rows of `deal`, whether its value follows them, and what stood there when the form was fetched."""

    value_follows = forms.BooleanField(label=_("The deal's value follows the products"), required=False)
    seen = forms.CharField(required=False, max_length=200_000, strip=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, deal: Deal, member: Member) -> None:
        self.deal, self.member = deal, member
        lines = list(deal.lines.all())
        follows = deal.amount_from_lines or not lines
        super().__init__(data, initial={"value_follows": follows, "seen": fingerprint(lines)})
        self.rows = [*_posted(data, deal.currency), *([] if data is not None else _initial(lines, deal.currency))]
        self.blank = LineForm(home=deal.currency)

    def is_valid(self) -> bool:
        """Whether the form and every row that has a name are right."""
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def save(self) -> list[DealLine]:
        """Set the lines. Raises PermissionDenied, ChangedMeanwhile, Refused."""
        follows, seen = self.cleaned_data["value_follows"], self.cleaned_data["seen"] or None
        named = [row.cleaned_data for row in self.rows if row.cleaned_data["name"]]
        drafts = drafts_of(named, known_products(self.member, [row["name"] for row in named]), self.deal.currency)
        return set_lines(self.deal, drafts, by=self.member, value_follows=follows, seen=seen)


def drafts_of(rows: Sequence[dict], products: dict[str, Product], currency: str) -> list[LineDraft]:
    """Lines as written; one named like a product of the price list is it, at its price unless one was written."""
    drafts = []
    for row in rows:
        product = products.get(row["name"].casefold())
        listed = product is not None and product.currency == currency and row["price"] is None
        price = product.price if product and listed else row["price"]
        period = product.period if product and listed else row["period"] or Period.ONCE
        drafts.append(LineDraft(row["name"], product, row["quantity"], price, period))
    return drafts


def known_products(member: Member, names: Sequence[str]) -> dict[str, Product]:
    """The products of the price list with these names, by folded name."""
    found = Product.objects.filter(workspace=member.workspace_id, name__in=names)
    return {product.name.casefold(): product for product in found}


def _posted(data: QueryDict | None, currency: str) -> list[LineForm]:
    if data is None:
        return []
    columns = [data.getlist(name) for name in FIELDS]
    rows = [dict(zip(FIELDS, row, strict=True)) for row in list(zip(*columns, strict=False))[:MOST]]
    return [LineForm(row, home=currency) for row in rows]


def _initial(lines: Sequence[DealLine], currency: str) -> list[LineForm]:
    known = [
        {"name": line.name, "quantity": number(line.quantity), "price": line.price, "period": line.period}
        for line in lines
    ]
    return [LineForm(initial=row, home=currency) for row in [*known, {"quantity": "1"}]]


def listed_products(member: Member, limit: int = 200) -> list[Product]:
    """The price list, as many as one can choose from while typing."""
    return list(Product.objects.filter(workspace=member.workspace_id).order_by("name", "id")[:limit])
