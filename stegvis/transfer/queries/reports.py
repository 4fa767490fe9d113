"""The last step: how far an import has come, what it did, what it did not take, and what its undo would do."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone

from stegvis.core.table_files import guarded
from stegvis.deals.models import Deal
from stegvis.people.models import Company, Person
from stegvis.timeline.models import Task, TimelineEntry
from stegvis.transfer.mapping import mapping_from_json
from stegvis.transfer.messages import row_text
from stegvis.transfer.models import Act, Import, ImportedRecord, Kind, RejectedRow, State
from stegvis.transfer.wording.file import shortened
from stegvis.workspaces.models import Member

PAGE = 50
_TITLES = {"deals": "title", "stage-history": "case", "tasks": "title", "notes": "text", "calls": "subject"}
_CHANGING = {"deal": Deal, "company": Company, "person": Person, "task": Task}
_SLOW = timedelta(minutes=2)


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken, as a report shows it."""

    row: int
    title: str
    column: str
    value: str
    why: str


@dataclass(frozen=True)
class Forecast:
    """What an undo would do, or did: records that go, by kind; those put back; those kept as people changed them."""

    removed: dict[str, int]
    restored: int
    kept: int


@dataclass(frozen=True)
class Report:
    """All that the last step shows."""

    rejected: list[Rejected]
    next: int | None
    sums: list[tuple[str, Decimal]]
    undo: Forecast | None
    seconds: int
    left_seconds: int | None
    waits: bool


def read_report(member: Member, batch: Import, after: int = 0) -> Report:
    """The report of `batch`, with the rejected rows behind row `after`."""
    ended = batch.state in (State.DONE, State.UNDONE, State.FAILED)
    rows = _rejected(batch, after) if batch.rejected and ended else []
    return Report(
        rejected=[_shown(batch, row) for row in rows[:PAGE]],
        next=rows[PAGE - 1].row if len(rows) > PAGE else None,
        sums=_sums(member, batch) if batch.state == State.DONE else [],
        undo=forecast(batch) if ended else None,
        seconds=_seconds(batch),
        left_seconds=_left(batch),
        waits=batch.rows_done == 0 or timezone.now() - (batch.heartbeat_at or timezone.now()) > _SLOW,
    )


def imports_of(member: Member, before: int | None = None, size: int = 20) -> tuple[list[Import], int | None]:
    """The imports of the workspace, newest first, and the id behind which the next page begins."""
    found = Import.objects.filter(workspace=member.workspace_id).select_related("by").order_by("-pk")
    found = found.defer("understanding", "asked", "mapping", "baseline")
    rows = list((found.filter(pk__lt=before) if before else found)[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else None


def forecast(batch: Import) -> Forecast:
    """What is to be taken back, or was: from the traces, and from what people changed since."""
    traces = ImportedRecord.objects.filter(workspace=batch.workspace_id, of_import=batch)
    counts = traces.values("kind").annotate(
        created=Count("pk", filter=Q(act__in=(Act.CREATED, Act.REMOVED))),
        updated=Count("record_id", filter=Q(act__in=(Act.UPDATED, Act.RESTORED)), distinct=True),
        kept=Count("record_id", filter=Q(act=Act.KEPT), distinct=True),
    )
    rows = list(counts.order_by("kind"))
    undone = batch.state == State.UNDONE
    kept = sum(one["kept"] for one in rows) if undone else _changed_since(batch, traces)
    removed = {one["kind"]: one["created"] for one in rows if one["created"]}
    return Forecast(removed, sum(one["updated"] for one in rows), kept)


def _changed_since(batch: Import, traces) -> int:
    """How many of its records somebody has worked on after it ended."""
    if batch.finished_at is None:
        return 0
    total = 0
    for kind, model in _CHANGING.items():
        ids = traces.filter(kind=kind).values("record_id")
        later = model.with_deleted.filter(workspace=batch.workspace_id, updated_at__gt=batch.finished_at, pk__in=ids)
        total += later.count()
    entries = traces.filter(kind="timelineentry").values("record_id")
    newer = TimelineEntry.objects.filter(workspace=batch.workspace_id, replaces__in=entries)
    return total + newer.exclude(pk__in=entries).count()


def _rejected(batch: Import, after: int) -> list[RejectedRow]:
    rows = RejectedRow.objects.filter(workspace=batch.workspace_id, of_import=batch, row__gt=after)
    return list(rows.order_by("row")[: PAGE + 1])


def _shown(batch: Import, row: RejectedRow) -> Rejected:
    headers = list(batch.understanding.get("headers", []))
    title = _title_place(batch, headers)
    text = row.cells[title] if title < len(row.cells) else ""
    return Rejected(
        row=row.row,
        title=shortened(str(text), 60),
        column=shortened(row.column, 40),
        value=shortened(row.value, 60),
        why=row_text(row.code, shortened(row.column, 40), shortened(row.value, 40)),
    )


def _title_place(batch: Import, headers: list[str]) -> int:
    """The column by which a person recognises a row."""
    columns = mapping_from_json({"columns": batch.mapping.get("columns", {})}, kind=batch.kind).columns
    wanted = (_TITLES.get(batch.kind, "name"), "external_id", "last_name", "email", "deal", "company", "person")
    for key in wanted:
        for place, header in enumerate(headers):
            if columns[header].field == key:
                return place
    return 0


def _sums(member: Member, batch: Import) -> list[tuple[str, Decimal]]:
    """The values of the deals it made, by currency, as far as the reader sees them."""
    if batch.kind not in (Kind.DEALS, Kind.STAGE_HISTORY):
        return []
    made = ImportedRecord.objects.filter(
        workspace=batch.workspace_id, of_import=batch, kind="deal", act=Act.CREATED
    ).values("record_id")
    deals = Deal.objects.visible_to(member).filter(pk__in=made)
    found = deals.values("currency").annotate(sum=Sum("amount")).order_by("-sum")
    return [(one["currency"], one["sum"]) for one in found if one["sum"] is not None][:3]


def _seconds(batch: Import) -> int:
    if batch.started_at is None or batch.finished_at is None:
        return 0
    return max(1, round((batch.finished_at - batch.started_at).total_seconds()))


def _left(batch: Import) -> int | None:
    """How long the rest will take at the pace so far, in seconds; None where nothing tells it yet."""
    if batch.state != State.RUNNING or not batch.started_at or not batch.rows_done or batch.rows <= batch.rows_done:
        return None
    spent = (timezone.now() - batch.started_at).total_seconds()
    return round(spent / batch.rows_done * (batch.rows - batch.rows_done))


def rejected_file(batch: Import, reason: str) -> Iterator[bytes]:
    """The rejected rows as CSV with the file's own headers and a last column that says why, piece by piece.

    UTF-8 with a mark, so that Excel reads it too. What looks like a formula is guarded, and read back without guard.
    """
    headers = list(batch.understanding.get("headers", []))
    separator = batch.understanding.get("separator") or ";"
    yield b"\xef\xbb\xbf" + _line([*headers, reason], separator)
    rows = RejectedRow.objects.filter(workspace=batch.workspace_id, of_import=batch).order_by("row")
    for row in rows.iterator(chunk_size=500):
        cells = [str(cell) for cell in row.cells[: len(headers)]]
        cells += [""] * (len(headers) - len(cells))
        yield _line([*cells, row_text(row.code, row.column, row.value)], separator)


def _line(cells: list[str], separator: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return text.getvalue().encode()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would run is guarded; a plain negative number needs none."""
    figures = cell[1:].replace(".", "").replace(",", "").replace(" ", "")
    return cell if cell[:1] in ("+", "-") and figures.isdecimal() else str(guarded(cell))
