"""Paths: what follows what, the ways that deals went from beginning to end, and where they come back."""

import hashlib
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.insights.asked import Asked
from stegvis.insights.figures.cases import Case
from stegvis.insights.figures.flows import Arc, Variant, arcs_of, loops_of, middle, places_of, variants_of
from stegvis.insights.figures.shares import ENOUGH
from stegvis.insights.kinds import Kind, register
from stegvis.insights.queries.cases import Told, deals_like, model_of, read_cases
from stegvis.insights.report import DAYS, MONEY, NUMBER, PERCENT, Cell, Chart, Column, Report, Stat, Table
from stegvis.ui.formats import number

MOST_VARIANTS = 25


def make_paths(asked: Asked) -> Report:
    """What really happens to deals of the chosen process."""
    told = read_cases(asked)
    if not told.cases:
        return Report(empty=_("No deal of this process began in this period."), notes=told.notes)
    arcs, variants = arcs_of(told.cases), variants_of(told.cases)
    return Report(
        sentences=_sentences(told, variants),
        stats=_stats(told, variants),
        charts=[_graph(asked, told, arcs)],
        tables=[_variants(told, variants), _steps(told), _loops(told)],
        notes=[*told.notes, *_left_out(variants)],
        currency=asked.workspace.currency,
    )


def _sentences(told: Told, variants: Sequence[Variant]) -> list[str]:
    most, all_of = variants[0], len(told.cases)
    said = ngettext(
        "%(deals)s deal went its way.",
        "%(deals)s deals, and %(ways)s different ways among them.",
        all_of,
    ) % {"deals": number(all_of), "ways": number(len(variants))}
    if all_of < ENOUGH:
        few = _("That is too few to say what usually happens.")
        return [said, few]
    often = _("Most often, in %(count)s of %(all)s: %(way)s.")
    loops = loops_of(told.cases)
    found = [often % {"count": number(most.number), "all": number(all_of), "way": told.way(most.steps)}]
    if loops:
        back = _("Deals come back most to %(stage)s: %(count)s of %(all)s.")
        facts = {"stage": told.name(loops[0].step), "count": number(loops[0].cases), "all": number(loops[0].of)}
        found.append(back % facts)
    return [said, *found]


def _stats(told: Told, variants: Sequence[Variant]) -> list[Stat]:
    won = [case for case in told.cases if case.is_won]
    days = middle([case.days for case in won if case.days is not None])
    return [
        Stat(_("Deals"), len(told.cases), part="all"),
        Stat(_("Different ways"), len(variants)),
        Stat(_("Won"), len(won), part="won"),
        Stat(_("Days to win, the middle deal"), days, DAYS),
    ]


def _graph(asked: Asked, told: Told, arcs: Sequence[Arc]) -> Chart:
    """Boxes and lines; how many of the lines are drawn is chosen when it is shown (see `drawing`)."""
    order, places = model_of(asked).steps, places_of(told.cases)
    steps = sorted(places, key=lambda step: (order.index(step) if step in order else len(order), -places[step].cases))
    kinds = {stay.step: str(stay.kind) for case in told.cases for stay in case.stays}
    at = {step: place for place, step in enumerate(steps)}
    return Chart(
        key="graph",
        title=_("What follows what"),
        sentence=_strongest(told, arcs),
        kind="flow",
        labels=[told.name(step) for step in steps],
        series=[],
        table=_arcs(told, arcs),
        more={
            "nodes": [[told.name(step), kinds[step], places[step].cases, places[step].days] for step in steps],
            "lines": [[at[one.source], at[one.target], one.number, one.days] for one in arcs],
        },
    )


def _strongest(told: Told, arcs: Sequence[Arc]) -> str:
    if not arcs:
        return _("No deal has moved yet.")
    said = _("The most frequent move is from %(source)s to %(target)s.")
    return said % {"source": told.name(arcs[0].source), "target": told.name(arcs[0].target)}


def _arcs(told: Told, arcs: Sequence[Arc]) -> Table:
    columns = [
        Column("from", _("From")),
        Column("to", _("To")),
        Column("times", _("Times"), NUMBER),
        Column("deals", _("Deals"), NUMBER),
        Column("days", _("Days until then, the middle"), DAYS),
    ]
    rows = [
        [
            Cell(told.name(one.source)),
            Cell(told.name(one.target)),
            Cell(one.number),
            Cell(one.cases, f"arc.{one.source}.{one.target}"),
            Cell(one.days),
        ]
        for one in arcs
    ]
    return Table("arcs", _("What follows what"), columns, rows)


def _variants(told: Told, variants: Sequence[Variant]) -> Table:
    columns = [
        Column("way", _("Way")),
        Column("deals", _("Deals"), NUMBER),
        Column("share", _("Of all"), PERCENT),
        Column("won", _("Won"), NUMBER),
        Column("decided", _("Won or lost"), NUMBER),
        Column("rate", _("Won of those"), PERCENT),
        Column("value", _("Value"), MONEY),
        Column("days", _("Days, the middle"), DAYS),
    ]
    return Table(
        "variants", _("Ways from beginning to end"), columns, [_row(told, one) for one in variants[:MOST_VARIANTS]]
    )


def _row(told: Told, one: Variant) -> list[Cell]:
    part, decided = f"way.{_name(one.steps)}", one.won + one.lost
    return [
        Cell(told.way(one.steps)),
        Cell(one.number, part),
        Cell(100 * one.number / len(told.cases)),
        Cell(one.won, part if one.won else ""),
        Cell(decided),
        Cell(100 * one.won / decided if decided >= ENOUGH else None),
        Cell(one.value),
        Cell(one.days),
    ]


def _name(steps: Sequence[str]) -> str:
    """What names a way in an address."""
    return hashlib.sha256("\n".join(steps).encode()).hexdigest()[:16]


def _steps(told: Told) -> Table:
    columns = [
        Column("step", _("Stage")),
        Column("deals", _("Deals"), NUMBER),
        Column("stays", _("Stays"), NUMBER),
        Column("begun", _("Began here"), NUMBER),
        Column("days", _("Days, the middle stay"), DAYS),
    ]
    places = sorted(places_of(told.cases).values(), key=lambda one: -one.cases)
    rows = [
        [
            Cell(told.name(one.step)),
            Cell(one.cases, f"step.{one.step}"),
            Cell(one.stays),
            Cell(one.begun),
            Cell(one.days),
        ]
        for one in places
    ]
    return Table("steps", _("Stages as they were used"), columns, rows)


def _loops(told: Told) -> Table:
    columns = [
        Column("step", _("Stage")),
        Column("deals", _("Deals that came back"), NUMBER),
        Column("of", _("Of deals that were there"), NUMBER),
        Column("share", _("Share"), PERCENT),
        Column("returns", _("Times"), NUMBER),
    ]
    rows = [
        [
            Cell(told.name(one.step)),
            Cell(one.cases, f"loop.{one.step}"),
            Cell(one.of),
            Cell(100 * one.cases / one.of if one.of >= ENOUGH else None),
            Cell(one.returns),
        ]
        for one in loops_of(told.cases)
    ]
    return Table("loops", _("Where deals come back to"), columns, rows)


def _left_out(variants: Sequence[Variant]) -> list[str]:
    rest = variants[MOST_VARIANTS:]
    if not rest:
        return []
    deals = sum(one.number for one in rest)
    said = ngettext(
        "%(ways)s rarer way of %(deals)s deals is not in the table.",
        "%(ways)s rarer ways of %(deals)s deals are not in the table.",
        len(rest),
    )
    return [said % {"ways": number(len(rest)), "deals": number(deals)}]


def paths_deals(asked: Asked, part: str) -> QuerySet:
    """`part`: all, won, or what a deal went through: arc.FROM.TO, step.STEP, loop.STEP, way.NAME."""
    what, _point, rest = part.partition(".")
    source, _point, target = rest.partition(".")
    tests = {
        "all": lambda case: True,
        "won": lambda case: case.is_won,
        "step": lambda case: rest in case.steps,
        "loop": lambda case: case.steps.count(rest) > 1,
        "way": lambda case: _name(case.steps) == rest,
        "arc": lambda case: _follows(case, source, target),
    }
    return deals_like(asked, filter(tests[what], read_cases(asked).cases))


def _follows(case: Case, source: str, target: str) -> bool:
    return (source, target) in zip(case.steps, case.steps[1:], strict=False)


PATHS = register(
    Kind(
        "paths",
        gettext_lazy("Paths"),
        gettext_lazy("Which ways do deals really go?"),
        make_paths,
        paths_deals,
        one_process=True,
        position=40,
        icon="route",
    )
)
