"""Sellers side by side, in the order of their names; and who could help whom, where that is beyond doubt."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.insights.figures.shares import ENOUGH
from stegvis.insights.report import TEXT, Cell, Chart, Column, Report, Table
from stegvis.insights.reports.sellers_shown import (
    TEAM,
    UNITS,
    bars_of,
    cells_of,
    columns_of,
    counted_cells,
    counted_columns,
    how_to_read,
    said_figure,
)
from stegvis.insights.standing import SHARE, TIME, Help, OnStage, Standing, read_helps
from stegvis.ui.formats import number

# So many are said in sentences; the table has all.
SAID = 3


def team_report(standing: Standing, notes: Sequence[str]) -> Report:
    """All sellers whom the reader may know, stage by stage; without any, the team alone."""
    steps = [one for one in standing.steps if one.known or any(pk in one.counts for pk in standing.names)]
    if not steps:
        return Report(empty=_("No deal of a seller came into a stage in this period."), notes=notes)
    helps, names = read_helps(standing), standing.names
    told = [one for one in steps if one.shares or one.times]
    return Report(
        sentences=[*_headline(standing, told, helps), *(_said(one, names) for one in helps[:SAID])],
        charts=[chart for one in steps if names for chart in _charts(one, names, standing.knows_all)],
        tables=[*_helps(helps, names), *([] if names or not told else [_team_table(told)])],
        notes=[
            *([_("Names stand in alphabetical order: this is no ranking.")] if names else []),
            *how_to_read(),
            *notes,
        ],
    )


def _headline(standing: Standing, told: Sequence[OnStage], helps: Sequence[Help]) -> list[str]:
    if not told:
        return [_("Only one seller had deals here: there is nobody to compare with.")]
    if not standing.names:
        return [_("This is what the whole team does. Figures of single sellers are for who coaches them.")]
    if not helps:
        return [_("No difference between sellers is beyond doubt: what looks like one may be chance.")]
    said = ngettext(
        "%(count)s difference between sellers is beyond doubt.",
        "%(count)s differences between sellers are beyond doubt.",
        len(helps),
    )
    return [said % {"count": number(len(helps))}]


def _said(one: Help, names: Mapping[int, str]) -> str:
    if one.what == SHARE:
        said = _(
            "%(stage)s: %(helper)s could help %(other)s. Of deals of a like kind %(ahead)s go on with the one, "
            "%(behind)s with the other."
        )
    else:
        said = _(
            "%(stage)s: %(helper)s could help %(other)s. Deals of a like kind typically stay %(ahead)s with the one, "
            "%(behind)s with the other, and no more are lost."
        )
    who = {"stage": one.on.step.name, "helper": names[one.helper], "other": names[one.helped]}
    return said % {**who, **{side: said_figure(getattr(one, side).middle, one.what) for side in ("ahead", "behind")}}


def _helps(helps: Sequence[Help], names: Mapping[int, str]) -> list[Table]:
    if not helps:
        return []
    measures = {SHARE: _("Goes on"), TIME: _("Days")}
    columns = [
        Column("stage", _("Stage")),
        Column("measure", _("Measured by")),
        Column("helper", _("Could help")),
        Column("ahead", _("Figure of the one")),
        Column("helped", _("Could be helped")),
        Column("behind", _("Figure of the other"), TEXT),
    ]
    rows = [
        [
            Cell(one.on.step.name),
            Cell(measures[one.what]),
            Cell(names[one.helper]),
            Cell(said_figure(one.ahead.middle, one.what), f"{one.on.step.lineage}.{one.helper}.left"),
            Cell(names[one.helped]),
            Cell(said_figure(one.behind.middle, one.what), f"{one.on.step.lineage}.{one.helped}.left"),
        ]
        for one in helps
    ]
    return [Table("help", _("Who could help whom"), columns, rows)]


def _charts(one: OnStage, names: Mapping[int, str], knows_all: bool) -> list[Chart]:
    return [_chart(one, what, names, knows_all) for what in (SHARE, TIME) if one.measure(what) or what == SHARE]


def _chart(one: OnStage, what: str, names: Mapping[int, str], knows_all: bool) -> Chart:
    title = (_("Going on from %(stage)s") if what == SHARE else _("Days in %(stage)s")) % {"stage": one.step.name}
    shown = {pk: name for pk, name in names.items() if pk in one.counts}
    team = one.measure(what)
    key = f"{what}-{one.step.lineage}"
    table = Table(
        key,
        title,
        columns_of(what, Column("seller", _("Seller"))),
        _rows(one, what, shown),
        _foot(one, what, knows_all),
    )
    return Chart(
        key=key,
        title=title,
        sentence=_team_said(one, what),
        kind="range",
        labels=list(shown.values()),
        series=bars_of(
            [one.estimate(pk, what) for pk in shown],
            [f"{one.step.lineage}.{pk}.{'left' if what == SHARE else 'ended'}" for pk in shown],
            [team.mean if team else None] * len(shown),
        ),
        unit=UNITS[what],
        table=table,
        wide=what == SHARE,
    )


def _rows(one: OnStage, what: str, shown: Mapping[int, str]) -> list[list[Cell]]:
    return [[Cell(name), *cells_of(one, pk, what)] for pk, name in shown.items()]


def _foot(one: OnStage, what: str, knows_all: bool) -> list[Cell]:
    """The team; its deals are for who may know those of each."""
    team = one.measure(what)
    if team is None:
        return []
    key = f"{one.step.lineage}.{TEAM}" if knows_all else ""
    return [Cell(_("The team")), *counted_cells(one.team[what], key, what), Cell(team.mean), Cell(), Cell(), Cell()]


def _team_said(one: OnStage, what: str) -> str:
    if what == TIME:
        return _team_days(one)
    if not one.shares:
        return _("Nobody is compared here.")
    said = ngettext(
        "The team: %(on)s of %(all)s deal that left went on or was won.",
        "The team: %(on)s of %(all)s deals that left went on or were won.",
        one.team[SHARE].left,
    )
    return said % {"on": number(one.team[SHARE].on), "all": number(one.team[SHARE].left)}


def _team_days(one: OnStage) -> str:
    count = one.team[TIME].ended
    if not one.times or count < ENOUGH:
        return _("Too few stays are over to say how long they take.")
    said = ngettext(
        "The team: typically %(days)s, of %(count)s stay that is over.",
        "The team: typically %(days)s, of %(count)s stays that are over.",
        count,
    )
    return said % {"days": said_figure(one.times.mean, TIME), "count": number(count)}


def _team_table(told: Sequence[OnStage]) -> Table:
    """For who may know no single seller: the team, stage by stage."""
    columns = [
        Column("stage", _("Stage")),
        *counted_columns(SHARE),
        Column("share", _("Goes on"), UNITS[SHARE]),
        Column("days", _("Typical days"), UNITS[TIME]),
    ]
    rows = [
        [
            Cell(one.step.name),
            *(counted_cells(one.team[SHARE], "", SHARE) if one.shares else (Cell(), Cell())),
            Cell(one.shares.mean if one.shares and one.team[SHARE].left >= ENOUGH else None),
            Cell(one.times.mean if one.times and one.team[TIME].ended >= ENOUGH else None),
        ]
        for one in told
    ]
    return Table("team", _("The team, stage by stage"), columns, rows)
