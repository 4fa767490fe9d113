"""Tasks that are done, and the way back."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.written import WrittenUpdate
from stegvis.timeline.dues import due_at, time_of, zone_for
from stegvis.timeline.models import EntryKind, Task, TaskKind, TimelineEntry
from stegvis.timeline.operations.correcting import withdraw_entry
from stegvis.timeline.operations.tasks import linked
from stegvis.timeline.operations.writing import write_entry
from stegvis.timeline.repeating import next_day
from stegvis.timeline.task_access import require_task
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.permissions import Actor, may, member_of, signed

HELD = "held"
# What a completion may tell of the talk: how a call went, or that a meeting was held.
TOLD = {TaskKind.CALL: ("reached", "voice_mail", "no_answer"), TaskKind.MEETING: (HELD,)}
COPIED = (
    "workspace",
    "title",
    "kind",
    "note",
    "assignee",
    "priority",
    "repeat",
    "month_day",
    "deal",
    "company",
    "person",
)


@transaction.atomic
def complete_task(task: Task, *, by: Actor, note: str = "", told: str = "") -> Task:
    """Tick `task` off, write it on the timeline of what it is about, and make the next one of a series.

    `note` is what is worth keeping; `told` says how the call went (reached, voice_mail, no_answer) or that the meeting
    was held: the entry is then that call or meeting. Raises PermissionDenied, and Refused for one that is done.
    """
    refresh(task)
    require_task(by, "edit", task)
    if task.done_at or task.deletion_id:
        raise Refused(_("This task is done already."))
    task.done_at, task.done_by = timezone.now(), member_of(by)
    entry = _write(task, note, told, by)
    follower = _follow(task, by)
    task.entry, task.follower, task.updated_at = entry, follower, timezone.now()
    _keep(task)
    return task


def _keep(task: Task) -> None:
    names = ("done_at", "done_by_id", "entry_id", "follower_id", "updated_at")
    KEPT(workspace=task.workspace_id, task=task.pk, **{name: getattr(task, name) for name in names})


def _kept(workspace: int, task: int, **facts) -> tuple[QuerySet, dict]:
    return Task.with_deleted.filter(workspace=workspace, pk=task), facts


KEPT = WrittenUpdate(_kept)


@transaction.atomic
def reopen_task(task: Task, *, by: Actor) -> Task:
    """Take the tick back: the entry is withdrawn, and the next of a series goes as long as nobody did it.

    Raises PermissionDenied, and Refused for a task that is open or whose next one is done.
    """
    refresh(task)
    require_task(by, "edit", task)
    if not task.done_at:
        raise Refused(_("This task is open already."))
    _take_back(task, by)
    before = {"done_at": task.done_at}
    task.done_at = task.done_by = task.entry_id = task.follower_id = None
    task.save(update_fields=["done_at", "done_by", "entry", "follower", "updated_at"])
    record_changes(task, before, {"done_at": None}, by=by)
    return task


def _write(task: Task, note: str, told: str, by: Actor) -> TimelineEntry | None:
    """The entry of a completion; none for a task about nothing, or where the timeline is closed to `by`."""
    home = next((record for record in linked(task) if may(by, "write", record)), None)
    if home is None or home.deletion_id:
        return None
    told = told if told in TOLD.get(TaskKind(task.kind), ()) else ""
    text = f"{task.title}\n\n{note}".strip() if told and note else note or (task.title if told else "")
    people = [task.person] if task.person and task.person is not home else []
    facts = {"outcome": told} if told and told != HELD else {}
    kind = EntryKind.TASK if not told else EntryKind.MEETING if told == HELD else EntryKind.CALL
    facts |= {"task": task.pk} | ({"title": task.title} if kind == EntryKind.TASK else {})
    return write_entry(home, kind, text, by=by, facts=facts, people=people, at=task.done_at)


def _follow(task: Task, by: Actor) -> Task | None:
    if not task.repeat or not task.due_on or not task.done_at:
        return None
    zone = zone_for(task.assignee, task.workspace)
    day = next_day(task.repeat, task.due_on, task.done_at.astimezone(zone).date(), task.month_day)
    facts = {name: getattr(task, name) for name in COPIED}
    moment = due_at(day, time_of(task.due_at, zone), zone)
    return Task.objects.create(due_on=day, due_at=moment, **facts, **signed(by))


def _take_back(task: Task, by: Actor) -> None:
    if task.follower_id:
        following = Task.objects.filter(workspace=task.workspace_id, pk=task.follower_id)
        if following.exclude(done_at=None).exists():
            raise Refused(_("The next one of the series is done already."))
        following.delete()
    entry = TimelineEntry.objects.filter(workspace=task.workspace_id, pk=task.entry_id or 0).first()
    if entry and entry.places.exists():
        withdraw_entry(entry, by=by)
