"""One seller's own view: what goes well, beside what the team does with deals of a like kind."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from stegvis.insights.figures.helping import FEWEST, chance_above, threshold
from stegvis.insights.figures.shrinking import Estimate, Team
from stegvis.insights.report import Cell, Chart, Column, Report, Table
from stegvis.insights.reports.sellers_shown import UNITS, bars_of, cells_of, columns_of, how_to_read, said_figure
from stegvis.insights.standing import SHARE, TIME, OnStage, Standing


def own_report(standing: Standing, seller: int, name: str, notes: Sequence[str]) -> Report:
    """What `seller` (called `name`) does on each stage."""
    steps = [one for one in standing.steps if seller in one.counts]
    if not steps:
        said = _("%(name)s had no deal that came into a stage in this period.")
        return Report(empty=said % {"name": name}, notes=notes)
    return Report(
        sentences=_sentences(steps, seller, name),
        charts=[_chart(steps, seller, what) for what in (SHARE, TIME)],
        notes=[*how_to_read(), *notes],
    )


def _sentences(steps: Sequence[OnStage], seller: int, name: str) -> list[str]:
    found = [
        (one, what, mine, team)
        for one in steps
        for what in (SHARE, TIME)
        if (what == SHARE or one.counts[seller].ripe)
        and (team := one.measure(what))
        and (mine := one.estimate(seller, what))
        and mine.count >= FEWEST
    ]
    if not any(one.measure(SHARE) for one in steps):
        return [_("%(name)s: there is nobody to compare with, so only the own figures are shown.") % {"name": name}]
    if not found:
        said = _("%(name)s: too few deals on each stage yet (fewer than %(few)s) to say what goes better than usual.")
        return [said % {"name": name, "few": FEWEST}]
    needed = threshold(2 * len(found))
    judged = [(_better(mine, team, what), one, what, mine, team) for one, what, mine, team in found]
    strong = [_strong(*rest) for chance, *rest in judged if chance >= needed]
    weak = [_weak(*rest) for chance, *rest in judged if chance <= 1 - needed]
    headline = (
        _("What %(name)s is strong at:")
        if strong
        else _("%(name)s is not beyond doubt ahead of the team on any stage: what looks like it may be chance.")
    )
    return [headline % {"name": name}, *strong, *weak]


def _better(mine: Estimate, team: Team, what: str) -> float:
    above = chance_above(mine, team.centre)
    return above if what == SHARE else 1 - above


def _strong(one: OnStage, what: str, mine: Estimate, team: Team) -> str:
    said = {
        SHARE: _("%(stage)s: of deals of a like kind %(own)s go on, with the team %(team)s."),
        TIME: _("%(stage)s: deals of a like kind are through after %(own)s, with the team after %(team)s."),
    }[what]
    return said % _figures(one, what, mine, team)


def _weak(one: OnStage, what: str, mine: Estimate, team: Team) -> str:
    said = {
        SHARE: _("Worth a talk, %(stage)s: of deals of a like kind %(own)s go on, with the team %(team)s."),
        TIME: _("Worth a talk, %(stage)s: deals of a like kind stay %(own)s, with the team %(team)s."),
    }[what]
    return said % _figures(one, what, mine, team)


def _figures(one: OnStage, what: str, mine: Estimate, team: Team) -> dict[str, str]:
    return {
        "stage": one.step.name,
        "own": said_figure(mine.middle, what),
        "team": said_figure(team.mean, what),
    }


def _chart(steps: Sequence[OnStage], seller: int, what: str) -> Chart:
    title = _("Going on, stage by stage") if what == SHARE else _("Days, stage by stage")
    said = {
        SHARE: _("Of the deals that left a stage so many went on or were won; the line is the team's mean."),
        TIME: _("So long stays that are over typically took; the line is the team's mean."),
    }[what]
    columns = [*columns_of(what, Column("stage", _("Stage"))), Column("team", _("The team"), UNITS[what])]
    means = [team.mean if (team := one.measure(what)) else None for one in steps]
    rows = [
        [Cell(one.step.name), *cells_of(one, seller, what), Cell(mean)] for one, mean in zip(steps, means, strict=True)
    ]
    return Chart(
        key=what,
        title=title,
        sentence=said,
        kind="range",
        labels=[one.step.name for one in steps],
        series=bars_of(
            [one.estimate(seller, what) for one in steps],
            [f"{one.step.lineage}.{seller}.{'left' if what == SHARE else 'ended'}" for one in steps],
            means,
        ),
        unit=UNITS[what],
        table=Table(what, title, columns, rows),
        wide=what == SHARE,
    )
