"""Sources and offers: where deals come from, what is offered to whom, and what becomes of it."""

from collections.abc import Sequence
from statistics import median

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.insights.asked import Asked
from stegvis.insights.figures.shares import part_ways, share
from stegvis.insights.kinds import LONGEST_PART, Kind, register
from stegvis.insights.queries.groups import (
    DIMENSIONS,
    LOST,
    OPEN,
    SOURCE,
    WON,
    Dimension,
    Group,
    deals_begun,
    deals_in,
    read_groups,
)
from stegvis.insights.queries.population import Sums
from stegvis.insights.report import DAYS, MONEY, NUMBER, PERCENT, Cell, Chart, Column, Report, Series, Stat, Table
from stegvis.ui.formats import number, percent

ROWS = 25
BARS = 8


def make_sources(asked: Asked) -> Report:
    """A table for each dimension, and a chart of the sources."""
    found = {one.key: read_groups(asked, one) for one in DIMENSIONS}
    sources, sums = found[SOURCE.key]
    if not sources:
        return Report(empty=_("No deal began in this period."))
    tables = [_table(one, *found[one.key]) for one in DIMENSIONS]
    return Report(
        sentences=_sentences(sources),
        stats=_stats(sources, sums),
        charts=[_chart(sources, sums, tables[0])],
        tables=[table for table in tables[1:] if len(table.rows) > 1],
        notes=[*_several(tables), *sums.notes],
        currency=asked.workspace.currency,
    )


def words_of(name: str) -> str:
    """A group's name in a table."""
    return name or _("Not said")


def _sentences(groups: Sequence[Group]) -> list[str]:
    named = [one for one in groups if one.name]
    if not named:
        return [_("No deal says where it came from: fill in the source, and this report compares them.")]
    most = max(named, key=lambda one: one.leads)
    said = ngettext(
        "Most deals come from %(source)s: %(own)s of %(all)s.",
        "Most deals come from %(source)s: %(own)s of %(all)s.",
        most.leads,
    )
    first = said % {"source": most.name, "own": number(most.leads), "all": number(sum(one.leads for one in groups))}
    return [first, _best(named)]


def _best(groups: Sequence[Group]) -> str:
    """Which source is won most often, where that is beyond doubt."""
    known = [(share(one.counts[WON], one.decided), one) for one in groups]
    sure = sorted(((found, one) for found, one in known if found), key=lambda pair: -pair[0].middle)
    if len(sure) < 2:
        return _("Too few decided deals to compare the sources.")
    (best, one), (worst, other) = sure[0], sure[-1]
    if not part_ways(best, worst):
        return _("No source is won more often than another beyond doubt.")
    said = _("%(best)s is won more often than %(worst)s: %(high)s against %(low)s of the decided deals.")
    facts = {"high": percent(round(best.middle)), "low": percent(round(worst.middle))}
    return said % {"best": one.name, "worst": other.name, **facts}


def _stats(groups: Sequence[Group], sums: Sums) -> list[Stat]:
    won, decided = sum(one.counts[WON] for one in groups), sum(one.decided for one in groups)
    days = [day for one in groups for day in one.days]
    found = share(won, decided)
    stats = [
        Stat(_("Deals begun"), sum(one.leads for one in groups), part="source.all"),
        Stat(_("Won"), won, part="source.won"),
        Stat(_("Value won"), sums.of(*(one.name for one in groups)), MONEY, part="source.won"),
    ]
    if found:
        stats.insert(2, Stat(_("Share won"), found.middle, PERCENT, _("of the decided deals")))
    return [*stats, Stat(_("Median days to won"), median(days), DAYS)] if days else stats


def _chart(groups: Sequence[Group], sums: Sums, table: Table) -> Chart:
    shown = [one for one in groups if one.name][:BARS] or groups[:1]
    best = max(shown, key=lambda one: sums.of(one.name))
    brought = _("The most won value comes from %(source)s.") % {"source": words_of(best.name)}
    return Chart(
        key="source",
        title=_("Won value by source"),
        sentence=brought if sums.of(best.name) else _("Nothing from these sources is won yet."),
        kind="bar",
        labels=[words_of(one.name) for one in shown],
        series=[
            Series(
                _("Value won"),
                [float(sums.of(one.name)) for one in shown],
                [f"source.won.{one.name}"[:LONGEST_PART] for one in shown],
                "won",
            )
        ],
        table=table,
        unit=MONEY,
    )


def _table(dimension: Dimension, groups: Sequence[Group], sums: Sums) -> Table:
    columns = [
        Column("name", str(dimension.label)),
        Column("deals", _("Deals begun"), NUMBER),
        Column("won", _("Won"), NUMBER),
        Column("lost", _("Lost"), NUMBER),
        Column("open", _("Open"), NUMBER),
        Column("share", _("Share won"), PERCENT),
        Column("low", _("at least"), PERCENT),
        Column("high", _("at most"), PERCENT),
        Column("value", _("Value won"), MONEY),
        Column("days", _("Median days to won"), DAYS),
    ]
    rows = [_row(dimension, one, sums) for one in groups[:ROWS]]
    return Table(dimension.key, str(dimension.label), columns, rows, _others(groups[ROWS:], sums))


def _row(dimension: Dimension, group: Group, sums: Sums) -> list[Cell]:
    def part(fate: str) -> str:
        words = f"{dimension.key}.{fate}.{group.name}"
        return words if len(words) <= LONGEST_PART else ""

    counts = [Cell(group.counts[fate], part(fate)) for fate in (WON, LOST, OPEN)]
    value = Cell(sums.of(group.name), part(WON))
    return [Cell(words_of(group.name)), Cell(group.leads, part("all")), *counts, *_shares(group), value, _median(group)]


def _shares(group: Group) -> list[Cell]:
    found = share(group.counts[WON], group.decided)
    return [Cell(value) for value in (found or (None, None, None))]


def _median(group: Group) -> Cell:
    return Cell(median(group.days) if group.days else None)


def _others(groups: Sequence[Group], sums: Sums) -> list[Cell]:
    """What a long table leaves out, as one row below it."""
    if not groups:
        return []
    rest = Group(_("All others"))
    for one in groups:
        rest.days += one.days
        rest.counts = {fate: rest.counts[fate] + count for fate, count in one.counts.items()}
    counts = [Cell(rest.counts[fate]) for fate in (WON, LOST, OPEN)]
    value = Cell(sums.of(*(one.name for one in groups)))
    return [Cell(rest.name), Cell(rest.leads), *counts, *_shares(rest), value, _median(rest)]


def _several(tables: Sequence[Table]) -> list[str]:
    if not any(len(table.rows) > 1 for table in tables if table.key in ("tag", "offer")):
        return []
    return [_("A deal with several tags or products is in several rows, so these rows add up to more than all deals.")]


def sources_deals(asked: Asked, part: str) -> QuerySet:
    """`part` is "source.won.Trade fair": dimension, fate ("all" for every one) and name, without one for all."""
    key, fate, *name = part.split(".", 2)
    dimension = {one.key: one for one in DIMENSIONS}[key]
    fates = (WON, LOST, OPEN) if fate == "all" else (fate,)
    if not name:
        return deals_begun(asked, fates)
    return deals_in(asked, dimension, name[0], fates)


SOURCES = register(
    Kind(
        "sources",
        gettext_lazy("Sources and offers"),
        gettext_lazy("Where do deals come from, and which are worth it?"),
        make_sources,
        sources_deals,
        position=60,
        icon="route",
    )
)
