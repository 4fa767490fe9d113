"""Bottlenecks: where it gets stuck, ranked by what it costs, each with a sentence and a proposal."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import LOST
from stegvis.insights.kinds import Kind, register
from stegvis.insights.queries.bottlenecks import Neck, read_necks, waiting
from stegvis.insights.queries.funnel import deals_with
from stegvis.insights.queries.population import deals_of, steps_of
from stegvis.insights.report import DAYS, MONEY, NUMBER, PERCENT, Cell, Chart, Column, Report, Series, Stat, Table
from stegvis.processes.models import StageKind
from stegvis.ui.formats import days_long, money_short, number, percent

# What most won deals do without, and how many going back are too many, in hundredths.
SKIPPED, BACK = 60, 25


def make_bottlenecks(asked: Asked) -> Report:
    """The open steps of the chosen process by what they cost."""
    necks, sums = read_necks(asked)
    if not any(one.size or one.waiting for one in necks):
        return Report(empty=_("No deal came into a stage in this period, and none waits."))
    currency = asked.workspace.currency
    return Report(
        sentences=[_headline(necks, currency), *_said_of(necks[0], currency)],
        stats=_stats(necks),
        charts=[_chart(necks, currency)],
        tables=_proposals(necks),
        notes=[*_method(), *sums.notes],
        currency=currency,
    )


def _headline(necks: Sequence[Neck], currency: str) -> str:
    first = necks[0]
    if not first.cost:
        return _("No stage costs anything beyond what was expected.")
    said = _("%(stage)s costs most: about %(cost)s.")
    return said % {"stage": first.step.name, "cost": money_short(round(first.cost), currency)}


def _said_of(neck: Neck, currency: str) -> list[str]:
    """In plain words what waits, and what is lost there."""
    said = []
    if neck.waiting:
        words = ngettext(
            "%(count)s deal there, worth %(value)s, has waited %(days)s longer than expected.",
            "%(count)s deals there, worth %(value)s, have waited %(days)s longer than expected on average.",
            neck.waiting,
        )
        facts = {"count": number(neck.waiting), "value": money_short(round(neck.value_waiting), currency)}
        said.append(words % {**facts, "days": days_long(round(neck.days_beyond / neck.waiting))})
    if neck.cost_of_losses and neck.went_on is not None and neck.best is not None:
        words = _("%(now)s went on from there, in the best quarter (%(quarter)s) at least %(best)s.")
        facts = {"now": percent(round(neck.went_on)), "best": percent(round(neck.best))}
        said.append(words % {**facts, "quarter": neck.best_quarter})
    return said


def _stats(necks: Sequence[Neck]) -> list[Stat]:
    return [
        Stat(_("Deals waiting too long"), sum(one.waiting for one in necks), part="waiting"),
        Stat(_("Their value"), _whole(one.value_waiting for one in necks), MONEY, part="waiting"),
        Stat(_("Cost of waiting"), _whole(one.cost_of_waiting for one in necks), MONEY, _("value × days ÷ 365")),
        Stat(_("Cost of losses"), _whole(one.cost_of_losses for one in necks), MONEY, _("against the best quarter")),
    ]


def _whole(amounts: Iterable[Decimal]) -> Decimal:
    """What is reckoned, not counted, is said without decimals."""
    return sum(amounts, Decimal(0)).quantize(Decimal(1))


def _chart(necks: Sequence[Neck], currency: str) -> Chart:
    title = _("What each stage costs")
    ordered = [one for one in necks if one.cost or one.waiting] or necks[:1]
    return Chart(
        key="stages",
        title=title,
        sentence=_headline(necks, currency),
        kind="stack",
        labels=[one.step.name for one in ordered],
        series=[
            Series(
                _("Cost of waiting"),
                [round(float(one.cost_of_waiting)) for one in ordered],
                [f"{one.step.lineage}.waiting" for one in ordered],
                "parked",
            ),
            Series(
                _("Cost of losses"),
                [round(float(one.cost_of_losses)) for one in ordered],
                [f"{one.step.lineage}.lost" for one in ordered],
                "lost",
            ),
        ],
        table=Table("stages", title, _columns(), [_row(one) for one in necks]),
        unit=MONEY,
    )


def _columns() -> list[Column]:
    return [
        Column("stage", _("Stage")),
        Column("waiting", _("Waiting too long"), NUMBER),
        Column("value", _("Their value"), MONEY),
        Column("days", _("Days beyond, on average"), DAYS),
        Column("cost_waiting", _("Cost of waiting"), MONEY),
        Column("went_on", _("Went on"), PERCENT),
        Column("best", _("Best quarter, at least"), PERCENT),
        Column("lost", _("Lost from here"), NUMBER),
        Column("cost_losses", _("Cost of losses"), MONEY),
    ]


def _row(one: Neck) -> list[Cell]:
    key = one.step.lineage
    return [
        Cell(one.step.name),
        Cell(one.waiting, f"{key}.waiting"),
        Cell(one.value_waiting, f"{key}.waiting"),
        Cell(one.days_beyond / one.waiting if one.waiting else None),
        Cell(one.cost_of_waiting.quantize(1)),
        Cell(one.went_on),
        Cell(one.best),
        Cell(one.counts[LOST], f"{key}.lost"),
        Cell(one.cost_of_losses.quantize(1)),
    ]


def _proposals(necks: Sequence[Neck]) -> list[Table]:
    rows = [
        [Cell(one.step.name), Cell(words), Cell(why), Cell(_("Look at these deals") if part else "", part)]
        for one in necks
        for words, why, part in _proposed(one)
    ]
    columns = [
        Column("stage", _("Stage")),
        Column("proposal", _("Proposal")),
        Column("why", _("Why")),
        Column("deals", _("Deals")),
    ]
    return [Table("proposals", _("What to do"), columns, rows)] if rows else []


def _proposed(one: Neck) -> list[tuple[str, str, str]]:
    """Proposals for one step: what, why, and the deals to look at."""
    key, found = one.step.lineage, []
    if one.waiting:
        found.append(
            (
                _("Decide on the deals that wait longest: go on, park or lose them"),
                ngettext("%(count)s waits too long", "%(count)s wait too long", one.waiting)
                % {"count": number(one.waiting)},
                f"{key}.waiting",
            )
        )
    if one.cost_of_losses:
        found.append(
            (
                _("Coach: talk through what was lost from here"),
                _("%(now)s go on, it was at least %(best)s")
                % {"now": percent(round(one.went_on or 0)), "best": percent(round(one.best or 0))},
                f"{key}.lost",
            )
        )
    if one.share_skipping is not None and one.share_skipping >= SKIPPED:
        why = _("%(share)s of the won deals were never here") % {"share": percent(round(one.share_skipping))}
        found.append((_("Drop the stage, or make it optional"), why, ""))
    if one.share_back is not None and one.share_back >= BACK:
        why = _("%(share)s go back from here") % {"share": percent(round(one.share_back))}
        found.append((_("Split the stage, or add a criterion before it"), why, f"{key}.back"))
    return found


def _method() -> list[str]:
    return [
        _("Waiting costs the value of a deal times the days beyond the expected ones, as part of a year."),
        _("Losses cost what more deals would be worth that went on in the best quarter, cautiously reckoned."),
    ]


def bottlenecks_deals(asked: Asked, part: str) -> QuerySet:
    """`part` is "waiting" for all that wait, or a step's lineage with "waiting", "lost" or "back" behind a point."""
    steps = {one.lineage: one for one in steps_of(asked, StageKind.OPEN)}
    if part == "waiting":
        return _waiting(asked, list(steps.values()))
    lineage, _point, what = part.partition(".")
    if what == "waiting":
        return _waiting(asked, [steps[lineage]])
    if what not in ("lost", "back"):
        raise KeyError(part)
    return deals_with(asked, lineage, [what])


def _waiting(asked: Asked, steps: Sequence) -> QuerySet:
    return deals_of(asked).filter(pk__in=waiting(asked, steps).values("pk"))


BOTTLENECKS = register(
    Kind(
        "bottlenecks",
        gettext_lazy("Bottlenecks"),
        gettext_lazy("Where does it get stuck, and what does that cost?"),
        make_bottlenecks,
        bottlenecks_deals,
        one_process=True,
        position=30,
        icon="flag",
    )
)
