"""Tasks as light rows, with what they are about as far as their reader may see it."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, CharField, F, Q, QuerySet, When

from stegvis.timeline.models import Task
from stegvis.timeline.models.task import LINKS
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import colleagues, scope_of

NAMES = {"deal": "deal__title", "company": "company__name"}
FIELDS = (
    "id title kind note due_on due_at priority repeat assignee_id done_at suggestion deal_id company_id person_id "
    "deal__amount deal__currency deal__stage__name deal__stage__probability"
).split()


@dataclass(slots=True)
class TaskRow:
    """One task. Names of what it is about are None where its reader may not see that."""

    id: int
    title: str
    kind: str
    note: str
    due_on: datetime.date | None
    due_at: datetime.datetime | None
    priority: int
    repeat: str
    assignee_id: int | None
    done_at: datetime.datetime | None
    suggestion: str
    deal_id: int | None
    company_id: int | None
    person_id: int | None
    amount: Decimal | None
    currency: str | None
    stage: str | None
    probability: int | None
    deal: str | None
    company: str | None
    first_name: str | None
    last_name: str | None

    @property
    def person(self) -> str:
        """The person's name."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)


def rows_for(tasks: QuerySet, member: Member) -> QuerySet:
    """`tasks` as what `as_rows` reads, seen by `member`."""
    return rows_of(tasks, member.pk, colleagues(member, scope_of(member, "see")))


def rows_of(tasks: QuerySet, me: int, owners: Sequence[int] | None = None) -> QuerySet:
    """The same for written queries: `owners` are whose records the member `me` sees, None for everybody's."""
    seen = {link: tasks.open_to(me, link, owners) & living(link) for link in LINKS}  # type: ignore[attr-defined]
    named = {f"{link}_shown": _if(seen[link], name) for link, name in NAMES.items()}
    people = {f"{name}_shown": _if(seen["person"], f"person__{name}") for name in ("first_name", "last_name")}
    return tasks.annotate(**named, **people).values_list(*FIELDS, *named, *people)


def as_rows(values: Iterable[tuple]) -> list[TaskRow]:
    """Rows from what `rows_of` fetched; what is not to be seen leaves no figures behind either."""
    found = [TaskRow(*one) for one in values]
    for row in found:
        if row.deal is None:
            row.amount = row.stage = row.probability = row.deal_id = None
        row.company_id = row.company_id if row.company is not None else None
        row.person_id = row.person_id if row.person else None
    return found


def living(link: str) -> Q:
    """Tasks whose `link` was not deleted."""
    return Q(**{f"{link}__deletion": None})


def _if(seen: Q, name: str) -> Case:
    return Case(When(seen, then=F(name)), output_field=CharField())


def open_tasks(workspace: int, members: Iterable[int]) -> QuerySet:
    """The open tasks of members, those of deleted deals left out."""
    tasks = Task.objects.filter(workspace=workspace, assignee__in=members, done_at=None)
    return tasks.filter(Q(deal=None) | Q(deal__deletion=None))


def titles_of_tasks(member: Member, ids: Collection[int]) -> dict[int, str]:
    """The titles, by id, of those tasks that `member` may see."""
    return dict(Task.objects.visible_to(member).filter(pk__in=ids).values_list("pk", "title"))
