"""Amounts of several currencies as one sum. What has no rate is shown apart: a sum is never guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from stegvis.core.written import Written
from stegvis.workspaces.models import Rate, Workspace

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Total:
    """A sum in the `base` currency, and beside it what could not be converted, by currency."""

    amount: Decimal
    base: str
    apart: tuple[tuple[str, Decimal], ...] = ()

    def __add__(self, other: "Total") -> "Total":
        apart = dict(self.apart)
        for currency, amount in other.apart:
            apart[currency] = apart.get(currency, Decimal(0)) + amount
        return Total(self.amount + other.amount, self.base, tuple(sorted(apart.items())))

    def share(self, percent: int) -> "Total":
        """This many hundredths of it."""
        factor = Decimal(percent) / 100
        apart = tuple((currency, (amount * factor).quantize(CENT)) for currency, amount in self.apart)
        return Total((self.amount * factor).quantize(CENT), self.base, apart)


def rates_on(workspace: Workspace, currencies: Iterable[str], day: date | None = None) -> dict[str, Decimal]:
    """What a unit of each of `currencies` was worth in the base currency on `day` (today): the newest rate until then.

    Currencies without a rate are left out. Asks the database only for foreign ones.
    """
    foreign = {currency for currency in currencies if currency != workspace.currency}
    known = {workspace.currency: Decimal(1)}
    if not foreign:
        return known
    rows = NEWEST(workspace=workspace.pk, day=day or timezone.localdate(), currencies=foreign)
    return known | dict(rows)


def _newest(workspace: int, day: date, currencies: Iterable[str]) -> QuerySet:
    until = Rate.objects.filter(workspace=workspace, since__lte=day)
    newest = until.filter(currency=OuterRef("currency")).order_by("-since").values("since")[:1]
    return until.filter(currency__in=currencies, since=Subquery(newest)).values_list("currency", "rate")


NEWEST = Written(_newest)


def convert(amounts: Mapping[str, Decimal], rates: Mapping[str, Decimal], base: str) -> Total:
    """The sum of `amounts` (by currency) in `base`, to the hundredth; each currency is rounded once."""
    known = (amount * rates[currency] for currency, amount in amounts.items() if currency in rates)
    apart = sorted((currency, amount) for currency, amount in amounts.items() if currency not in rates and amount)
    return Total(sum((one.quantize(CENT) for one in known), Decimal(0)), base, tuple(apart))
