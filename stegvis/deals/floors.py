"""How far prices may go down: a line below the floor needs a manager's word before the deal can be won."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stegvis.deals.models import Deal, DealLine, DiscountApproval, ProcessAid
from stegvis.ui.formats import percent

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Floor:
    """The limits of a process or a product, in percent; None sets none."""

    most_discount: Decimal | None = None
    least_margin: Decimal | None = None


@dataclass(frozen=True)
class Priced:
    """A line's prices. `listed` and `cost` are in the deal's currency and period, or None where not known."""

    name: str
    period: str
    price: Decimal | None
    listed: Decimal | None
    cost: Decimal | None
    floor: Floor

    @property
    def discount(self) -> Decimal | None:
        """How much less than the list price, in percent of it."""
        if self.price is None or not self.listed:
            return None
        return (self.listed - self.price) * HUNDRED / self.listed

    @property
    def margin(self) -> Decimal | None:
        """What is left of the price when the cost is paid, in percent of it; -100 where it is given away."""
        if self.price is None or self.cost is None:
            return None
        return (self.price - self.cost) * HUNDRED / self.price if self.price else -HUNDRED


@dataclass(frozen=True)
class Below:
    """A line below its floor, and why, in words."""

    name: str
    period: str
    price: Decimal
    why: str

    @property
    def kept(self) -> list[str]:
        """As an approval keeps it: what was approved, and down to which price."""
        return [self.name, self.period, f"{self.price.normalize():f}"]


def floor_between(product: Floor, process: Floor) -> Floor:
    """The product's own limits; the process's where it has none."""
    discount = process.most_discount if product.most_discount is None else product.most_discount
    margin = process.least_margin if product.least_margin is None else product.least_margin
    return Floor(discount, margin)


def judge(line: Priced) -> Below | None:
    """What is wrong with a line's price; None where nothing is, or nothing is known."""
    discount, margin, floor = line.discount, line.margin, line.floor
    if line.price is None:
        return None
    if discount is not None and floor.most_discount is not None and discount > floor.most_discount:
        facts = {"discount": _share(discount), "most": _share(floor.most_discount)}
        return Below(line.name, line.period, line.price, _("%(discount)s off, at most %(most)s") % facts)
    if margin is not None and floor.least_margin is not None and margin < floor.least_margin:
        facts = {"margin": _share(margin), "least": _share(floor.least_margin)}
        return Below(line.name, line.period, line.price, _("margin %(margin)s, at least %(least)s") % facts)
    return None


def _share(value: Decimal) -> str:
    """A percentage; with one decimal where it has some, so that nothing is said to be over its own limit."""
    return percent(value, 0 if value == value.to_integral_value() else 1)


def covered(below: Below, lines: Sequence[Sequence[str]]) -> bool:
    """Whether an approval of `lines` holds for this one: the same product, at this price or a lower one."""
    return any(
        (name, period) == (below.name, below.period) and Decimal(price) <= below.price for name, period, price in lines
    )


def unapproved(deals: Sequence[int], workspace: int) -> dict[int, list[Below]]:
    """Of these deals those that have lines below the floor which nobody approved, with those lines. Two queries."""
    found: dict[int, list[Below]] = defaultdict(list)
    for deal, line in _priced(deals, workspace):
        if below := judge(line):
            found[deal].append(below)
    if not found:
        return {}
    approved = DiscountApproval.objects.filter(workspace=workspace, deal__in=found, state="approved")
    for deal, lines in approved.values_list("deal_id", "lines"):
        found[deal] = [one for one in found[deal] if not covered(one, lines)]
    return {deal: lines for deal, lines in found.items() if lines}


def sentence(lines: Sequence[Below]) -> str:
    """Why a deal cannot be won yet."""
    facts = {"product": lines[0].name, "why": lines[0].why}
    return _("“%(product)s” is sold below the floor (%(why)s). A manager has to approve it first.") % facts


LINE = ("deal_id", "name", "period", "price", "list_price", "deal__currency", "deal__process_id")
PRODUCT = ("price", "currency", "period", "cost", "most_discount", "least_margin")


def _priced(deals: Sequence[int], workspace: int):
    lines = DealLine.objects.filter(workspace=workspace, deal__in=deals, product__isnull=False)
    rows = list(lines.order_by("deal", "position", "id").values_list(*LINE, *(f"product__{name}" for name in PRODUCT)))
    floors = _of_processes(workspace) if rows else {}
    for deal, name, period, price, listed, currency, process, *product in rows:
        yield deal, priced(name, period, price, listed, currency, product, floors.get(process, Floor()))


def priced(name, period, price, listed, currency: str, product: Sequence[Any], process: Floor) -> Priced:
    """A line with what its product says, where that is in the same currency and period."""
    list_price, theirs, paid, cost, discount, margin = product
    same = theirs == currency and paid == period
    floor = floor_between(Floor(discount, margin), process)
    return Priced(name, period, price, listed or (list_price if same else None), cost if same else None, floor)


def _of_processes(workspace: int) -> dict[int, Floor]:
    aids = ProcessAid.objects.filter(workspace=workspace)
    return {pk: Floor(most, least) for pk, most, least in aids.values_list("process", "most_discount", "least_margin")}


def floor_of(deal: Deal) -> list[Below]:
    """The lines of `deal` below the floor, approved or not."""
    return [below for _deal, line in _priced([deal.pk], deal.workspace_id) if (below := judge(line))]
