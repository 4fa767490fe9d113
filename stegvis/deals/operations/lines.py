"""The products on a deal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import ChangedMeanwhile, FieldClash, Refused
from stegvis.deals.floors import refuse_floor
from stegvis.deals.gates import SOLD
from stegvis.deals.models import Deal, DealLine, Period, Product
from stegvis.workspaces.operations.editing import edit_record, last_change, record_changes, refresh
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, require

VERB = "lines"
LARGEST = Decimal(10) ** 17


@dataclass(frozen=True)
class LineDraft:
    """A line as somebody wrote it; `price` is in the deal's currency, None where it is not known yet."""

    name: str
    product: Product | None = None
    quantity: Decimal = Decimal(1)
    price: Decimal | None = None
    period: str = Period.ONCE


@transaction.atomic
def set_lines(
    deal: Deal,
    drafts: Sequence[LineDraft],
    *,
    by: Actor,
    value_follows: bool = True,
    seen: str | None = None,
    at: datetime | None = None,
) -> list[DealLine]:
    """Replace the lines of `deal`; with `value_follows` its value becomes what they bring in the first year.

    `seen` is the `fingerprint` of the lines that the editor had before its eyes; `at` is for the demo only. Returns
    the new lines. Raises PermissionDenied, ChangedMeanwhile, and Refused for more than a value can hold, and for prices
    below the floor on a deal that is won already.
    """
    refresh(deal)
    require(by, "edit", deal)
    current = list(deal.lines.all())
    before, kept = describe(current), _kept(deal, current)
    _refuse_clash(deal, current, drafts, seen)
    deal.lines.all().delete()
    lines = DealLine.objects.bulk_create(_line(deal, draft, place, current) for place, draft in enumerate(drafts))
    changes = {"lines": (before, describe(lines))} | _follow(deal, lines, value_follows)
    if at is None and deal.status in SOLD:
        refuse_floor(deal)
    _keep_changes(deal, changes, by, at)
    if current and fingerprint(current) != fingerprint(lines):
        keep_undo(VERB, kept | {"after": fingerprint(lines)}, by=by, what=deal.title)
    return lines


@takes_back(VERB)
def _lines_again(before: Mapping[str, Any], by: Actor) -> None:
    """The lines as they were, and the value beside them, where nobody has changed the lines since."""
    deal = Deal.objects.filter(workspace=by.workspace, pk=before["deal"]).first()
    if deal is None or fingerprint(deal.lines.all()) != before["after"]:
        raise Refused(_("Somebody has changed the products since. Nothing was taken back."))
    products = Product.with_deleted.filter(workspace=by.workspace).in_bulk(
        [one[1] for one in before["lines"] if one[1]]
    )
    drafts = [
        LineDraft(name, products.get(product), Decimal(quantity), price and Decimal(price), period)
        for name, product, quantity, price, period in before["lines"]
    ]
    set_lines(deal, drafts, by=by, value_follows=before["follows"])
    amount = before["amount"] and Decimal(before["amount"])
    if not before["follows"] and deal.amount != amount:
        edit_record(deal, {"amount": amount}, by=by)


def _kept(deal: Deal, lines: Sequence[DealLine]) -> dict[str, Any]:
    rows = [
        [one.name, one.product_id, str(one.quantity), None if one.price is None else str(one.price), one.period]
        for one in lines
    ]
    amount = None if deal.amount is None else str(deal.amount)
    return {"deal": deal.pk, "lines": rows, "follows": deal.amount_from_lines, "amount": amount}


def first_year_value(lines: Sequence[DealLine]) -> Decimal:
    """What `lines` bring in their first year, to the hundredth; Refused for more than a value can hold."""
    total = sum((line.first_year for line in lines), Decimal(0))
    if total >= LARGEST:
        raise Refused(_("Together this is more than a deal can be worth. Check quantities and prices."))
    return total.quantize(Decimal("0.01"))


def describe(lines) -> str:
    """The lines in one text, for history: "2 x Sensor, 1 x Service"."""
    return ", ".join(f"{line.quantity.normalize():f} x {line.name}" for line in lines)


def fingerprint(lines) -> str:
    """The lines as a text that is the same as long as nobody changes them."""
    return json.dumps([[one.name, *map(_plain, (one.quantity, one.price)), one.period] for one in lines])


def _plain(figure: Decimal | None) -> str:
    return "" if figure is None else f"{figure.normalize():f}"


def _refuse_clash(deal: Deal, current: Sequence[DealLine], drafts: Sequence[LineDraft], seen: str | None) -> None:
    if seen is None or seen == fingerprint(current) or fingerprint(current) == fingerprint(drafts):
        return
    change = last_change(deal, "lines")
    who = (change.by.name if change.by else change.automation) if change else ""
    clash = FieldClash("lines", _("products"), describe(current), describe(drafts), who, change.at if change else None)
    raise ChangedMeanwhile([clash], _("Somebody else changed this in the meantime. Nothing was overwritten."))


def _list_price(deal: Deal, draft: LineDraft, current: Sequence[DealLine]) -> Decimal | None:
    """What a discount is reckoned from: the list price when the product came on the deal, not a later one."""
    product = draft.product
    if product is None:
        return None
    for line in current:
        if line.product_id == product.pk and line.period == draft.period and line.list_price is not None:
            return line.list_price
    return product.price if (product.currency, product.period) == (deal.currency, draft.period) else None


def _line(deal: Deal, draft: LineDraft, place: int, current: Sequence[DealLine]) -> DealLine:
    return DealLine(
        workspace_id=deal.workspace_id,
        deal=deal,
        product=draft.product,
        name=draft.name,
        quantity=draft.quantity,
        price=draft.price,
        period=draft.period,
        position=place,
        list_price=_list_price(deal, draft, current),
    )


def _follow(deal: Deal, lines: Sequence[DealLine], value_follows: bool) -> dict[str, tuple]:
    """Let the value follow; what became of it, as (before, after) by field."""
    deal.amount_from_lines = bool(lines) and value_follows
    before, deal.amount = deal.amount, first_year_value(lines) if deal.amount_from_lines else deal.amount
    deal.save(update_fields=["amount_from_lines", "amount", "updated_at"])
    return {"amount": (before, deal.amount)}


def _keep_changes(deal: Deal, changes: dict[str, tuple], by: Actor, at: datetime | None) -> None:
    real = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    before, after = ({field: pair[side] for field, pair in real.items()} for side in (0, 1))
    record_changes(deal, before, after, by=by, at=at)
