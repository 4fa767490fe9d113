"""Running an import: chunk by chunk, each one transaction with its own checkpoint.

Killed at any moment, an import has done whole chunks, and goes on behind the last of them: never half, never twice.
"""

import json

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.bulk import insert_rows, many_commits
from stegvis.core.errors import Refused
from stegvis.deals.models import Deal
from stegvis.deals.operations.recording import moment
from stegvis.people.models import Company, Person
from stegvis.timeline.models import Task, TimelineEntry
from stegvis.transfer.cells import RowRefused
from stegvis.transfer.kinds import Outcome
from stegvis.transfer.kinds.making import source_for
from stegvis.transfer.mapping import mapping_from_json
from stegvis.transfer.models import Import, ImportedRecord, RejectedRow, State
from stegvis.transfer.reading import Row, as_text
from stegvis.transfer.run import Run, Trace

CHUNK_ROWS = 2_000
_TRACES = "workspace_id of_import_id kind record_id row act before at parent".split()
_REJECTED = 'workspace_id of_import_id row code "column" value cells'.split()  # a word of SQL's own
_BASELINES = {"deal": Deal, "company": Company, "person": Person, "task": Task, "entry": TimelineEntry}
_GOING = (State.READY, State.RUNNING, State.FAILED)


class TakenOver(Refused):
    """Somebody else has moved this import on in the meantime; what was done here is rolled back."""


def run_import(batch: Import, *, chunk_rows: int = CHUNK_ROWS, runner: str = "") -> Import:
    """Run a prepared import to its end in this process, from its checkpoint on. Errors leave it failed, at a chunk."""
    begin(batch, runner)
    engine = Engine(batch, chunk_rows)
    try:
        with many_commits():
            while engine.step():
                pass
    except Exception as error:
        if not connection.in_atomic_block:  # within a larger transaction all of it goes
            mark_failed(batch, error)
        raise
    return batch


def begin(batch: Import, runner: str = "") -> None:
    """Mark the import as running; Refused when it is not ready to."""
    now = timezone.now()
    ready = Import.objects.filter(workspace=batch.workspace_id, pk=batch.pk, state__in=_GOING)
    if not ready.update(state=State.RUNNING, runner=runner, heartbeat_at=now, error=""):
        raise Refused(_("This import cannot begin: it is done, or somebody is at it."))
    batch.refresh_from_db()
    if batch.started_at is None:
        batch.started_at, batch.baseline = now, _baseline(batch)
        batch.save(update_fields=["started_at", "baseline"])


def mark_failed(batch: Import, error: Exception) -> None:
    """Keep why the import stopped; its checkpoint stays, so it can go on."""
    Import.objects.filter(workspace=batch.workspace_id, pk=batch.pk, state=State.RUNNING).update(
        state=State.FAILED, error=str(error)[:2000] or type(error).__name__
    )


def _baseline(batch: Import) -> dict[str, int]:
    """The largest ids before the import: what it makes itself lies above."""
    found = {}
    for kind, model in _BASELINES.items():
        manager = getattr(model, "with_deleted", model._default_manager)
        records = manager.filter(workspace=batch.workspace_id)
        found[kind] = records.aggregate(last=Max("pk"))["last"] or 0
    return found


class Engine:
    """Moves one import on, chunk by chunk. Remembers where the file stands between chunks."""

    def __init__(self, batch: Import, chunk_rows: int = CHUNK_ROWS):
        self.batch, self.chunk_rows = batch, chunk_rows
        mapping = mapping_from_json(batch.mapping, kind=batch.kind)
        self.run = Run(batch, batch.workspace, mapping)
        self.source = source_for(self.run)

    def step(self) -> bool:
        """Take one chunk, in one transaction with the checkpoint behind it. Returns whether there is more to do."""
        with transaction.atomic(savepoint=False):
            self._lock()
            self.run.now = timezone.now()
            self.source.begin()
            rows = self.source.next_rows(self.chunk_rows)
            outcome = self.source.take(rows) if rows else Outcome()
            if not rows:
                self.source.finish()
            self._write(outcome)
            self._advance(rows, outcome)
        return bool(rows)

    def _lock(self) -> None:
        """The checkpoint in the database must be the one we stand at."""
        current = Import.objects.filter(workspace=self.batch.workspace_id).select_for_update().get(pk=self.batch.pk)
        if current.state != State.RUNNING or current.next_row != self.batch.next_row:
            raise TakenOver(_("This import has been moved on by somebody else."))

    def _write(self, outcome: Outcome) -> None:
        if self.run.traces:
            now = moment(self.run.now)
            insert_rows(ImportedRecord, _TRACES, (self._trace_row(trace, now) for trace in self.run.traces))
        if outcome.rejected:
            insert_rows(RejectedRow, _REJECTED, (self._rejected_row(row, why) for row, why in outcome.rejected))

    def _rejected_row(self, row: Row, why: RowRefused) -> tuple:
        cells = json.dumps([as_text(cell) for cell in row.cells])
        return (self.batch.workspace_id, self.batch.pk, row.number, why.code, why.column, why.value, cells)

    def _trace_row(self, trace: Trace, now: str | None) -> tuple:
        before = None if trace.before is None else json.dumps(trace.before)
        return (
            *(self.batch.workspace_id, self.batch.pk, trace.kind, trace.record_id, trace.row, trace.act, before),
            *(moment(trace.at) if trace.at else now, trace.parent),
        )

    def _advance(self, rows: list[Row], outcome: Outcome) -> None:
        """Counts and checkpoint; written last, so that all of the chunk is there when they are."""
        batch = self.batch
        batch.created += outcome.created
        batch.updated += outcome.updated
        batch.skipped += outcome.skipped
        batch.rejected += len(outcome.rejected)
        for _row, refusal in outcome.rejected:
            batch.reasons[refusal.code] = batch.reasons.get(refusal.code, 0) + 1
        for kind, number in self.run.made.items():
            batch.made[kind] = batch.made.get(kind, 0) + number
        batch.rows_done += len(rows)
        batch.heartbeat_at = self.run.now
        if rows:
            batch.next_row, batch.offset = self.source.checkpoint(rows[-1])
        else:
            batch.state, batch.finished_at, batch.rows = State.DONE, self.run.now, batch.rows_done
        self.run.traces, self.run.made = [], type(self.run.made)()
        batch.save()
