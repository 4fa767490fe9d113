"""The deals of a forecast: those that matter most, those that people commit, and what they changed since last week."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.deals.models import Deal
from stegvis.deals.periods import quarter_start
from stegvis.insights.asked import Asked
from stegvis.insights.models import Call
from stegvis.insights.queries.commitments import Changed, Said, changes, said_of
from stegvis.insights.queries.population import Sums, deals_of
from stegvis.insights.report import DATE, MONEY, PERCENT, Cell, Column, Stat, Table

if TYPE_CHECKING:
    from stegvis.insights.figures.forecasting.foretelling import Slip
    from stegvis.insights.queries.forecasting import Outlook

WEEK = timedelta(days=7)
MOST_CHANGES = MOST_SAID = 50


def committed(asked: Asked) -> list[Stat]:
    """What sellers and managers commit for the quarter in which the period ends: what they call in, and best case."""
    said, sums = said_of(asked, quarter_start(asked.end)), Sums(asked)
    worth = deals_of(asked).order_by().filter(pk__in=list(said)).values_list("pk", "currency", "amount")
    for deal, currency, amount in worth:
        sums.add(said[deal].call, currency, (amount or Decimal(0)) * 100)
    return [
        Stat(_("Committed"), sums.of(Call.IN), MONEY, _("by sellers and managers, for the quarter"), part=Call.IN),
        Stat(_("Best case"), sums.of(Call.IN, Call.BEST), MONEY, _("with what is committed"), part=Call.BEST),
    ]


def tables(asked: Asked, outlook: "Outlook") -> list[Table]:
    """Deals that matter most, and changes since last week; without rows where there is nothing to show."""
    if outlook.actual is not None:
        return []
    quarter = quarter_start(asked.end)
    said = said_of(asked, quarter)
    # With a moment, those that were taken back are told too.
    changed = changes(said_of(asked, quarter, timezone.now() - WEEK), said_of(asked, quarter, timezone.now()))[
        :MOST_CHANGES
    ]
    slips = outlook.forecast.slips
    named = _named(asked, {*said, *(one.deal for one in slips), *(one.deal for one in changed)})
    told = [_matter(asked, outlook, named, said), _commitments(asked, said, named), _changes(asked, changed, named)]
    return [one for one in told if one.rows]


def _named(asked: Asked, ids: Iterable[int]) -> dict[int, Deal]:
    found = deals_of(asked).filter(pk__in=list(ids)).select_related("stage", "owner")
    return {deal.pk: deal for deal in found}


def _matter(asked: Asked, outlook: "Outlook", named: dict[int, Deal], said: dict[int, Said]) -> Table:
    columns = [
        Column("deal", _("Deal")),
        Column("seller", _("Seller")),
        Column("stage", _("Stage")),
        Column("call", _("Commitment")),
        Column("chance", _("Chance"), PERCENT),
        Column("value", _("Value"), MONEY),
        Column("middle", _("Middle, if this one slips"), MONEY),
        Column("low", _("Lower end, if this one slips"), MONEY),
    ]
    slips = [one for one in outlook.forecast.slips if one.deal in named]
    rows = [_slip(asked, one, named[one.deal], said.get(one.deal)) for one in slips]
    return Table("matter", _("Deals that matter most"), columns, rows)


def _slip(asked: Asked, slip: "Slip", deal: Deal, said: Said | None) -> list[Cell]:
    return [
        _link(asked, deal),
        Cell(deal.owner.name if deal.owner else ""),
        Cell(deal.stage.name),
        Cell(_call(said.call if said else ""), href=reverse("insights:commitments", args=[asked.workspace.slug])),
        Cell(100 * slip.chance),
        Cell(round(slip.value), tone="quiet" if slip.estimated else ""),
        Cell(round(slip.without.middle)),
        Cell(round(slip.without.low)),
    ]


def _commitments(asked: Asked, said: dict[int, Said], named: dict[int, Deal]) -> Table:
    """Who says what of which deal: what counts as committed first, of each the largest first."""
    columns = [
        Column("deal", _("Deal")),
        Column("seller", _("Seller")),
        Column("call", _("Commitment")),
        Column("value", _("Value"), MONEY),
        Column("by", _("Who")),
        Column("on", _("When"), DATE),
        Column("note", _("Note")),
    ]
    sums = Sums(asked)
    for pk in said.keys() & named.keys():
        sums.add(pk, named[pk].currency, (named[pk].amount or Decimal(0)) * 100)
    order = [Call.IN, Call.BEST, Call.OUT]
    deals = sorted(said.keys() & named.keys(), key=lambda pk: (order.index(Call(said[pk].call)), -sums.of(pk), pk))
    title = _("What people commit")
    if len(deals) > MOST_SAID:
        title = _("What people commit: the first %(count)s deals") % {"count": MOST_SAID}
    rows = [_committed(asked, named[pk], said[pk], sums) for pk in deals[:MOST_SAID]]
    return Table("commitments", title, columns, rows)


def _committed(asked: Asked, deal: Deal, said: Said, sums: Sums) -> list[Cell]:
    return [
        _link(asked, deal),
        Cell(deal.owner.name if deal.owner else ""),
        Cell(_call(said.call)),
        Cell(sums.of(deal.pk) if deal.amount is not None else None),
        Cell(said.by),
        Cell(timezone.localdate(said.at)),
        Cell(said.note),
    ]


def _changes(asked: Asked, changed: list[Changed], named: dict[int, Deal]) -> Table:
    columns = [
        Column("deal", _("Deal")),
        Column("before", _("A week ago")),
        Column("now", _("Now")),
        Column("by", _("Who")),
        Column("on", _("When"), DATE),
        Column("note", _("Note")),
    ]
    rows = [
        [
            _link(asked, named[one.deal]),
            Cell(_call(one.before)),
            Cell(_call(one.now.call)),
            Cell(one.now.by),
            Cell(timezone.localdate(one.now.at)),
            Cell(one.now.note),
        ]
        for one in changed
        if one.deal in named
    ]
    return Table("changes", _("Commitments that changed since last week"), columns, rows)


def _call(call: str) -> str:
    return str(Call(call or Call.NONE).label)


def _link(asked: Asked, deal: Deal) -> Cell:
    return Cell(deal.title, href=reverse("deals:deal", args=[asked.workspace.slug, deal.pk]))
