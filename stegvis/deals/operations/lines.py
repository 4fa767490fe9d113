"""The products on a deal."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from stegvis.deals.models import Deal, DealLine, Period, Product
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.permissions import Actor, require


@dataclass(frozen=True)
class LineDraft:
    """A line as somebody wrote it; `price` is in the deal's currency, None where it is not known yet."""

    name: str
    product: Product | None = None
    quantity: Decimal = Decimal(1)
    price: Decimal | None = None
    period: str = Period.ONCE


@transaction.atomic
def set_lines(deal: Deal, drafts: Sequence[LineDraft], *, by: Actor, value_follows: bool = True) -> list[DealLine]:
    """Replace the lines of `deal`; with `value_follows` its value becomes what they bring in the first year.

    Returns the new lines. Raises PermissionDenied.
    """
    refresh(deal)
    require(by, "edit", deal)
    before = describe(deal.lines.all())
    deal.lines.all().delete()
    lines = DealLine.objects.bulk_create(_line(deal, draft, place) for place, draft in enumerate(drafts))
    _keep_change(deal, before, describe(lines), by)
    _follow(deal, lines, value_follows, by)
    return lines


def first_year_value(lines: Sequence[DealLine]) -> Decimal:
    """What `lines` bring in their first year, to the hundredth."""
    return sum((line.first_year for line in lines), Decimal(0)).quantize(Decimal("0.01"))


def describe(lines) -> str:
    """The lines in one text, for history: "2 x Sensor, 1 x Service"."""
    return ", ".join(f"{line.quantity.normalize():f} x {line.name}" for line in lines)


def _line(deal: Deal, draft: LineDraft, place: int) -> DealLine:
    return DealLine(
        workspace_id=deal.workspace_id,
        deal=deal,
        product=draft.product,
        name=draft.name,
        quantity=draft.quantity,
        price=draft.price,
        period=draft.period,
        position=place,
    )


def _follow(deal: Deal, lines: Sequence[DealLine], value_follows: bool, by: Actor) -> None:
    deal.amount_from_lines = bool(lines) and value_follows
    before, deal.amount = deal.amount, first_year_value(lines) if deal.amount_from_lines else deal.amount
    deal.save(update_fields=["amount_from_lines", "amount", "updated_at"])
    if before != deal.amount:
        record_changes(deal, {"amount": before}, {"amount": deal.amount}, by=by)


def _keep_change(deal: Deal, before: str, after: str, by: Actor) -> None:
    if before != after:
        record_changes(deal, {"lines": before}, {"lines": after}, by=by)
