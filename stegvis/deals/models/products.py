"""The price list, and the products on a deal."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models.deal import Deal
from stegvis.deals.models.guides import PERCENT


class Period(models.TextChoices):
    """How often a price is paid."""

    ONCE = "once", _("once")
    MONTHLY = "monthly", _("a month")
    YEARLY = "yearly", _("a year")


class Product(Record):
    """A line of the price list."""

    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("code"), max_length=60, blank=True)
    price = models.DecimalField(_("price"), max_digits=19, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    period = models.CharField(_("paid"), max_length=8, choices=Period, default=Period.ONCE)

    cost = models.DecimalField(_("what it costs us"), max_digits=19, decimal_places=2, null=True, blank=True)
    # Its own floor, in percent; the process's where there is none.
    most_discount = models.DecimalField(
        _("largest discount"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    least_margin = models.DecimalField(
        _("least margin"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["workspace", "name"], name="deals_product_name")]

    def __str__(self) -> str:
        return self.name


class DealLine(WorkspaceOwned):
    """A product on a deal, from the price list or free; its price is in the deal's currency."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("product"), max_length=200)
    quantity = models.DecimalField(
        _("quantity"), max_digits=12, decimal_places=3, default=1, validators=[MinValueValidator(Decimal("0.001"))]
    )
    price = models.DecimalField(_("price"), max_digits=19, decimal_places=2, null=True, blank=True)
    period = models.CharField(_("paid"), max_length=8, choices=Period, default=Period.ONCE)
    position = models.PositiveIntegerField(default=0)
    # The list price when the product was put on the deal: what a discount is reckoned from.
    list_price = models.DecimalField(max_digits=19, decimal_places=2, null=True, editable=False)

    class Meta:
        ordering = ["position", "id"]

    @property
    def first_year(self) -> Decimal:
        """What the line brings in its first year: price x quantity, monthly ones twelve times; unknown prices are 0."""
        return self.quantity * (self.price or 0) * (12 if self.period == Period.MONTHLY else 1)
