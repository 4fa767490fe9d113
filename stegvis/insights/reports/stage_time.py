"""Time in stage: how long deals stay where, against what was expected; and how long a whole sale takes."""

from collections.abc import Sequence
from datetime import date
from statistics import median, quantiles

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.insights.asked import Asked
from stegvis.insights.figures.shares import ENOUGH
from stegvis.insights.kinds import Kind, register
from stegvis.insights.periods import month_words
from stegvis.insights.queries.funnel import unknown_entries
from stegvis.insights.queries.population import unknown_times
from stegvis.insights.queries.stays import Stays, deals_staying, read_cycles, read_stays, sold
from stegvis.insights.report import DAYS, NUMBER, Cell, Chart, Column, Report, Series, Stat, Table
from stegvis.ui.formats import days_long, number


def make_stage_time(asked: Asked) -> Report:
    """Medians and quartiles of each open step, and of the whole sale by month."""
    stays = [one for one in read_stays(asked) if one.size]
    cycles = read_cycles(asked)
    notes = unknown_times((), unknown_entries(asked))
    if not stays and not cycles:
        return Report(empty=_("No deal came into a stage in this period."), notes=notes)
    return Report(
        sentences=[*_cycle_sentence(cycles), *_slowest(stays)],
        stats=_stats(cycles),
        charts=[*([_stage_chart(stays)] if stays else []), *_trend(cycles)],
        notes=[*_going(stays), *notes],
    )


def _cycle_sentence(cycles: dict[date, list[int]]) -> list[str]:
    days = [one for month in cycles.values() for one in month]
    if len(days) < ENOUGH:
        return [_("Too few deals were won to say how long a sale takes.")]
    said = _("Half of the won deals took at most %(days)s from their beginning.")
    return [said % {"days": days_long(round(median(days)))}]


def _slowest(stays: Sequence[Stays]) -> list[str]:
    """The step that goes furthest beyond what was expected."""
    known = [
        (middle - one.step.expected_days, middle, one)
        for one in stays
        if one.size >= ENOUGH and one.step.expected_days is not None and (middle := one.curve.median) is not None
    ]
    if not known:
        return []
    above, middle, one = max(known, key=lambda row: row[0])
    if above <= 0:
        return [_("In every stage half of the deals are gone within the expected days.")]
    said = _("%(stage)s takes longest against the plan: half need more than %(days)s, expected were %(plan)s.")
    facts = {"days": days_long(middle), "plan": days_long(one.step.expected_days or 0)}
    return [said % {"stage": one.step.name, **facts}]


def _stats(cycles: dict[date, list[int]]) -> list[Stat]:
    days = sorted(one for month in cycles.values() for one in month)
    stats = [Stat(_("Won"), len(days), part="sold")]
    if len(days) < ENOUGH:
        return stats
    low, middle, high = quantiles(days, n=4, method="inclusive")
    return [
        *stats,
        Stat(_("Median sales cycle"), middle, DAYS),
        Stat(_("The quickest fourth"), low, DAYS, _("at most")),
        Stat(_("The slowest fourth"), high, DAYS, _("at least")),
    ]


def _stage_chart(stays: Sequence[Stays]) -> Chart:
    title = _("Days in each stage")
    medians = [one.curve.median if one.size >= ENOUGH else None for one in stays]
    return Chart(
        key="stages",
        title=title,
        sentence=_("Half of the deals stay at most so long; beside it what was expected."),
        kind="bar",
        labels=[one.step.name for one in stays],
        series=[
            Series(_("Median"), medians, [f"{one.step.lineage}.all" for one in stays]),
            Series(_("Expected"), [one.step.expected_days for one in stays], tone="plan"),
        ],
        table=Table("stages", title, _columns(), [_row(one) for one in stays]),
        unit=DAYS,
    )


def _columns() -> list[Column]:
    return [
        Column("stage", _("Stage")),
        Column("stays", _("Stays"), NUMBER),
        Column("quarter", _("A quarter within"), DAYS),
        Column("median", _("Half within"), DAYS),
        Column("low", _("at least"), DAYS),
        Column("high", _("at most"), DAYS),
        Column("most", _("Three quarters within"), DAYS),
        Column("expected", _("Expected"), DAYS),
        Column("over", _("Longer than expected"), NUMBER),
        Column("here", _("Still here"), NUMBER),
    ]


def _row(one: Stays) -> list[Cell]:
    key, curve = one.step.lineage, one.curve
    if one.size < ENOUGH:
        values: list = [None] * 5
    else:
        values = [curve.quantile(0.25), curve.median, *curve.median_bounds, curve.quantile(0.75)]
    slow = one.step.expected_days is not None and (values[1] or 0) > one.step.expected_days
    over = Cell(one.beyond, f"{key}.over") if one.step.expected_days is not None else Cell()
    return [
        Cell(one.step.name),
        Cell(one.size, f"{key}.all"),
        Cell(values[0]),
        Cell(values[1], tone="worse" if slow else ""),
        *(Cell(value) for value in values[2:]),
        Cell(one.step.expected_days),
        over,
        Cell(one.here, f"{key}.here"),
    ]


def _trend(cycles: dict[date, list[int]]) -> list[Chart]:
    if len(cycles) < 2:
        return []
    title = _("Days from the beginning to the win, by month")
    rows = [[Cell(month_words(month)), Cell(len(days)), Cell(median(days))] for month, days in cycles.items()]
    columns = [Column("month", _("Month")), Column("won", _("Won"), NUMBER), Column("median", _("Median"), DAYS)]
    return [
        Chart(
            key="cycle",
            title=title,
            sentence=_said_trend(cycles),
            kind="line",
            labels=[month_words(month) for month in cycles],
            series=[Series(_("Median"), [median(days) for days in cycles.values()])],
            table=Table("cycle", title, columns, rows),
            unit=DAYS,
            wide=False,
        )
    ]


def _said_trend(cycles: dict[date, list[int]]) -> str:
    """The first half of the months beside the second."""
    months = list(cycles.values())
    halves = months[: len(months) // 2], months[len(months) // 2 :]
    before, after = ([day for month in half for day in month] for half in halves)
    if min(len(before), len(after)) < ENOUGH:
        return _("Too few deals to say whether sales became quicker.")
    old, new = round(median(before)), round(median(after))
    if abs(new - old) * 10 < old:
        return _("The median hardly changed: %(days)s.") % {"days": days_long(new)}
    said = _("Sales became quicker: %(new)s instead of %(old)s in the first half of the months.")
    if new > old:
        said = _("Sales became slower: %(new)s instead of %(old)s in the first half of the months.")
    return said % {"new": days_long(new), "old": days_long(old)}


def _going(stays: Sequence[Stays]) -> list[str]:
    here = sum(one.here for one in stays)
    if not here:
        return []
    said = ngettext(
        "%(count)s stay still goes on: it counts for as long as it has lasted, so medians are not too short.",
        "%(count)s stays still go on: they count for as long as they have lasted, so medians are not too short.",
        here,
    )
    return [said % {"count": number(here)}]


def stage_time_deals(asked: Asked, part: str) -> QuerySet:
    """`part` is "sold", or a step's lineage with "all", "here" or "over" behind a point."""
    if part == "sold":
        return sold(asked)
    lineage, _point, which = part.partition(".")
    return deals_staying(asked, lineage, which)


STAGE_TIME = register(
    Kind(
        "stage_time",
        gettext_lazy("Time in stage"),
        gettext_lazy("How long do deals stay where, and how long does a sale take?"),
        make_stage_time,
        stage_time_deals,
        one_process=True,
        position=20,
        icon="clock",
    )
)
