"""How it goes: what was won and lost in a period, against the same days a year before, and what needs attention."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from statistics import median

from django.db.models import BigIntegerField, Case, CharField, Count, Q, QuerySet, Sum, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import LOST_STATUSES, WON_STATUSES
from stegvis.insights.figures.shares import ENOUGH
from stegvis.insights.kinds import Kind, register
from stegvis.insights.periods import QUARTER
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import Sums, closed_deals, deals_of, hundredths
from stegvis.insights.queries.stays import begun_deals, days_between
from stegvis.insights.report import DAYS, MONEY, NUMBER, PERCENT, Cell, Column, Report, Stat, Table
from stegvis.processes.models import StageKind
from stegvis.ui.formats import days_long, money_short, number, percent

WON, LOST = "won", "lost"
STATUSES = {WON: WON_STATUSES, LOST: LOST_STATUSES}
# Before it no year is left to compare with.
FIRST = datetime.date(1901, 12, 31)
ATTENTION = {
    "stale": gettext_lazy("Longer in their stage than it should take"),
    "no-next": gettext_lazy("Without a next step"),
    "overdue": gettext_lazy("Expected to close before today"),
}


def make_summary(asked: Asked) -> Report:
    """Won, lost, win rate and time to win of the period; the open deals that need somebody."""
    now, before = _decided(asked)
    attention, opened = _attention(asked)
    if not now.count and not opened:
        return Report(empty=_("As soon as deals are won or lost, this says how it goes."))
    return Report(
        sentences=[_headline(asked, now)],
        stats=[*_stats(asked, now, before), _without_next(asked, opened)],
        tables=[attention] if opened else [],
        notes=now.sums.notes,
        currency=asked.workspace.currency,
    )


class Decided:
    """The deals that were won and lost in one period."""

    def __init__(self, asked: Asked) -> None:
        self.sums, self.counts, self.times = Sums(asked), {WON: 0, LOST: 0}, list[int]()

    @property
    def count(self) -> int:
        """How many were decided."""
        return sum(self.counts.values())

    @property
    def share(self) -> float | None:
        """Hundredths of them that were won; None of too few."""
        return 100 * self.counts[WON] / self.count if self.count >= ENOUGH else None

    @property
    def time(self) -> float | None:
        """The median of days from the first stage to the win; None of too few."""
        return median(self.times) if len(self.times) >= ENOUGH else None


def a_year_before(asked: Asked) -> Asked:
    """The same question of the same days a year (whole weeks, so the same days of the week) before."""
    end = min(asked.end, asked.today)
    weeks = datetime.timedelta(weeks=52 if (end - asked.start).days < 52 * 7 else 53)
    return replace(asked, start=asked.start - weeks, end=end - weeks) if asked.start > FIRST else asked


def _in_period(asked: Asked, *whats: str) -> QuerySet:
    return closed_deals(asked, [status for what in whats for status in STATUSES[what]])


def _decided(asked: Asked) -> tuple[Decided, Decided]:
    """Of the period, and of the same days a year before (nothing, where the period is longer than that)."""
    earlier = a_year_before(asked)
    found = {"now": Decided(asked), "before": Decided(asked)}
    both = _both(asked, earlier)
    rows = both.order_by().values_list("side", "status", "currency")
    for side, status, currency, deals, whole in rows.annotate(deals=Count("pk"), whole=Sum(hundredths())):
        what = WON if status in WON_STATUSES else LOST
        found[side].counts[what] += deals
        found[side].sums.add(what, currency, whole, deals)
    for side, days in _times(asked, both):
        found[side].times.append(days)
    return found["now"], found["before"]


def _both(asked: Asked, earlier: Asked) -> QuerySet:
    """The decided deals of both periods, each with the `side` it is of."""
    now = {"closed_at__gte": asked.begin, "closed_at__lt": asked.after}
    before = {"closed_at__gte": earlier.begin, "closed_at__lt": earlier.after}
    decided = deals_of(asked).filter(status__in=[*WON_STATUSES, *LOST_STATUSES])
    side = Case(When(**now, then=Value("now")), default=Value("before"), output_field=CharField())
    return decided.filter(Q(**now) | Q(**before)).annotate(side=side)


def _times(asked: Asked, both: QuerySet) -> Iterable[tuple[str, int]]:
    """Side, and days from the first known stay to the win, of the deals that were won."""
    won = begun_deals(asked, both.filter(status__in=WON_STATUSES).order_by())
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.lengths import lengths_of_sales

        sides = Case(When(side="now", then=Value(1)), default=Value(0), output_field=BigIntegerField())
        return ((("before", "now")[side], days) for side, days in lengths_of_sales(won, sides))
    rows = won.values_list("side", "begun", "closed_at").iterator()
    return ((side, days_between(begun, closed)) for side, begun, closed in rows)


def _headline(asked: Asked, now: Decided) -> str:
    if not now.count:
        return _("Nothing was won or lost in this period yet.")
    said = ngettext(
        "%(value)s won: %(won)s of %(all)s decided deal.", "%(value)s won: %(won)s of %(all)s decided deals.", now.count
    )
    value = money_short(now.sums.of(WON), asked.workspace.currency)
    return said % {"value": value, "won": number(now.counts[WON]), "all": number(now.count)}


def _stats(asked: Asked, now: Decided, before: Decided) -> list[Stat]:
    base = asked.workspace.currency
    note = _("%(value)s a year before") % {"value": money_short(before.sums.of(WON), base)} if before.count else ""
    return [
        Stat(_("Won"), now.sums.of(WON), MONEY, note, WON),
        Stat(_("Win rate"), now.share, PERCENT, _rate_note(now, before)),
        Stat(_("Time to win"), now.time, DAYS, _time_note(now, before)),
    ]


def _rate_note(now: Decided, before: Decided) -> str:
    said = ngettext("%(won)s of %(all)s decided", "%(won)s of %(all)s decided", now.count)
    base = said % {"won": number(now.counts[WON]), "all": number(now.count)}
    if now.share is None:
        return _("%(base)s: too few to say") % {"base": base}
    if before.share is None:
        return base
    return _("%(base)s; %(share)s a year before") % {"base": base, "share": percent(round(before.share))}


def _time_note(now: Decided, before: Decided) -> str:
    if now.time is None:
        return _("too few wins to say")
    if before.time is None:
        return _("the middle deal")
    return _("the middle deal; %(days)s a year before") % {"days": days_long(round(before.time))}


def _needs(asked: Asked) -> dict[str, Q]:
    """Which open deals need somebody, and why."""
    return {
        "open": Q(),
        "stale": Q(stale_at__lte=timezone.now()),
        "no-next": Q(next_task=None),
        "overdue": Q(expected_close__lt=asked.today),
    }


def _open_deals(asked: Asked, what: str) -> QuerySet:
    return deals_of(asked).filter(_needs(asked)[what], status=StageKind.OPEN)


def _attention(asked: Asked) -> tuple[Table, dict[str, int]]:
    """What needs somebody, with how many deals and what they are worth; and the counts, of all that are open too."""
    needs = {what.replace("-", "_"): wanted for what, wanted in _needs(asked).items()}
    wanted = {name: Count("pk", filter=one) for name, one in needs.items()}
    wanted |= {f"{name}_worth": Sum(hundredths(), filter=one) for name, one in needs.items()}
    counts, sums = dict.fromkeys(_needs(asked), 0), Sums(asked)
    for row in _open_deals(asked, "open").order_by().values("currency").annotate(**wanted):
        for what, name in zip(counts, needs, strict=True):
            counts[what] += row[name]
            sums.add(what, row["currency"], row[f"{name}_worth"] or 0, row[name])
    columns = [Column("what", _("Open deals")), Column("deals", _("Deals"), NUMBER), Column("value", _("Value"), MONEY)]
    rows = [[Cell(str(words)), Cell(counts[what], what), Cell(sums.of(what))] for what, words in ATTENTION.items()]
    return Table("attention", _("What needs attention"), columns, rows), counts


def _without_next(asked: Asked, opened: dict[str, int]) -> Stat:
    note = ngettext("of %(count)s open deal", "of %(count)s open deals", opened.get("open", 0))
    counted = {"count": number(opened.get("open", 0))}
    return Stat(_("Without a next step"), opened.get("no-next", 0), NUMBER, note % counted, "no-next")


def summary_deals(asked: Asked, part: str) -> QuerySet:
    """`part` is "won", "lost", or one of the things that need attention."""
    return _in_period(asked, part) if part in STATUSES else _open_deals(asked, part)


SUMMARY = register(
    Kind(
        "summary",
        gettext_lazy("How it goes"),
        gettext_lazy("What was won, and what needs attention?"),
        make_summary,
        summary_deals,
        period=QUARTER,
        position=1,
        icon="gauge",
    )
)
