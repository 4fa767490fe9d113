"""What happened with a deal: moves, evidence, changes of facts, and what people wrote on its timeline."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.db.models import CharField, F, Q, QuerySet, Value

from stegvis.core.written import Written
from stegvis.deals.models import Deal, Evidence, StageMove
from stegvis.deals.queries.deal_page.changed import label_of, value_of
from stegvis.timeline.queries.entries import CHIPS, Timeline
from stegvis.timeline.queries.story import PAGE, Happening, Key, Story, moment_of, tell, tick_of
from stegvis.workspaces.models import FieldChange, Member
from stegvis.workspaces.own.changes import said_changes
from stegvis.workspaces.own.definitions import Definitions, is_own

MOVE = (
    "sequence", "at", "recorded_at", "by__name", "automation", "from_stage__name", "to_stage__name", "to_stage__kind",
    "reason", "missing", "skipped", "evidence_unknown",
)  # fmt: skip
PROOF = ("when", "id", "what", "who", "robot", "criterion__text", "note", "link")
CHANGE = ("id", "at", "by__name", "automation", "field", "before", "after")


class Entry(Happening):
    """A move, a tick given or taken, or a change: `kind` is move, given, taken or change."""

    __slots__ = ()

    @property
    def label(self) -> str:
        """What the changed fact is called."""
        return self.facts.get("label") or label_of(self.facts["field"])

    @property
    def before(self) -> str:
        """What the fact was, for the reader."""
        return value_of(self.facts["field"], self.facts["before"])

    @property
    def after(self) -> str:
        """What it became."""
        return value_of(self.facts["field"], self.facts["after"])


def read_story(
    deal: Deal,
    before: str = "",
    only: str = "",
    limit: int = PAGE,
    *,
    member: Member,
    own: Definitions | None = None,
) -> Story:
    """The newest `limit` happenings behind the cursor `before`, of the kind `only` (a chip's key) or of all.

    `own` are the workspace's own fields as the reader has them: what it may not see is left out.
    """
    timeline = Timeline(member, deal)
    streams: dict[str, Callable] = {name: partial(read, deal) for name, read in READ.items()}
    streams |= {"facts": partial(changes, deal, own=own), "entries": partial(timeline.newest, None)}
    if only in READ:
        streams = {only: streams[only]}
    elif only in CHIPS:
        streams = {"entries": partial(timeline.newest, (CHIPS[only].value,))}
    else:
        only = ""
    story = tell(streams, before, only, limit)
    if not before and timeline.has_pins:
        story.pinned.extend(timeline.pinned())
    return story


def moves(deal: Deal, behind: Key, limit: int) -> Iterator[Entry]:
    """Moves, newest first. Unknown times are put where their neighbours are."""
    past = {"behind": behind[0]} if len(behind) == 1 else {}
    for row in MOVES(limit, workspace=deal.workspace_id, deal=deal.pk, **past):
        sequence, at, recorded, by, automation, *facts = row
        named = dict(zip(("from", "to", "to_kind", "reason", "missing", "skipped", "unproven"), facts, strict=True))
        yield Entry("move", at or recorded, at, by or automation, (sequence,), named)


def _moves(limit: int, workspace: int, deal: int, behind: int | None = None) -> QuerySet:
    found = StageMove.objects.filter(workspace=workspace, deal=deal)
    found = found.filter(sequence__lt=behind) if behind else found
    return found.order_by("-sequence").values_list(*MOVE)[:limit]


MOVES = Written(_moves)


def ticks(deal: Deal, behind: Key, limit: int) -> Iterator[Entry]:
    """Evidence as it was given, and as it was taken back."""
    past = {"until": moment_of(behind[0]), "behind": behind[1]} if len(behind) == 2 else {}
    rows = TICKS(limit, workspace=deal.workspace_id, deal=deal.pk, **past)
    for when, pk, what, who, robot, text, note, link in rows:
        facts = {"text": text, "note": note, "link": link}
        yield Entry(what, when, when, who or robot, (tick_of(when), pk), facts)


def _ticks(limit: int, workspace: int, deal: int, **behind) -> QuerySet:
    every = Evidence.with_deleted.filter(workspace=workspace, deal=deal)
    given = _tick(every, "given", F("at"), F("by__name"), F("automation"), **behind)
    gone = every.exclude(deletion=None)
    taken = _tick(gone, "taken", F("deletion__at"), F("deletion__by__name"), F("confirmed_by"), **behind)
    return given.union(taken, all=True).order_by("-when", "-id")[:limit]


def _tick(
    rows: QuerySet, what: str, when: F, who: F, robot, until: datetime | None = None, behind: int = 0
) -> QuerySet:
    rows = rows.annotate(when=when, what=Value(what, CharField()), who=who, robot=robot)
    if until is not None:
        rows = rows.filter(Q(when__lt=until) | Q(when=until, pk__lt=behind))
    return rows.order_by().values_list(*PROOF)


TICKS = Written(_ticks)


def changes(deal: Deal, behind: Key, limit: int, own: Definitions | None = None) -> Iterator[Entry]:
    """Changes of facts."""
    past: dict = {"behind": behind[0]} if len(behind) == 1 else {}
    if own and own.hidden_names:
        past["hidden"] = own.hidden_names
    for row in CHANGES(limit, workspace=deal.workspace_id, deal=deal.pk, **past):
        pk, at, by, automation, name, before, after = row
        facts = {"field": name, "before": before, "after": after}
        if own and is_own(name):
            before, after = said_changes(own, name, (before, after))
            facts |= {"label": own.name_of(name), "before": before, "after": after}
        yield Entry("change", at, at, by or automation, (pk,), facts)


def _changes(limit: int, workspace: int, deal: int, behind: int | None = None, hidden=()) -> QuerySet:
    found = FieldChange.objects.filter(workspace=workspace, kind="deal", record_id=deal)
    found = found.filter(pk__lt=behind) if behind else found
    found = found.exclude(field__in=hidden) if hidden else found
    return found.order_by("-id").values_list(*CHANGE)[:limit]


CHANGES = Written(_changes)


READ = {"moves": moves, "evidence": ticks, "facts": changes}
