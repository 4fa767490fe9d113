"""Tasks: what is to be done, and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from stegvis.core.bulk import update_rows
from stegvis.timeline.dues import due_at, zone_for
from stegvis.timeline.models import EntryKind, Task
from stegvis.timeline.operations.tasks import PastTask, record_tasks
from stegvis.timeline.operations.writing import Draft, write_entries
from stegvis.transfer.cells import Facts, RowRefused
from stegvis.transfer.choices import DONE
from stegvis.transfer.identity import own_id
from stegvis.transfer.kinds import Outcome
from stegvis.transfer.kinds.updating import as_json, rounds
from stegvis.transfer.lookups.about import NAMING, About
from stegvis.transfer.lookups.members import Members
from stegvis.transfer.models import Act
from stegvis.transfer.reading import Row
from stegvis.transfer.run import Run, Trace
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.editing_many import Edit, edit_records, lock_records

# Which facts of a row stand behind which fields; without the fact the field is left alone.
_FIELDS = {
    "title": ("title",),
    "kind": ("kind",),
    "note": ("note",),
    "priority": ("priority",),
    "repeat": ("repeat",),
    "assignee": ("assignee_id",),
    "due_on": ("due_on", "due_at"),
    "due_at": ("due_on", "due_at"),
    "due_time": ("due_on", "due_at"),
    "created_at": ("created_at",),
    **{name: (f"{name.partition('_')[0]}_id",) for name in NAMING},
}
_SAME = ("title", "due_on", "deal_id", "person_id", "company_id")


@dataclass(slots=True)
class Told:
    """A row that can be read, with the task that it makes."""

    row: Row
    facts: dict[str, Any]
    task: PastTask


class TaskImporter:
    """Makes tasks of rows, or updates those that are there; see Importer."""

    def __init__(self, run: Run, facts: Facts):
        self.run, self.facts = run, facts
        self.about, self.members = About(run, facts), Members(run)
        everyone = Member.objects.filter(workspace=run.workspace).select_related("user")
        self.zones: dict[int | None, tzinfo] = {one.pk: zone_for(one, run.workspace) for one in everyone}

    def take(self, rows: list[Row]) -> Outcome:
        """Make, update or pass over the tasks of `rows`."""
        outcome, told = Outcome(), []
        for row, facts in self._read(rows, outcome):
            try:
                told.append(Told(row, facts, self._task(facts)))
            except RowRefused as refusal:
                outcome.rejected.append((row, refusal))
        known = Known(self.run, [one.task for one in told])
        new, updates = [], []
        for one in told:
            found = known.find(one.task)
            if found is None:
                new.append(one)
                known.add(one.task)
            elif found and self.run.mapping.duplicates == "update":
                updates.append((found, one))
            else:
                outcome.skipped += 1
        self._record(new, outcome)
        self._update(updates, outcome)
        return outcome

    def _read(self, rows: list[Row], outcome: Outcome) -> list[tuple[Row, dict[str, Any]]]:
        read = []
        for row in rows:
            try:
                facts = self.facts(row.cells)
                if "title" not in facts:
                    raise RowRefused("missing_title")
                read.append((row, facts))
            except RowRefused as refusal:
                outcome.rejected.append((row, refusal))
        self.about.prepare([facts for _row, facts in read])
        return read

    def _task(self, facts: dict[str, Any]) -> PastTask:
        about = self.about.of(facts)
        assignee = self.members.id_of(facts.get("assignee"))
        day, moment = self._due(facts, assignee)
        done_at = self._done_at(facts, day, moment)
        if facts.get("repeat") and day is None:
            raise RowRefused("repeats_without_day", self.facts.headers.get("repeat", ""), facts["repeat"])
        return PastTask(
            title=" ".join(facts["title"].split()),
            kind=facts.get("kind", "to_do"),
            note=facts.get("note", ""),
            due_on=day,
            due_at=moment,
            assignee_id=assignee,
            priority=int(facts.get("priority", Task.Priority.NORMAL)),
            repeat=facts.get("repeat", ""),
            deal_id=about.deal_id,
            company_id=about.company_id,
            person_id=about.person_id,
            created_at=facts.get("created_at"),
            by_id=self.members.id_of(facts.get("created_by")),
            month_day=facts["month_day"] if 1 <= facts.get("month_day", 0) <= 31 else None,
            done_at=done_at,
            done_by_id=self.members.id_of(facts.get("done_by", facts.get("assignee"))) if done_at else None,
            external_id=facts.get("external_id", ""),
        )

    def _due(self, facts: dict[str, Any], assignee: int | None) -> tuple[date | None, datetime | None]:
        """The day where who is to do it lives, and the moment where one is told."""
        day, moment = facts.get("due_on"), facts.get("due_at")
        zone = self.zones.get(assignee) or self.run.zone
        if isinstance(day, datetime):
            day, moment = None, moment or day
        if moment is None and day and "due_time" in facts:
            moment = due_at(day, facts["due_time"], zone)  # type: ignore[arg-type]
        return (day or moment.astimezone(zone).date(), moment) if moment else (day, None)

    def _done_at(self, facts: dict[str, Any], day: date | None, moment: datetime | None) -> datetime | None:
        """When it was done; of one that is only called done, its due day stands for that, else its first one."""
        if facts.get("status", DONE if "done_at" in facts else "") != DONE:
            return None
        due = moment or (datetime(day.year, day.month, day.day, tzinfo=self.run.zone) if day else None)
        found = facts.get("done_at") or due or facts.get("created_at")
        if found is None:
            raise RowRefused("missing_time")
        return min(found, self.run.now)

    def _record(self, new: list[Told], outcome: Outcome) -> None:
        ids = record_tasks([one.task for one in new], by=self.run.actor) if new else []
        outcome.created += len(ids)
        self._log([(pk, one.task, one.facts) for pk, one in zip(ids, new, strict=True)])
        now, pairs = timezone.now(), zip(ids, new, strict=True)
        self.run.traces += [Trace("task", pk, Act.CREATED, one.row.number, at=now) for pk, one in pairs]

    def _log(self, told: Sequence[tuple[int, PastTask | Task, dict[str, Any]]]) -> dict[int, int]:
        """What was done stands on the timeline of what it was about; the entries' ids by their tasks'."""
        done = [one for one in told if _is_logged(*one[1:])]
        entries = write_entries([_draft(*one) for one in done], by=self.run.actor) if done else []
        found = {pk: entry.pk for (pk, *_told), entry in zip(done, entries, strict=True)}
        update_rows(Task, ("entry_id",), [(entry, pk) for pk, entry in found.items()])
        return found

    def _update(self, updates: list[tuple[int, Told]], outcome: Outcome) -> None:
        for part in rounds(updates):
            tasks = lock_records(Task.objects.filter(workspace=self.run.workspace), part.keys())
            edits = [Edit(tasks[pk], _wanted(tasks[pk], one)) for pk, one in part.items()]
            before = edit_records(edits, by=self.run.actor, now=self.run.now)
            ticked = [pk for pk, old in zip(part, before, strict=True) if "done_at" in old]
            logged = self._log([(pk, tasks[pk], part[pk].facts) for pk in ticked])
            for (pk, one), old in zip(part.items(), before, strict=True):
                outcome.updated += bool(old)
                outcome.skipped += not old
                if old:
                    kept = {name: as_json(value) for name, value in old.items()}
                    kept |= {"entry_id": None} if pk in logged else {}
                    self.run.traces.append(
                        Trace("task", pk, Act.UPDATED, one.row.number, kept, at=tasks[pk].updated_at)
                    )


def _is_logged(task: PastTask | Task, facts: dict[str, Any]) -> bool:
    about = task.deal_id or task.person_id or task.company_id
    return bool(task.done_at and about and facts.get("logged", EntryKind.TASK) == EntryKind.TASK)


def _draft(pk: int, task: PastTask | Task, told: dict[str, Any]) -> Draft:
    """As completing a task writes it."""
    home = "deal" if task.deal_id else "person" if task.person_id else "company"
    people = [task.person_id] if task.person_id and home != "person" else []
    facts = {"task": pk, "title": task.title}
    words = {"text": told.get("result", ""), "at": task.done_at, "by_id": task.done_by_id}
    return Draft(
        kind=EntryKind.TASK, facts=facts, people_ids=people, **words, **{f"{home}_id": getattr(task, f"{home}_id")}
    )


def _wanted(task: Task, one: Told) -> dict[str, Any]:
    """What the row says of a task that is there. What is done is not undone by a file."""
    names = {name for fact in one.facts for name in _FIELDS.get(fact, ())}
    wanted = {name: getattr(one.task, name) for name in names}
    if one.task.due_at is None and one.task.due_on == task.due_on:
        wanted.pop("due_at", None)  # the same day, of which we know the time
    wanted = {name: value for name, value in wanted.items() if value is not None or name == "due_at"}
    if one.task.done_at and not task.done_at:
        wanted |= {"done_at": one.task.done_at, "done_by_id": one.task.done_by_id}
    return wanted


class Known:
    """Which tasks of a chunk are there already: by number, or by title, day and what they are about.

    A task about nothing is known by its number only. Tasks of the same file are never taken for each other by their
    words. `find` answers 0 for a row of this chunk.
    """

    def __init__(self, run: Run, tasks: Sequence[PastTask]):
        self.match = () if run.mapping.duplicates == "create" else run.mapping.match
        self.run, self.tasks = run, tasks
        numbers = {one.external_id for one in tasks} - {""}
        mine = Task.objects.filter(workspace=run.workspace).order_by("-id")
        rows = mine.filter(external_id__in=numbers).exclude(external_id="") if numbers else mine.none()
        self.numbers = dict(rows.values_list("external_id", "pk")) | own_id(run.workspace).living(Task, numbers)
        self.same: dict[tuple, int] = {}
        for link in ("deal_id", "person_id", "company_id") if "same" in self.match else ():
            self._find_same(mine, link)

    def _find_same(self, mine: QuerySet, link: str) -> None:
        """Those of the same titles, by what they are about: through the index of that."""
        told = [one for one in self.tasks if not one.external_id and getattr(one, link)]
        if told:
            about, titles = {getattr(one, link) for one in told}, {one.title for one in told}
            before = self.run.batch.baseline.get("task", 0)
            rows = mine.filter(**{f"{link}__in": about}, title__in=titles, pk__lte=before)
            self.same |= {tuple(key): pk for *key, pk in rows.values_list(*_SAME, "pk")}

    def find(self, task: PastTask) -> int | None:
        """The task that a row is about."""
        if task.external_id:
            return self.numbers.get(task.external_id) if "external_id" in self.match else None
        return self.same.get(tuple(getattr(task, name) for name in _SAME))

    def add(self, task: PastTask) -> None:
        """From now on a second row with this number is a duplicate."""
        if task.external_id:
            self.numbers.setdefault(task.external_id, 0)
