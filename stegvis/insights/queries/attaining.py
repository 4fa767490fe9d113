"""How far targets are: what they come to in a span of months, what is won, decided and open, by owner."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from stegvis.deals.conversion import CENT, rates_on
from stegvis.deals.filters import NOBODY
from stegvis.deals.periods import begin_of, next_month
from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import LOST_STATUSES, WON_STATUSES
from stegvis.insights.models import Target
from stegvis.insights.queries.population import Sums, closed_deals, deals_of, hundredths
from stegvis.insights.queries.sellers import seen_sellers
from stegvis.insights.queries.targets import own_teams, within
from stegvis.insights.targeting import VALUE, WINS, Whose, months_of, spread
from stegvis.processes.models import StageKind
from stegvis.workspaces.models import Member, Team
from stegvis.workspaces.permissions import scope_of

# A report looks at so many months at most, the last ones; a win rate is that of so many days.
LONGEST, RATE_DAYS = 36, 365
DAY = timedelta(days=1)
# Filters by which targets are told apart, too.
AIMED = {"period", "process", "owner", "team"}
Key = tuple[Whose, str]


@dataclass(frozen=True)
class Aim:
    """What one is to reach in a measure: an amount for each month, a quarter's in three parts that add up to it.

    Parts are in hundredths, of deals too: thirds would not come to whole deals again.
    """

    whose: Whose
    name: str
    measure: str
    months: dict[date, Decimal]
    owners: frozenset[int] | None

    @property
    def amount(self) -> Decimal:
        """The whole target, of deals in whole ones."""
        whole = sum(self.months.values(), Decimal(0))
        return whole.quantize(Decimal(1)) if self.measure == WINS else whole


@dataclass
class Tallies:
    """Sums of what was won (by owner and month) and is open (by owner); how many were won, decided and are open."""

    sums: Sums
    won: dict[tuple[int | None, date], int] = field(default_factory=lambda: defaultdict(int))
    decided: dict[int | None, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    open: dict[int | None, int] = field(default_factory=lambda: defaultdict(int))

    def won_in(self, aim: Aim, months: Collection[date]) -> Decimal:
        """What was won in `months`, in the measure of `aim`."""
        keys = [key for key in self.won if key[1] in months and _is_of(aim, key[0])]
        if aim.measure == WINS:
            return Decimal(sum(self.won[key] for key in keys))
        return self.sums.of(*(("won", *key) for key in keys))

    def open_of(self, aim: Aim) -> Decimal:
        """What is open now."""
        owners = [owner for owner in self.open if _is_of(aim, owner)]
        if aim.measure == WINS:
            return Decimal(sum(self.open[owner] for owner in owners))
        return self.sums.of(*(("open", owner) for owner in owners))

    def decided_of(self, aim: Aim) -> tuple[int, int]:
        """How many deals were won, and how many decided."""
        both = [counts for owner, counts in self.decided.items() if _is_of(aim, owner)]
        return sum(won for won, _all in both), sum(all_ for _won, all_ in both)


def _is_of(aim: Aim, owner: int | None) -> bool:
    return aim.owners is None or owner in aim.owners


def whole_months(asked: Asked) -> Asked:
    """The same question of whole months: those that its period touches, at most the last LONGEST."""
    last = next_month(min(asked.end, date(9000, 1, 1))) - DAY
    first = max(asked.start.replace(day=1), next_month(last.replace(day=1), 1 - LONGEST))
    return replace(asked, start=first, end=last)


def read_aims(asked: Asked) -> tuple[list[Aim], list[str]]:
    """What is aimed at in whole months, as far as the asker may know: the whole, teams, members by name.

    And the currencies without a rate, of which the targets are left out.
    """
    process = asked.process.pk if asked.process else None
    rows = [row[1:] for row in _targets(asked) if row[0] == process]
    rates = rates_on(asked.workspace, {row[5] for row in rows if row[4] is not None}, min(asked.end, asked.today))
    found: dict[Key, dict[date, Decimal]] = defaultdict(dict)
    # Quarters come last: a quarter's own target counts before those of its months.
    for team, member, start, length, value, currency, wins in sorted(rows, key=lambda row: row[3]):
        whose, months = Whose.of(team, member), months_of(start, length)
        if months[-1] > asked.end:
            continue
        if value is not None and currency in rates:
            parts = spread((value * rates[currency]).quantize(CENT), len(months), whole=False)
            found[whose, VALUE].update(zip(months, parts, strict=True))
        if wins is not None:
            parts = spread(Decimal(wins), len(months), whole=False)
            found[whose, WINS].update(zip(months, parts, strict=True))
    unrated = sorted({row[5] for row in rows if row[4] is not None} - set(rates))
    return _named(asked, found), unrated


def _targets(asked: Asked) -> list[tuple]:
    """All targets whose time begins within the span, of every process; one query for each `asked`."""
    if "_targets" not in asked.__dict__:
        rows = Target.objects.filter(workspace=asked.member.workspace_id, start__gte=asked.start, start__lte=asked.end)
        told = ("process", "team", "member", "start", "length", "value", "currency", "wins")
        asked.__dict__["_targets"] = list(rows.order_by().values_list(*told))
    return asked.__dict__["_targets"]


def _named(asked: Asked, found: dict[Key, dict[date, Decimal]]) -> list[Aim]:
    shown = _shown(asked)
    ids = {kind: {whose.pk for whose, _measure in found if whose.kind == kind} for kind in ("team", "member")}
    teams = _members_of_teams(asked, ids["team"])
    members = Member.objects.filter(workspace=asked.member.workspace_id, pk__in=ids["member"])
    names = {Whose("member", pk): (name, frozenset([pk])) for pk, name in members.values_list("pk", "name")}
    known: dict[Whose, tuple[str, frozenset[int] | None]] = {Whose(): ("", None), **teams, **names}
    aims = [
        Aim(whose, known[whose][0], measure, months, known[whose][1])
        for (whose, measure), months in found.items()
        if whose in known and months and shown(whose, known[whose][1])
    ]
    order = {"whole": 0, "team": 1, "member": 2}
    return sorted(aims, key=lambda aim: (order[aim.whose.kind], aim.name.casefold(), aim.whose.pk))


def _members_of_teams(asked: Asked, ids: Collection[int]) -> dict[Whose, tuple[str, frozenset[int]]]:
    rows = Team.objects.filter(workspace=asked.member.workspace_id, pk__in=ids).values_list("pk", "name", "members")
    names: dict[int, str] = {}
    members: dict[int, set[int]] = defaultdict(set)
    for pk, name, member in rows.order_by():
        names[pk] = name
        members[pk] |= {member} - {None}
    return {Whose("team", pk): (name, frozenset(members[pk])) for pk, name in names.items()}


def _shown(asked: Asked):
    """Who is in a report: whose deals' figures the asker may have, of colleagues only whom it may compare."""
    member, seen = asked.member, seen_sellers(asked.member)
    allowed = within(member, scope_of(member, "insights"))
    # What leaves the program is of what one may take out: "all" with the own deals only would be a lie.
    taken = within(member, scope_of(member, "export")) if asked.takes_out else allowed
    owners, teams = (_chosen(asked, key) for key in ("owner", "team"))
    of_teams = set(_ids_in(asked, teams)) if teams else set()

    def shown(whose: Whose, its: Collection[int] | None) -> bool:
        if not (allowed(whose) and taken(whose)):
            return False
        if whose.kind == "whole":
            return owners is None and teams is None
        if whose.kind == "team":
            mine = seen is None or whose.pk in own_teams(member)
            return mine and owners is None and (teams is None or whose.pk in teams)
        may = whose.pk == member.pk or seen is None or whose.pk in seen
        return may and (owners is None or whose.pk in owners) and (teams is None or whose.pk in of_teams)

    return shown


def _chosen(asked: Asked, key: str) -> set[int] | None:
    """The ids that a filter chooses, maybe none ("nobody"); None where it is off."""
    used = asked.used(key)
    if used is None or not used.on:
        return None
    return {int(one) for one in used.value if str(one).isdigit()}


def _ids_in(asked: Asked, teams: Collection[int]) -> Iterable[int]:
    found = Member.objects.filter(workspace=asked.member.workspace_id, teams__in=teams)
    return found.order_by().values_list("pk", flat=True)


def read_tallies(asked: Asked) -> Tallies:
    """By owner: what was won in each month, decided in the year until today, and is open now. Two statements."""
    found = Tallies(Sums(asked))
    rows = won_deals(asked).order_by().annotate(month=TruncMonth("closed_at"))
    for owner, month, currency, deals, whole in rows.values_list("owner", "month", "currency").annotate(
        deals=Count("pk"), whole=Sum(hundredths())
    ):
        key = (owner, timezone.localdate(month))
        found.won[key] += deals
        found.sums.add(("won", *key), currency, whole, deals)
    both = deals_of(asked).filter(Q(status=StageKind.OPEN) | _decided(asked)).order_by()
    rows = both.values_list("owner", "status", "currency").annotate(deals=Count("pk"), whole=Sum(hundredths()))
    for owner, status, currency, deals, whole in rows:
        if status == StageKind.OPEN:
            found.open[owner] += deals
            found.sums.add(("open", owner), currency, whole, deals)
        else:
            found.decided[owner][0] += deals if status in WON_STATUSES else 0
            found.decided[owner][1] += deals
    return found


def won_deals(asked: Asked) -> QuerySet:
    """The deals won within the span."""
    return closed_deals(asked, WON_STATUSES)


def decided_deals(asked: Asked) -> QuerySet:
    """The deals that were won or lost within the year until today."""
    return deals_of(asked).filter(_decided(asked))


def _decided(asked: Asked) -> Q:
    year = {"closed_at__gte": begin_of(asked.today - RATE_DAYS * DAY), "closed_at__lt": begin_of(asked.today + DAY)}
    return Q(status__in=[*WON_STATUSES, *LOST_STATUSES], **year)


def open_deals(asked: Asked) -> QuerySet:
    """The deals that may still be won."""
    return deals_of(asked).filter(status=StageKind.OPEN)


def won_by(asked: Asked, aim: Aim, months: Sequence[date]) -> QuerySet:
    """The deals behind what was won in `months`."""
    spans = Q(pk__in=())
    for month in months:
        spans |= Q(closed_at__gte=begin_of(month), closed_at__lt=begin_of(next_month(month)))
    return owned(won_deals(asked).filter(spans), aim)


def owned(deals: QuerySet, aim: Aim) -> QuerySet:
    """Those of `deals` that count for whom the aim is."""
    return deals if aim.owners is None else deals.filter(owner__in=aim.owners)


def has_other_processes(asked: Asked) -> bool:
    """Whether targets of the span are set for single processes while all are looked at."""
    return asked.process is None and any(row[0] for row in _targets(asked))


def aim_of_period(asked: Asked, measure: str = VALUE) -> Aim | None:
    """What is aimed at with exactly the deals that are asked for: by all, the chosen team or owner.

    None where the period is not whole months, each with a target, or where other filters leave deals out.
    """
    whole = whole_months(asked)
    chosen = {"member": _chosen(asked, "owner"), "team": _chosen(asked, "team")}
    on = {kind: ids for kind, ids in chosen.items() if ids is not None}
    if (whole.start, whole.end) != (asked.start, asked.end) or len(on) > 1 or is_narrowed(asked):
        return None
    kind, ids = next(iter(on.items()), ("whole", {0}))
    if len(ids) != 1:
        return None
    for aim in read_aims(asked)[0]:
        covers = all(month in aim.months for month in span_months(asked))
        if aim.measure == measure and aim.whose.kind == kind and covers:
            return aim
    return None


def span_months(asked: Asked) -> list[date]:
    """The first days of the months from the start to the end."""
    months, day = [], asked.start.replace(day=1)
    while day <= asked.end:
        months.append(day)
        day = next_month(day)
    return months


def is_narrowed(asked: Asked) -> bool:
    """Whether filters leave out deals that count for targets, or take in some that count for none.

    Several processes have no target together, and deals of nobody count for nobody's.
    """
    owner, process = asked.used("owner"), asked.used("process")
    several = asked.process is None and process is not None and process.on
    nobody = owner is not None and owner.on and NOBODY in (owner.value or ())
    return several or nobody or any(one.on and one.filter.key not in AIMED for one in asked.filters)
