"""What happened with a company or a person: what people wrote, and the moves of their deals."""

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from stegvis.core.written import Written
from stegvis.deals.models import Deal, StageMove
from stegvis.people.models import Company, Person
from stegvis.timeline.queries.entries import CHIPS, Timeline
from stegvis.timeline.queries.story import PAGE, Happening, Key, Story, moment_of, tell, tick_of
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import seen_scope

# Of so many deals the moves are told: the newest ones.
DEALS = 50
MOVE = ("at", "pk", "by__name", "automation", "deal_id", "deal__title", "from_stage__name", "to_stage__name")
FACTS = ("deal", "title", "from", "to", "kind", "reason")


def read_record_story(
    member: Member, record: Company | Person, before: str = "", only: str = "", limit: int = PAGE
) -> Story:
    """The newest `limit` happenings behind the cursor `before`, of the kind `only` (a chip, "moves") or of all."""
    timeline = Timeline(member, record)
    entries, moved = partial(timeline.newest, None), partial(moves, member, record)
    if only in CHIPS:
        return tell({"entries": partial(timeline.newest, (CHIPS[only].value,))}, before, only, limit)
    if only == "moves":
        return tell({"moves": moved}, before, only, limit)
    story = tell({"entries": entries, "moves": moved}, before, "", limit)
    if not before and timeline.has_pins:
        story.pinned.extend(timeline.pinned())
    return story


def moves(member: Member, record: Company | Person, behind: Key, limit: int) -> Iterator[Happening]:
    """Moves, at known times, of the newest deals of `record` that `member` sees."""
    scope = seen_scope(member)
    values: dict[str, Any] = {"workspace": member.workspace_id, "member": member.pk, "pk": record.pk}
    if len(behind) == 2:
        values |= {"until": moment_of(behind[0]), "last": behind[1]}
    rows = [] if scope is None else MOVES(isinstance(record, Company), limit, **scope, **values)
    for at, pk, by, automation, *facts in rows:
        told = dict(zip(FACTS, facts, strict=True))
        yield Happening("move", at, at, by or automation, (tick_of(at), pk), told)


def _moves(
    of_company: bool,
    limit: int,
    workspace: int,
    member: int,
    pk: int,
    owners: Collection[int] | None = None,
    until: datetime | None = None,
    last: int = 0,
) -> QuerySet:
    deals = _deals(Deal.objects.seen_by(workspace, member, owners), of_company, workspace, pk)
    found = StageMove.objects.filter(workspace=workspace, deal__in=deals, at__isnull=False)
    if until is not None:
        found = found.filter(Q(at__lt=until) | Q(at=until, pk__lt=last))
    return found.order_by("-at", "-pk").values_list(*MOVE, "to_stage__kind", "reason")[:limit]


def _deals(seen: QuerySet, of_company: bool, workspace: int, pk: int) -> QuerySet:
    if of_company:
        seen = seen.filter(company=pk)
    else:
        part = Deal.people.through.objects.filter(workspace=workspace, person=pk)  # type: ignore[attr-defined]
        seen = seen.filter(pk__in=part.values("deal"))
    return seen.order_by("-pk").values("pk")[:DEALS]


MOVES = Written(_moves)
