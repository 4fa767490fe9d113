"""What sellers did on deals: calls, meetings and notes, how soon leads were answered, and what won deals took.

Entries are counted once, on the deal that is their home, in the version that counts today. The database groups them;
of leads and of won deals a few figures each are read, never their entries.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils import timezone

from stegvis.deals.periods import begin_of, next_month
from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import WON_STATUSES
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import closed_deals, deals_of
from stegvis.insights.queries.sellers import seen_sellers
from stegvis.timeline.facts import Direction
from stegvis.timeline.models import EntryKind, EntryPlace
from stegvis.workspaces.models import Member

KINDS = (EntryKind.CALL, EntryKind.MEETING, EntryKind.NOTE)
# Up to so many days are told by the week, longer ones by the month.
BY_WEEK = 95
LONGEST_BIN = timedelta(days=31)
CHUNK = 5_000
OUTGOING = Q(kind=EntryKind.MEETING) | Q(kind=EntryKind.CALL, entry__facts__direction=Direction.OUT)


@dataclass
class Did:
    """What one seller did in the period; hours, attempts and touches are of each lead or won deal of theirs."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    reached: int = 0
    leads: int = 0
    # Leads that had been in contact before they were made: they are no `leads`.
    contacted_before: int = 0
    hours: list[float] = field(default_factory=list)
    attempts: list[int] = field(default_factory=list)
    touches: list[int] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.leads or self.touches or any(self.counts.values()))


@dataclass
class Activity:
    """By seller, and by the first day of each week or month (with the kind)."""

    sellers: dict[int | None, Did] = field(default_factory=lambda: defaultdict(Did))
    bins: dict[tuple[date, str, int | None], int] = field(default_factory=lambda: defaultdict(int))


def is_weekly(asked: Asked) -> bool:
    """Whether the period is told by the week."""
    return (asked.end - asked.start).days <= BY_WEEK


def read_activity(asked: Asked) -> Activity:
    """All that the asker may have figures of; who is shown is for the report to say."""
    found = Activity()
    for start, kind, by, count, reached in _grouped(asked):
        found.bins[start, kind, by] += count
        found.sellers[by].counts[kind] += count
        found.sellers[by].reached += reached
    for owner, created, first, earlier, attempts in _leads(asked):
        did = found.sellers[owner]
        if earlier:
            did.contacted_before += 1
            continue
        did.leads += 1
        if first is not None:
            did.hours.append(_hours(created, first))
        if attempts:
            did.attempts.append(attempts)
    for owner, count in _touches(asked):
        found.sellers[owner].touches.append(count)
    return found


def _hours(begun: datetime, answered: datetime) -> float:
    return max(0.0, (answered - begun).total_seconds() / 3600)


def entries_of(asked: Asked) -> QuerySet:
    """The calls, meetings and notes of the period on deals, each once."""
    # Homes are direct, and saying so is what opens the index by time (see EntryPlace).
    entries = on_deals(asked).filter(at__gte=asked.begin, at__lt=asked.after, kind__in=KINDS, direct=True)
    deals = deals_of(asked).order_by()
    if any(one.on and one.filter.key != "period" for one in asked.filters):
        return entries.filter(deal__in=deals.values("pk"))
    # Of all deals the entries are read by time, and each deal is looked at; not the other way round.
    return entries.filter(Exists(deals.filter(pk=OuterRef("deal"))))


def on_deals(asked: Asked) -> QuerySet:
    """Entries at their homes, where these are deals; without what was removed."""
    places = EntryPlace.objects.filter(workspace=asked.member.workspace_id, deal__isnull=False, entry__withdrawn=False)
    return places.filter(through_deal=None, through_person=None, through_company=None).order_by()


def _grouped(asked: Asked) -> Iterator[tuple]:
    """First day of the week or month, kind, who did it, how many, and how many calls reached somebody.

    A week or month may come more than once.
    """
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.doing import in_stretches, rows_by_bin

        for part in in_stretches(entries_of(asked)):
            yield from rows_by_bin(part, KINDS, weekly=is_weekly(asked))
        return
    begin = TruncWeek("at") if is_weekly(asked) else TruncMonth("at")
    rows = entries_of(asked).annotate(begin=begin).values_list("begin", "kind", "entry__by")
    reached = Count("pk", filter=Q(kind=EntryKind.CALL, contact=True))
    for at, *facts in rows.annotate(count=Count("pk"), reached=reached).iterator(chunk_size=CHUNK):
        yield timezone.localdate(at), *facts


def leads_of(asked: Asked) -> QuerySet:
    """The deals made in the period, with the `first` outgoing contact since, whether there was an `earlier` one."""
    here = on_deals(asked).filter(deal=OuterRef("pk"))
    first = here.filter(OUTGOING, at__gte=OuterRef("created_at")).order_by("at").values("at")[:1]
    earlier = here.filter(contact=True, at__lt=OuterRef("created_at"))
    made = deals_of(asked).filter(created_at__gte=asked.begin, created_at__lt=asked.after).order_by()
    return made.annotate(first=Subquery(first), earlier=Exists(earlier))


def _leads(asked: Asked) -> Iterator[tuple]:
    """Owner, when the lead was made, first answered, contacted before; and how often we tried until the contact."""
    here = on_deals(asked).filter(deal=OuterRef("pk"))
    contact = here.filter(contact=True, at__gte=OuterRef("created_at")).order_by("at").values("at")[:1]
    tried = here.filter(OUTGOING, at__gte=OuterRef("created_at"), at__lte=OuterRef("reached"))
    count = tried.values("deal").annotate(count=Count("pk")).values("count")[:1]
    rows = leads_of(asked).annotate(reached=Subquery(contact)).annotate(attempts=Subquery(count))
    return rows.values_list("owner", "created_at", "first", "earlier", "attempts").iterator(chunk_size=CHUNK)


def won_in_period(asked: Asked) -> QuerySet:
    """The deals won in the period."""
    return closed_deals(asked, WON_STATUSES).order_by()


def _touches(asked: Asked) -> Iterator[tuple]:
    """Of each deal won in the period: its owner, and how many calls, meetings and notes there were until the win."""
    here = on_deals(asked).filter(deal=OuterRef("pk"), kind__in=KINDS, at__lte=OuterRef("closed_at"))
    count = here.values("deal").annotate(count=Count("pk")).values("count")[:1]
    rows = won_in_period(asked).annotate(count=Subquery(count)).values_list("owner", "count")
    return ((owner, count or 0) for owner, count in rows.iterator(chunk_size=CHUNK))


def seen_of(asked: Asked) -> Collection[int] | None:
    """Whose own activity the asker may know: None for everybody's."""
    seen = seen_sellers(asked.member)
    return None if seen is None else {asked.member.pk, *seen}


def names_of(asked: Asked, ids: Collection[int]) -> dict[int, str]:
    """The names of members."""
    return dict(Member.objects.filter(workspace=asked.member.workspace_id, pk__in=ids).values_list("pk", "name"))


def deals_with(asked: Asked, kind: str, by: int | None, start: str) -> QuerySet:
    """The deals with entries of `kind` (empty: any), by a member, in the week or month that begins on `start`.

    Raises ValueError, KeyError.
    """
    entries = entries_of(asked)
    if kind:
        entries = entries.filter(kind=EntryKind(kind))
    if by is not None:
        entries = entries.filter(entry__by=by)
    elif (seen := seen_of(asked)) is not None:
        entries = entries.filter(entry__by__in=seen)
    if start:
        first, last = _bin(asked, date.fromisoformat(start))
        entries = entries.filter(at__gte=first, at__lt=last)
    return deals_of(asked).filter(pk__in=entries.values("deal"))


def _bin(asked: Asked, first: date) -> tuple[datetime, datetime]:
    # The first week or month may begin before the period does. Of other days some lie at the calendar's end.
    if first > asked.end or asked.start - first > LONGEST_BIN:
        raise KeyError(str(first))
    return begin_of(first), begin_of(first + timedelta(days=7) if is_weekly(asked) else next_month(first))


def deals_owned(asked: Asked, deals: QuerySet, owner: int | None) -> QuerySet:
    """Those of `deals` that the asker may know the activity of, of one owner or all."""
    if owner is not None:
        return deals.filter(owner=owner)
    seen = seen_of(asked)
    return deals if seen is None else deals.filter(owner__in=seen)


ANSWERED = ("hour", "day", "three", "week", "later", "none")
HOURS = {"hour": (0, 1), "day": (1, 24), "three": (24, 72), "week": (72, 168), "later": (168, None)}


def answered_within(leads: QuerySet, how: str) -> QuerySet:
    """Those of `leads` that were answered so soon. Raises KeyError."""
    fresh = leads.filter(earlier=False)
    if how == "none":
        return fresh.filter(first=None)
    low, high = HOURS[how]
    found = fresh.filter(first__gte=F("created_at") + timedelta(hours=low))
    return found if high is None else found.filter(first__lt=F("created_at") + timedelta(hours=high))
