"""Pipeline then and now: what was open on a day, what is open on a later one, and how one became the other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.insights.asked import Asked
from stegvis.insights.figures.pipeline import (
    GROWN,
    LOST,
    NEW,
    OUT,
    SHRUNK,
    STEPS,
    WON,
    Change,
    Seen,
    changes_between,
    sums,
)
from stegvis.insights.kinds import Kind, register
from stegvis.insights.periods import QUARTER
from stegvis.insights.queries.pipeline import Pipelines, read_pipelines
from stegvis.insights.queries.population import deals_of, steps_of, unknown_times, visits_of, without_rate
from stegvis.insights.report import MONEY, NUMBER, Cell, Chart, Column, Report, Series, Stat, Table
from stegvis.processes.models import StageKind
from stegvis.ui.formats import date_long, money_short, number

THEN, NOW = "then", "now"
WORDS = {
    NEW: gettext_lazy("New"),
    GROWN: gettext_lazy("Grown"),
    SHRUNK: gettext_lazy("Shrunk"),
    WON: gettext_lazy("Won"),
    LOST: gettext_lazy("Lost"),
    OUT: gettext_lazy("Moved out"),
}


def make_pipeline(asked: Asked) -> Report:
    """Both pipelines of the chosen process (of all, where none is chosen), and the steps between."""
    found = read_pipelines(asked, together=True)
    notes = [*without_rate(found.without_rate), *unknown_times((), _unknown(asked))]
    if not found.deals:
        return Report(empty=_("Nothing was in the pipeline in this period."), notes=notes)
    changes, whole = changes_between(found.deals), sums(found.deals)
    return Report(
        sentences=_sentences(asked, found, changes, whole),
        stats=_stats(asked, found, whole),
        charts=[_bridge(asked, found, changes, whole), _stages(asked, found.deals)],
        notes=notes,
        currency=asked.workspace.currency,
    )


def _sentences(asked: Asked, found: Pipelines, changes: Sequence[Change], whole: Mapping[str, Decimal]) -> list[str]:
    base = asked.workspace.currency
    said = _("The pipeline went from %(then)s on %(first)s to %(now)s on %(last)s.") % {
        "then": money_short(whole[THEN], base),
        "first": date_long(asked.start),
        "now": money_short(whole[NOW], base),
        "last": date_long(found.now),
    }
    came = sum((one.worth for one in changes if one.what in (NEW, GROWN)), Decimal(0))
    won, away = (
        -sum((one.worth for one in changes if one.what in kinds), Decimal(0)) for kinds in ((WON,), (LOST, OUT, SHRUNK))
    )
    more = _("%(came)s came in or grew, %(won)s was won, %(away)s was lost, shrank or moved out.")
    return [
        said,
        more % {key: money_short(value, base) for key, value in (("came", came), ("won", won), ("away", away))},
    ]


def _stats(asked: Asked, found: Pipelines, whole: Mapping[str, Decimal]) -> list[Stat]:
    then, now = (sum(one.count for one in found.deals if getattr(one, end) is not None) for end in (THEN, NOW))
    return [
        Stat(_("Back then"), whole[THEN], MONEY, _deals(then), THEN),
        Stat(_("Now"), whole[NOW], MONEY, _deals(now), NOW),
        Stat(_("Difference"), whole[NOW] - whole[THEN], MONEY),
    ]


def _deals(count: int) -> str:
    return ngettext("%(count)s deal", "%(count)s deals", count) % {"count": number(count)}


def _bridge(asked: Asked, found: Pipelines, changes: Sequence[Change], whole: Mapping[str, Decimal]) -> Chart:
    worth: dict[str, Decimal] = defaultdict(Decimal)
    deals: dict[str, int] = defaultdict(int)
    for one in changes:
        worth[one.what] += one.worth
        deals[one.what] += one.count
    title = _("How the one became the other")
    names = [str(WORDS[what]) for what in STEPS]
    then, now = (sum(one.count for one in found.deals if getattr(one, end) is not None) for end in (THEN, NOW))
    rows = [
        [Cell(_("Pipeline then")), Cell(then, THEN), Cell(whole[THEN], THEN)],
        *(
            [Cell(name), Cell(deals[what], what), Cell(worth[what], what)]
            for name, what in zip(names, STEPS, strict=True)
        ),
        [Cell(_("Pipeline now")), Cell(now, NOW), Cell(whole[NOW], NOW)],
    ]
    columns = [Column("step", _("Step")), Column("deals", _("Deals"), NUMBER), Column("value", _("Value"), MONEY)]
    return Chart(
        key="steps",
        title=title,
        sentence=_largest(worth, asked.workspace.currency),
        kind="steps",
        labels=[row[0].value for row in rows],
        series=[Series(_("Value"), [float(row[2].value) for row in rows], [row[2].part for row in rows])],
        unit=MONEY,
        table=Table("steps", title, columns, rows),
    )


def _largest(worth: Mapping[str, Decimal], base: str) -> str:
    """The step that moved the sum most."""
    what = max(STEPS, key=lambda one: abs(worth.get(one, Decimal(0))))
    if not worth.get(what):
        return _("Nothing has changed its value.")
    said = _("The largest step: %(step)s, %(value)s.")
    return said % {"step": WORDS[what], "value": money_short(worth.get(what, Decimal(0)), base)}


def _stages(asked: Asked, deals: Sequence[Seen]) -> Chart:
    """Both pipelines by the steps in which their deals were."""
    worth: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    count: dict[tuple[str, str], int] = defaultdict(int)
    for one in deals:
        for end, step, value in ((THEN, one.then, one.worth_then), (NOW, one.now, one.worth_now)):
            if step is not None:
                worth[step, end] += value
                count[step, end] += one.count
    steps = [
        one
        for one in steps_of(asked, StageKind.OPEN)
        if count[one.lineage, THEN] or count[one.lineage, NOW] or one.current
    ]
    title = _("Stage by stage")
    columns = [
        Column("stage", _("Stage")),
        Column("deals_then", _("Deals then"), NUMBER),
        Column("deals_now", _("Deals now"), NUMBER),
        Column("value_then", _("Value then"), MONEY),
        Column("value_now", _("Value now"), MONEY),
    ]
    rows = [
        [
            Cell(step.name),
            *(Cell(count[step.lineage, end], f"{end}.{step.lineage}") for end in (THEN, NOW)),
            *(Cell(worth[step.lineage, end], f"{end}.{step.lineage}") for end in (THEN, NOW)),
        ]
        for step in steps
    ]
    return Chart(
        key="stages",
        title=title,
        sentence=_fullest(steps, worth),
        kind="bar",
        labels=[step.name for step in steps],
        series=[
            Series(
                name,
                [float(worth[step.lineage, end]) for step in steps],
                [f"{end}.{step.lineage}" for step in steps],
                tone,
            )
            for end, name, tone in ((THEN, _("Back then"), "parked"), (NOW, _("Now"), ""))
        ],
        unit=MONEY,
        table=Table("stages", title, columns, rows),
        wide=False,
    )


def _fullest(steps, worth) -> str:
    if not any(worth[one.lineage, NOW] for one in steps):
        return _("No value is in the pipeline now.")
    step = max(steps, key=lambda one: worth[one.lineage, NOW])
    return _("Most value is in %(stage)s now.") % {"stage": step.name}


def _unknown(asked: Asked) -> int:
    return visits_of(asked).filter(entered_at=None, stage__kind=StageKind.OPEN).count()


def pipeline_deals(asked: Asked, part: str) -> QuerySet:
    """`part` is "then" or "now", maybe with a step's lineage behind a point, or one of the steps between."""
    end, _point, lineage = part.partition(".")
    found = read_pipelines(asked).deals
    if end in (THEN, NOW):
        ids = {one.deal for one in found if (step := getattr(one, end)) is not None and lineage in ("", step)}
    elif part in STEPS:
        ids = {one.deal for one in changes_between(found) if one.what == part}
    else:
        raise KeyError(part)
    return deals_of(asked).filter(pk__in=_few(ids))


def _few(ids: set[int]) -> list[int]:
    """What one statement can hold: the newest deals, where there are more."""
    return sorted(ids, reverse=True)[:MOST]


MOST = 20_000
PIPELINE = register(
    Kind(
        "pipeline",
        gettext_lazy("Pipeline then and now"),
        gettext_lazy("What has changed in the pipeline, and why?"),
        make_pipeline,
        pipeline_deals,
        period=QUARTER,
        position=20,
        icon="history",
    )
)
