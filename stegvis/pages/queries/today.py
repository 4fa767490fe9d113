"""Today: what a member should do now, in one order, each with its reason.

The order is urgency x (1 + share). `share` is what is at stake: value x chance in the base currency, as a part of the
largest on the page, between 0 and 1 (the chance is the stage's probability, a half where it says none). `urgency`:

- 5    somebody mentioned you and waits; a task whose hour has come or comes within the hour
- 4    a task that is late, and up to 1 more for ten days of it
- 3    a task of today; a deal that wakes up
- 2    a stale deal; an open deal without a next step, and 1 more when it should close within two weeks
- +-1  for a task of high or low priority

So a small thing that is late comes before a large one that is only stale, and of two alike the larger one comes first.
Decision 35 says why. Every part is limited, so the page costs the same in a workspace of any size.
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from stegvis.core.written import Written, columns
from stegvis.deals.conversion import rates_on
from stegvis.deals.models import Deal
from stegvis.deals.queries.cards import company_name
from stegvis.pages.queries.task_rows import TaskRow, as_rows, open_tasks, rows_of
from stegvis.pages.queries.whose import Whose
from stegvis.processes.models import StageKind
from stegvis.timeline.models import Task
from stegvis.workspaces.models import Member, Notice
from stegvis.workspaces.permissions import colleagues, scope_of
from stegvis.workspaces.queries.notices import Told, in_words

MANY, SOME = 40, 15
SOON, HOUR = datetime.timedelta(days=14), datetime.timedelta(hours=1)
MENTIONS = ("mentioned", "mention")
# Whose records the reader sees; None for everybody's.
Owners = list[int] | None


@dataclass(slots=True)
class DealRow:
    """An open deal that asks for something; `silent` is whole days since the last contact, None where unknown."""

    id: int
    title: str
    amount: Decimal | None
    currency: str
    expected_close: datetime.date | None
    owner_id: int | None
    entered_at: datetime.datetime | None
    stale_at: datetime.datetime | None
    contacted_at: datetime.datetime | None
    next_task_id: int | None
    stage: str
    usual: int | None
    silence: int | None
    probability: int | None
    company: str | None


@dataclass(slots=True)
class Item:
    """One row of Today: a task, a deal (why: stale, no_next) or a mention; and by what it stands where it stands."""

    why: str
    urgency: float
    task: TaskRow | None = None
    deal: DealRow | None = None
    told: Told | None = None
    stake: float = 0
    share: float = 0
    days: int = 0

    @property
    def score(self) -> float:
        """Where it stands: see above."""
        return self.urgency * (1 + self.share)


@dataclass
class Today:
    """The page: what to do in order, what was done, and of which parts there is more."""

    items: list[Item]
    done: list[TaskRow]
    more: frozenset[str]
    now: datetime.datetime
    agenda: list[TaskRow] = field(default_factory=list)


def read_today(member: Member, whose: Whose) -> Today:
    """The day of `whose`, as `member` may see it."""
    now = timezone.now()
    marks: dict[str, Any] = {"workspace": member.workspace_id, "members": whose.ids, "me": member.pk}
    if owners := colleagues(member, scope_of(member, "see")):
        marks["owners"] = owners
    tasks = as_rows(DUE(until=whose.today, **marks))
    without = [DealRow(*row) for row in NO_NEXT(**marks)]
    stale = [DealRow(*row) for row in STALE(now=now, **marks)]
    mentions = _mentions(member) if whose.mine else []
    items = [_of_task(row, whose.today, now) for row in tasks[:MANY]]
    items += [Item("mention", 5, told=told) for told in mentions]
    items += _of_deals(without, stale, whose.today, now)
    parts = {"tasks": len(tasks) > MANY, "no_next": len(without) > SOME, "stale": len(stale) > SOME}
    _weigh(items, member)
    items.sort(key=lambda item: (-item.score, item.task.id if item.task else 0))
    done = as_rows(DONE(since=_midnight(whose, member), **marks))
    agenda = sorted(
        (row for row in tasks if row.due_at and row.due_on == whose.today), key=lambda row: row.due_at or now
    )
    return Today(items, done, frozenset(name for name, on in parts.items() if on), now, agenda)


def _of_task(row: TaskRow, today: datetime.date, now: datetime.datetime) -> Item:
    late = (today - row.due_on).days if row.due_on else 0
    extra = {Task.Priority.HIGH: 1, Task.Priority.LOW: -1}.get(row.priority, 0)  # type: ignore[call-overload]
    if row.suggestion == "woken":
        return Item("woken", 3 + extra + min(late, 10) / 10, task=row, days=late)
    if late > 0:
        return Item("late", 4 + extra + min(late, 10) / 10, task=row, days=late)
    if row.due_at and row.due_at <= now + HOUR:
        return Item("hour", 5 + extra, task=row)
    return Item("today", 3 + extra, task=row)


def _of_deals(without: list[DealRow], stale: list[DealRow], today: datetime.date, now: datetime.datetime) -> list[Item]:
    """A deal that is stale and has no next step stands once, as what it needs first: a step."""
    found = [_without(row, today) for row in without[:SOME]]
    known = {row.id for row in without[:SOME]}
    return found + [_stale(row, now) for row in stale[:SOME] if row.id not in known]


def _without(row: DealRow, today: datetime.date) -> Item:
    soon = row.expected_close is not None and row.expected_close <= today + SOON
    days = (row.expected_close - today).days if row.expected_close else 0
    return Item("closing" if soon else "no_next", 3 if soon else 2, deal=row, days=days)


def _stale(row: DealRow, now: datetime.datetime) -> Item:
    """Silent where its silence made it stale, else too long in its stage."""
    quiet = row.contacted_at and row.silence and row.stale_at == row.contacted_at + datetime.timedelta(row.silence)
    begin = row.contacted_at if quiet else row.entered_at
    return Item("silent" if quiet else "stale", 2, deal=row, days=(now - begin).days if begin else 0)


def _weigh(items: list[Item], member: Member) -> None:
    """Set what is at stake, and each one's share of the largest."""
    about = [(item, item.task or item.deal) for item in items if item.task or item.deal]
    rates = rates_on(member.workspace, {one.currency for _item, one in about if one and one.currency and one.amount})
    for item, one in about:
        if one and one.amount and one.currency in rates:
            chance = 50 if one.probability is None else one.probability
            item.stake = float(one.amount * rates[one.currency]) * chance / 100
    largest = max((item.stake for item in items), default=0) or 1
    for item in items:
        item.share = item.stake / largest


def _mentions(member: Member) -> list[Told]:
    rows = MENTIONED.instances(Notice, workspace=member.workspace_id, member=member.pk)
    return in_words(member, rows) if rows else []


def _mentioned(workspace: int, member: int) -> QuerySet:
    unread = Notice.objects.filter(workspace=workspace, member=member, read_at=None, act__in=MENTIONS)
    return unread.order_by("-id").values_list(*columns(Notice))[:SOME]


MENTIONED = Written(_mentioned)


def _midnight(whose: Whose, member: Member) -> datetime.datetime:
    zone = timezone.get_current_timezone()
    return datetime.datetime.combine(whose.today, datetime.time(), zone)


def _due(workspace: int, members: list[int], me: int, until: datetime.date, owners: Owners = None) -> QuerySet:
    tasks = open_tasks(workspace, members).filter(due_on__lte=until)
    tasks = tasks.filter(Q(assignee=me) | Task.objects.open_to(me, "deal"))
    return rows_of(tasks.order_by("due_on", "id"), me, owners)[: MANY + 1]


def _done(workspace: int, members: list[int], me: int, since: datetime.datetime, owners: Owners = None) -> QuerySet:
    tasks = Task.objects.filter(workspace=workspace, done_by__in=members, done_at__gte=since)
    tasks = tasks.filter(Q(assignee=me) | Task.objects.open_to(me, "deal"))
    return rows_of(tasks.order_by("-done_at"), me, owners)[:SOME]


DEAL_FIELDS = (
    "id title amount currency expected_close owner_id entered_at stale_at contacted_at next_task_id stage__name "
    "stage__expected_days stage__silence_days stage__probability"
).split()


def _deals(workspace: int, members: list[int], me: int) -> QuerySet:
    named = Deal.named.through.objects.filter(member=me).values("deal_id")
    deals = Deal.objects.filter(workspace=workspace, owner__in=members, status=StageKind.OPEN)
    return deals.filter(Q(private=False) | Q(owner=me) | Q(pk__in=named))


def _deal_rows(deals: QuerySet, me: int, owners: Owners) -> QuerySet:
    return deals.annotate(company_name=company_name(me, owners)).values_list(*DEAL_FIELDS, "company_name")[: SOME + 1]


def _no_next(workspace: int, members: list[int], me: int, owners: Owners = None) -> QuerySet:
    deals = _deals(workspace, members, me).filter(next_task=None).order_by("closing", "id")
    return _deal_rows(deals, me, owners)


def _gone_stale(workspace: int, members: list[int], me: int, now: datetime.datetime, owners: Owners = None) -> QuerySet:
    """Those that became stale last come first: a call still saves them."""
    deals = _deals(workspace, members, me).filter(stale_at__lte=now).order_by("-stale_at", "id")
    return _deal_rows(deals, me, owners)


DUE, DONE = Written(_due), Written(_done)
NO_NEXT, STALE = Written(_no_next), Written(_gone_stale)
