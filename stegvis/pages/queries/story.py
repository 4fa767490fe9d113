"""What happened with a company or a person: what people wrote, and the moves of their deals."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Q, QuerySet

from stegvis.deals.models import Deal, StageMove
from stegvis.people.models import Company, Person
from stegvis.timeline.queries.entries import CHIPS, Timeline
from stegvis.timeline.queries.story import PAGE, Happening, Key, Story, moment_of, tell, tick_of
from stegvis.workspaces.models import Member

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
    found = StageMove.objects.filter(workspace=member.workspace_id, deal__in=_deals(member, record), at__isnull=False)
    if len(behind) == 2:
        until = moment_of(behind[0])
        found = found.filter(Q(at__lt=until) | Q(at=until, pk__lt=behind[1]))
    rows = found.order_by("-at", "-pk").values_list(*MOVE, "to_stage__kind", "reason")[:limit]
    for at, pk, by, automation, *facts in rows:
        told = dict(zip(FACTS, facts, strict=True))
        yield Happening("move", at, at, by or automation, (tick_of(at), pk), told)


def _deals(member: Member, record: Company | Person) -> QuerySet:
    seen = Deal.objects.visible_to(member)
    if isinstance(record, Company):
        seen = seen.filter(company=record.pk)
    else:
        part = record.deals.through.objects.filter(workspace=member.workspace_id, person=record.pk)
        seen = seen.filter(pk__in=part.values("deal"))
    return seen.order_by("-pk").values("pk")[:DEALS]
