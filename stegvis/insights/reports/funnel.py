"""Funnel: what became of the deals that came into each stage."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import BACK, FATES, HERE, LOST, PARKED, WENT_ON, WON, conversion
from stegvis.insights.figures.shares import ENOUGH
from stegvis.insights.kinds import Kind, register
from stegvis.insights.months import months_chart
from stegvis.insights.queries.funnel import Cohort, deals_with, read_cohorts, unknown_entries
from stegvis.insights.queries.months import deals_begun
from stegvis.insights.queries.population import Sums, unknown_times
from stegvis.insights.report import MONEY, NUMBER, PERCENT, Cell, Chart, Column, Report, Series, Stat, Table
from stegvis.ui.formats import number

WORDS = {
    WON: gettext_lazy("Won later"),
    WENT_ON: gettext_lazy("Went on"),
    HERE: gettext_lazy("Still here"),
    PARKED: gettext_lazy("Parked"),
    BACK: gettext_lazy("Went back"),
    LOST: gettext_lazy("Lost from here"),
}
TONES = {WON: "won", WENT_ON: "", HERE: "open", PARKED: "parked", BACK: "back", LOST: "lost"}


def make_funnel(asked: Asked) -> Report:
    """The funnel of the chosen process: the cohort of each open step, by number and by value."""
    cohorts, sums = read_cohorts(asked)
    if not any(one.size for one in cohorts):
        return Report(empty=_("No deal came into a stage in this period."), notes=_missing(asked))
    return Report(
        sentences=_sentences(cohorts),
        stats=_stats(cohorts, sums),
        charts=[_by_number(cohorts), _by_value(cohorts, sums), *([months] if (months := months_chart(asked)) else [])],
        notes=[*_young(cohorts), *sums.notes, *_missing(asked)],
        currency=asked.workspace.currency,
    )


def _first(cohorts: Sequence[Cohort]) -> Cohort:
    return next(one for one in cohorts if one.size)


def _sentences(cohorts: Sequence[Cohort]) -> list[str]:
    first = _first(cohorts)
    said = ngettext(
        "%(won)s of %(all)s deal that came into %(stage)s was won.",
        "%(won)s of %(all)s deals that came into %(stage)s were won.",
        first.size,
    ) % {"won": number(first.counts[WON]), "all": number(first.size), "stage": first.step.name}
    leak = max(cohorts, key=lambda one: one.counts[LOST])
    if leak.counts[LOST] < ENOUGH:
        return [said]
    lost = _("Most are lost from %(stage)s: %(lost)s of %(all)s.")
    return [said, lost % {"stage": leak.step.name, "lost": number(leak.counts[LOST]), "all": number(leak.size)}]


def _stats(cohorts: Sequence[Cohort], sums: Sums) -> list[Stat]:
    first = _first(cohorts)
    key = first.step.lineage
    stats = [
        Stat(_("Came into %(stage)s") % {"stage": first.step.name}, first.size, part=key),
        Stat(_("Won later"), first.counts[WON], part=f"{key}.{WON}"),
        Stat(_("Value won"), sums.of((key, WON)), MONEY, part=f"{key}.{WON}"),
        Stat(_("Not decided yet"), first.undecided, part=f"{key}.open"),
    ]
    share = conversion(first.counts, [WON])
    if share is not None and first.size >= ENOUGH:
        note = "" if first.ripe else _("at least: the cohort is not ripe")
        stats.insert(2, Stat(_("Share won"), share, PERCENT, note))
    return stats


def _by_number(cohorts: Sequence[Cohort]) -> Chart:
    title = _("What became of the deals that came into each stage")
    return Chart(
        key="stages",
        title=title,
        sentence=_weakest(cohorts),
        kind="stack",
        labels=[one.step.name for one in cohorts],
        series=[
            Series(
                str(WORDS[what]),
                [one.counts[what] for one in cohorts],
                [f"{one.step.lineage}.{what}" for one in cohorts],
                TONES[what],
            )
            for what in FATES
        ],
        table=Table("stages", title, _columns(NUMBER), [_counted(one) for one in cohorts]),
    )


def _weakest(cohorts: Sequence[Cohort]) -> str:
    """The step from which the smallest share goes on, of those with enough deals that are decided."""
    known = [(conversion(one.counts, [WON, WENT_ON]), one) for one in cohorts if one.size >= ENOUGH]
    if not known:
        return _("Too few deals to say where they are lost.")
    _share, one = min(known, key=lambda pair: pair[0] or 0)
    said = _("Fewest go on from %(stage)s: %(on)s of %(all)s.")
    on = one.counts[WON] + one.counts[WENT_ON]
    return said % {"stage": one.step.name, "on": number(on), "all": number(one.size)}


def _by_value(cohorts: Sequence[Cohort], sums: Sums) -> Chart:
    title = _("The same by value")
    best = max(cohorts, key=lambda one: sums.of((one.step.lineage, LOST)))
    return Chart(
        key="values",
        title=title,
        sentence=_most_lost(best, sums),
        kind="stack",
        labels=[one.step.name for one in cohorts],
        series=[
            Series(
                str(WORDS[what]),
                [float(sums.of((one.step.lineage, what))) for one in cohorts],
                [f"{one.step.lineage}.{what}" for one in cohorts],
                TONES[what],
            )
            for what in FATES
        ],
        unit=MONEY,
        table=Table("values", title, _columns(MONEY), [_valued(one, sums) for one in cohorts]),
        wide=False,
    )


def _most_lost(cohort: Cohort, sums: Sums) -> str:
    if not sums.of((cohort.step.lineage, LOST)):
        return _("No value was lost from any stage.")
    return _("The most value is lost from %(stage)s.") % {"stage": cohort.step.name}


def _columns(kind: str) -> list[Column]:
    columns = [Column("stage", _("Stage")), Column("in", _("Came in"), kind)]
    columns += [Column(what, str(WORDS[what]), kind) for what in FATES]
    return [*columns, Column("next", _("To the next stage"), PERCENT), Column("share_won", _("To won"), PERCENT)]


def _counted(cohort: Cohort) -> list[Cell]:
    key, enough = cohort.step.lineage, cohort.size >= ENOUGH
    cells = [Cell(cohort.step.name), Cell(cohort.size, key)]
    cells += [Cell(cohort.counts[what], f"{key}.{what}") for what in FATES]
    tone = "" if cohort.ripe else "quiet"
    shares = [conversion(cohort.counts, parts) if enough else None for parts in ([WON, WENT_ON], [WON])]
    return [*cells, *(Cell(share, tone=tone) for share in shares)]


def _valued(cohort: Cohort, sums: Sums) -> list[Cell]:
    key = cohort.step.lineage
    values = {what: sums.of((key, what)) for what in FATES}
    whole = sum(values.values())
    cells = [Cell(cohort.step.name), Cell(whole, key), *(Cell(values[what], f"{key}.{what}") for what in FATES)]
    on = [sum(values[one] for one in parts) for parts in ([WON, WENT_ON], [WON])]
    return [*cells, *(Cell(float(100 * value / whole) if whole else None) for value in on)]


def _young(cohorts: Sequence[Cohort]) -> list[str]:
    first = _first(cohorts)
    if first.ripe:
        return []
    said = ngettext(
        "Not ripe: %(open)s of %(all)s deal is not decided yet, so the share won may still rise.",
        "Not ripe: %(open)s of %(all)s deals are not decided yet, so the share won may still rise.",
        first.size,
    )
    return [said % {"open": number(first.undecided), "all": number(first.size)}]


def _missing(asked: Asked) -> list[str]:
    return unknown_times((), unknown_entries(asked))


def funnel_deals(asked: Asked, part: str) -> QuerySet:
    """`part` is a lineage, maybe with a fate behind a point ("open": not decided), or a month with an outcome."""
    lineage, _point, what = part.partition(".")
    if lineage == "month":
        return deals_begun(asked, *what.split(".", 1))
    if what == "open":
        return deals_with(asked, lineage).filter(status__in=["open", "parked"])
    if what and what not in FATES:
        raise KeyError(part)
    return deals_with(asked, lineage, [what] if what else ())


FUNNEL = register(
    Kind(
        "funnel",
        gettext_lazy("Funnel"),
        gettext_lazy("Where do deals go on, and where do they end?"),
        make_funnel,
        funnel_deals,
        one_process=True,
        position=10,
        icon="list-filter",
    )
)
