"""How far prices may go down: a line below the floor needs a manager's word before the deal can be won."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
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
    """A line's prices. `listed` and `cost` are in the deal's currency and period, or None where not known.

    `comparable` is False where the price list speaks of another currency or period, and none is known for this one.
    """

    name: str
    period: str
    currency: str
    price: Decimal | None
    listed: Decimal | None
    cost: Decimal | None
    floor: Floor
    comparable: bool

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
    currency: str
    why: str

    @property
    def kept(self) -> list[str]:
        """As an approval keeps it: what was approved, and down to which price, in which currency."""
        return [self.name, self.period, f"{self.price.normalize():f}", self.currency]


def floor_between(product: Floor, process: Floor) -> Floor:
    """The product's own limits; the process's where it has none."""
    discount = process.most_discount if product.most_discount is None else product.most_discount
    margin = process.least_margin if product.least_margin is None else product.least_margin
    return Floor(discount, margin)


def judge(line: Priced) -> Below | None:
    """What is wrong with a line's price; None where nothing is, or nothing is known."""
    if line.price is None or not (why := _why(line)):
        return None
    return Below(line.name, line.period, line.price, line.currency, why)


def _why(line: Priced) -> str:
    """A price that nothing can be held against counts as below: another currency or period is no way past a floor."""
    discount, margin, floor = line.discount, line.margin, line.floor
    if not line.comparable and floor != Floor():
        return _("its price cannot be compared with the price list")
    if discount is not None and floor.most_discount is not None and discount > floor.most_discount:
        facts = {"discount": _share(discount), "most": _share(floor.most_discount)}
        return _("%(discount)s off, at most %(most)s") % facts
    if margin is not None and floor.least_margin is not None and margin < floor.least_margin:
        facts = {"margin": _share(margin), "least": _share(floor.least_margin)}
        return _("margin %(margin)s, at least %(least)s") % facts
    return ""


def _share(value: Decimal) -> str:
    """A percentage; with one decimal where it has some, so that nothing is said to be over its own limit."""
    return percent(value, 0 if value == value.to_integral_value() else 1)


def covered(below: Below, lines: Sequence[Sequence[str]]) -> bool:
    """Whether an approval of `lines` holds for this one: the same product, at this price or a lower one."""
    same = (below.name, below.period, below.currency)
    return any(
        (name, period, *currency) == same and Decimal(price) <= below.price for name, period, price, *currency in lines
    )


def unapproved(deals: Sequence[int], workspace: int, currency: str = "") -> dict[int, list[Below]]:
    """Of these deals those that have lines below the floor which nobody approved, with those lines. Two queries.

    With a `currency`: as if they were in that one.
    """
    found: dict[int, list[Below]] = defaultdict(list)
    for deal, line in _priced(deals, workspace, currency):
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


def refuse_floor(deal: Deal) -> None:
    """Refused where `deal` has lines below the floor which nobody approved."""
    if below := unapproved([deal.pk], deal.workspace_id).get(deal.pk):
        raise Refused(sentence(below))


LINE = ("deal_id", "name", "period", "price", "list_price", "deal__currency", "deal__process_id")
PRODUCT = ("price", "currency", "period", "cost", "most_discount", "least_margin")


def _priced(deals: Sequence[int], workspace: int, meant: str = ""):
    lines = DealLine.objects.filter(workspace=workspace, deal__in=deals, product__isnull=False)
    rows = list(lines.order_by("deal", "position", "id").values_list(*LINE, *(f"product__{name}" for name in PRODUCT)))
    floors = _of_processes(workspace) if rows else {}
    for deal, name, period, price, listed, currency, process, *product in rows:
        yield deal, priced(name, period, price, listed, meant or currency, product, floors.get(process, Floor()))


def priced(name, period, price, listed, currency: str, product: Sequence[Any], process: Floor) -> Priced:
    """A line with what its product says, where that is in the same currency and period.

    `listed`, which the line kept, is in the product's currency; it means nothing on a deal in another one.
    """
    list_price, theirs, paid, cost, discount, margin = product
    same = theirs == currency and paid == period
    floor = floor_between(Floor(discount, margin), process)
    listed = (listed if theirs == currency else None) or (list_price if same else None)
    cost = cost if same else None
    return Priced(name, period, currency, price, listed, cost, floor, comparable=same or bool(listed))


def _of_processes(workspace: int) -> dict[int, Floor]:
    aids = ProcessAid.objects.filter(workspace=workspace)
    return {pk: Floor(most, least) for pk, most, least in aids.values_list("process", "most_discount", "least_margin")}


def floor_of(deal: Deal) -> list[Below]:
    """The lines of `deal` below the floor, approved or not."""
    return [below for _deal, line in _priced([deal.pk], deal.workspace_id) if (below := judge(line))]
