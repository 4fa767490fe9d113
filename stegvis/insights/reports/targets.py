"""Targets: how far they are, whether that is fast enough, and how much pipeline it takes to reach them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.insights.asked import Asked
from stegvis.insights.attained import Standing, so_far, stand
from stegvis.insights.kinds import Kind, register
from stegvis.insights.periods import QUARTER, Span, month_words, said
from stegvis.insights.queries.attaining import (
    Aim,
    Tallies,
    decided_deals,
    has_other_processes,
    is_narrowed,
    open_deals,
    owned,
    read_aims,
    read_tallies,
    whole_months,
    won_by,
)
from stegvis.insights.queries.targets import settable
from stegvis.insights.report import MONEY, NUMBER, PERCENT, Cell, Chart, Column, Report, Series, Stat, Table
from stegvis.insights.reports.targets_said import all_words, sentences
from stegvis.insights.targeting import MEASURES, VALUE, WINS, Whose
from stegvis.ui.formats import money_short, number, percent
from stegvis.workspaces.models import Member

WON, OPEN, DECIDED = "won", "open", "decided"


def make_targets(asked: Asked) -> Report:
    """Targets of the whole months of the period: by value, by number of deals, and month by month."""
    asked = whole_months(asked)
    aims, unrated = read_aims(asked)
    aims = [aim for aim in aims if aim.amount]
    notes = _notes(asked, unrated)
    if not aims:
        return Report(empty=_empty(asked), notes=notes)
    tallies = read_tallies(asked)
    standings = [stand(asked, aim, tallies) for aim in aims]
    main = _main(asked.member, standings)
    tables = [_table(measure, some) for measure in MEASURES if (some := _in(standings, measure))]
    return Report(
        sentences=sentences(asked, main, _other(standings, main)),
        stats=_stats(asked, main),
        charts=[*_months(asked, main.aim, tallies), _progress(_in(standings, main.aim.measure), tables)],
        tables=[one for one in tables if one.key != main.aim.measure],
        notes=[*notes, *tallies.sums.notes, *_working_days(asked)],
        currency=asked.workspace.currency,
    )


def _in(standings: Sequence[Standing], measure: str) -> list[Standing]:
    return [one for one in standings if one.aim.measure == measure]


def _main(member: Member, standings: Sequence[Standing]) -> Standing:
    """What the headline is about: the whole, else one's own, else the first; by value where that is set."""
    own = Whose("member", member.pk)
    return min(
        standings,
        key=lambda one: (one.aim.whose != Whose(), one.aim.whose != own, one.aim.measure != VALUE),
    )


def _other(standings: Sequence[Standing], main: Standing) -> Standing | None:
    """The same in the other measure."""
    return next((one for one in standings if one.aim.whose == main.aim.whose and one is not main), None)


def _empty(asked: Asked) -> str:
    words = {"period": said(Span(asked.start, asked.end))}
    if has_other_processes(asked):
        return _("%(period)s: targets are set for single processes only. Choose one.") % words
    return _("%(period)s: no targets are set. Managers set them under Settings, Targets.") % words


def _notes(asked: Asked, unrated: Sequence[str]) -> list[str]:
    notes = []
    if is_narrowed(asked):
        notes.append(_("Targets are for all deals; what is won and open is of the filtered ones only."))
    if unrated:
        said_of = _("Targets in %(currencies)s are left out: the currency has no rate.")
        notes.append(said_of % {"currencies": ", ".join(unrated)})
    if has_other_processes(asked):
        notes.append(_("Some targets are set for single processes: choose a process to see them."))
    return notes


def _working_days(asked: Asked) -> list[str]:
    days = _("Pace counts Mondays to Fridays; holidays are not known here. Win rates are of the last 12 months.")
    return [days, _("Targets count in whole months: %(period)s.") % {"period": said(Span(asked.start, asked.end))}]


def _stats(asked: Asked, main: Standing) -> list[Stat]:
    kind, key = _kind(main), f"{main.aim.measure}.{{}}.{main.aim.whose.key}"
    gone = _("%(share)s of the working days are over") % {"share": percent(round(100 * main.gone))}
    stats = [
        Stat(_("Target"), main.aim.amount, kind, all_words(main.aim), href=_where_set(asked, main)),
        Stat(_("Won"), main.won, kind, percent(round(main.progress)), key.format(WON)),
        Stat(_("Due by now"), main.due, kind, gone),
        Stat(_("Missing") if main.missed else _("Still needed"), main.missed or main.needed, kind),
    ]
    if main.pipeline:
        middle, *ends = main.pipeline
        stats.append(Stat(_("Open deals that takes"), middle, kind, _between(asked, main, *ends)))
    return [*stats, Stat(_("Open now"), main.open, kind, part=key.format(OPEN))]


def _where_set(asked: Asked, main: Standing) -> str:
    """The sheet in which the target stands, for who may set it."""
    if not settable(asked.member)(main.aim.whose):
        return ""
    facts = {"year": asked.start.year, "of": main.aim.measure, "process": asked.process.pk if asked.process else ""}
    return f"{reverse('insights:targets', args=[asked.workspace.slug])}?{urlencode(facts)}"


def _between(asked: Asked, main: Standing, least: Decimal, most: Decimal | None) -> str:
    words = (lambda one: money_short(one, asked.workspace.currency)) if main.aim.measure == VALUE else number
    if most is None:
        return _("at least %(least)s") % {"least": words(least)}
    return _("%(least)s to %(most)s") % {"least": words(least), "most": words(most)}


def _kind(standing: Standing) -> str:
    return MONEY if standing.aim.measure == VALUE else NUMBER


def _table(measure: str, standings: Sequence[Standing]) -> Table:
    kind = MONEY if measure == VALUE else NUMBER
    columns = [
        Column("whose", _("Whose")),
        Column("target", _("Target"), kind),
        Column("won", _("Won"), kind),
        Column("progress", _("Share"), PERCENT),
        Column("due", _("Due by now"), kind),
        Column("ahead", _("Ahead"), kind),
        Column("needed", _("Still needed"), kind),
        Column("rate", _("Win rate"), PERCENT),
        Column("low", _("at least"), PERCENT),
        Column("high", _("at most"), PERCENT),
        Column("pipeline", _("Open deals that takes"), kind),
        Column("open", _("Open now"), kind),
    ]
    title = _("Targets by value") if measure == VALUE else _("Targets by number of won deals")
    return Table(measure, title, columns, [_row(one) for one in standings])


def _row(one: Standing) -> list[Cell]:
    part = f"{one.aim.measure}.{{}}.{one.aim.whose.key}"
    shares = [Cell(value) for value in (one.rate or (None, None, None))]
    shares[0] = Cell(shares[0].value, part.format(DECIDED) if one.rate else "")
    return [
        Cell(all_words(one.aim)),
        Cell(one.aim.amount),
        Cell(one.won, part.format(WON)),
        Cell(one.progress),
        Cell(one.due),
        Cell(one.ahead, tone="better" if one.ahead >= 0 else "worse"),
        Cell(one.needed),
        *shares,
        Cell(one.pipeline[0] if one.pipeline else None),
        Cell(one.open, part.format(OPEN)),
    ]


def _progress(standings: Sequence[Standing], tables: Sequence[Table]) -> Chart:
    """Bars of how much of each target is won, in the order of the table: not by who is first."""
    paced = sum(one.ahead >= 0 for one in standings)
    of = ngettext(
        "%(count)s of %(all)s target is where the working days are, or further.",
        "%(count)s of %(all)s targets are where the working days are, or further.",
        len(standings),
    )
    measure = standings[0].aim.measure
    return Chart(
        key=measure,
        title=_("Share of the target that is won"),
        sentence=of % {"count": number(paced), "all": number(len(standings))},
        kind="bar",
        labels=[all_words(one.aim) for one in standings],
        series=[
            Series(
                _("Won"),
                [round(one.progress, 1) for one in standings],
                [f"{measure}.{WON}.{one.aim.whose.key}" for one in standings],
                "won",
            ),
            Series(_("Working days over"), [round(100 * one.gone, 1) for one in standings], (), "plan"),
        ],
        table=next(one for one in tables if one.key == measure),
        unit=PERCENT,
        wide=False,
    )


def _months(asked: Asked, aim: Aim, tallies: Tallies) -> list[Chart]:
    """What is aimed at and won until the end of each month; nothing of a single one."""
    if len(aim.months) < 2:
        return []
    rows, title = so_far(asked, aim, tallies), _("Month by month")
    kind = MONEY if aim.measure == VALUE else NUMBER
    columns = [
        Column("month", _("Month")),
        Column("target", _("Target"), kind),
        Column("won", _("Won"), kind),
        Column("target_so_far", _("Target until then"), kind),
        Column("won_so_far", _("Won until then"), kind),
    ]
    cells = [
        [
            Cell(month_words(month)),
            Cell(_told(aim, aim.months[month])),
            Cell(tallies.won_in(aim, {month}), _month_part(aim, month)),
            Cell(_told(aim, aimed)),
            Cell(won),
        ]
        for month, aimed, won in rows
    ]
    series = [
        Series(_("Won until then"), [None if won is None else float(won) for _m, _a, won in rows], (), "won"),
        Series(_("Target until then"), [float(_told(aim, aimed)) for _month, aimed, _won in rows], (), "plan"),
    ]
    reached = sum(won is not None and won >= aimed for _month, aimed, won in rows)
    of = ngettext(
        "At the end of %(count)s of %(all)s month, what was won had reached the target until then.",
        "At the end of %(count)s of %(all)s months, what was won had reached the target until then.",
        len(rows),
    )
    sentence = of % {"count": number(reached), "all": number(len(rows))}
    table = Table("months", title, columns, cells)
    return [Chart("months", title, sentence, "line", [row[0].value for row in cells], series, table, kind)]


def _told(aim: Aim, amount: Decimal) -> Decimal:
    """A month's part of a target: of deals with one decimal, which is as exact as a part of a deal can be meant."""
    return round(amount, 1) if aim.measure == WINS else amount


def _month_part(aim: Aim, month: date) -> str:
    return f"{aim.measure}.{WON}.{aim.whose.key}.{month:%Y-%m}"


def target_deals(asked: Asked, part: str) -> QuerySet:
    """`part`: measure, "won", "open" or "decided", whose, and maybe a month. Raises KeyError, ValueError for others."""
    measure, what, key, month = (*part.split("."), "", "", "")[:4]
    asked = whole_months(asked)
    aims = {(aim.measure, aim.whose.key): aim for aim in read_aims(asked)[0]}
    aim = aims[measure, key]
    if what == WON:
        months = [date.fromisoformat(f"{month}-01")] if month else sorted(aim.months)
        return won_by(asked, aim, [one for one in months if one in aim.months])
    return owned({OPEN: open_deals, DECIDED: decided_deals}[what](asked), aim)


TARGETS = register(
    Kind(
        "targets",
        gettext_lazy("Targets"),
        gettext_lazy("Are we on the way to our targets, and what does it take?"),
        make_targets,
        target_deals,
        period=QUARTER,
        position=17,
        icon="target",
    )
)
