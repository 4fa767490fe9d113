"""Bringing the index into step with what was marked, and making it anew."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, transaction
from django.db.models import QuerySet

from stegvis.core.bulk import insert_rows
from stegvis.core.search.kinds import Kind, kind_numbered, kinds
from stegvis.core.search.rows import RECORD_BITS, SearchMark, SearchRow, part_of, row_id
from stegvis.core.search.texts import kept_name, kept_text
from stegvis.core.written import Written

COLUMNS = ("workspace_id", "id", "part", "record_id", "name", "text")
REBUILD_CHUNK = 2_000
TOGETHER = 2_000  # FTS5 writes a segment of its index for each statement, and merges them
LOCK = 0x57E6_5EA2  # the advisory lock, with the workspace, under which PostgreSQL's index is written


def refresh(workspace_id: int, limit: int) -> bool:
    """Index up to `limit` marked changes of a workspace; returns whether there may be more."""
    if not MARKED(1, workspace=workspace_id):
        return False
    with transaction.atomic():
        _one_at_a_time(workspace_id)
        taken = MARKED(limit, workspace=workspace_id)
        changed: dict[int, set[int]] = defaultdict(set)
        for _mark, kind, record in taken:
            changed[kind].add(record)
        for number, ids in changed.items():
            _renew(workspace_id, number, sorted(ids))
        _remove_marks(workspace_id, [mark for mark, *_rest in taken])
    return len(taken) == limit


def _marked(limit: int, workspace: int) -> QuerySet:
    marks = SearchMark.objects.filter(workspace=workspace).order_by("id")
    return marks.values_list("id", "kind", "record_id")[:limit]


def _kept(workspace: int, ids: list[int]) -> QuerySet:
    return SearchRow.objects.filter(workspace=workspace, id__in=ids).values_list("id", "name", "text")


MARKED, KEPT = Written(_marked), Written(_kept)


def rebuild(workspace_id: int) -> int:
    """Make the whole index of a workspace anew; returns how many records it holds. Searches go on meanwhile."""
    known = {kind.number for kind in kinds()}
    for kind in kinds():
        for ids in _chunks(kind.ids(workspace_id), REBUILD_CHUNK):
            with transaction.atomic():
                _one_at_a_time(workspace_id)
                _renew(workspace_id, kind.number, ids)
        _remove_lost(workspace_id, kind)
    unknown = [part_of(workspace_id, number) for number in range(1 << 4) if number not in known]
    SearchRow.objects.filter(workspace=workspace_id, part__in=unknown).delete()
    return SearchRow.objects.filter(workspace=workspace_id).count()


def marked_workspaces() -> list[int]:
    """Workspaces in which something waits to be indexed."""
    marks = SearchMark.objects.across_workspaces("the job serves all of them")
    return list(marks.order_by().values_list("workspace", flat=True).distinct())


def _one_at_a_time(workspace_id: int) -> None:
    """Two that read the same record at different moments must not write its row in the other order."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK & 0x7FFF_FFFF, workspace_id & 0x7FFF_FFFF])


def _renew(workspace_id: int, number: int, ids: list[int]) -> None:
    """Write the rows of these records; those that are gone, or are not to be found, lose theirs."""
    kind = kind_numbered(number)
    documents = kind.documents(ids) if kind else []
    rows = {
        row_id(workspace_id, number, one.record_id): (kept_name(one.name), kept_text(one.name, one.texts))
        for one in documents
        if one.workspace_id == workspace_id
    }
    rows = {pk: texts for pk, texts in rows.items() if texts[1]}
    wanted = [row_id(workspace_id, number, record) for record in ids]
    present = _present(workspace_id, wanted)
    same = {pk for pk, texts in rows.items() if present.get(pk) == texts}
    stale = present.keys() - same
    if stale:
        SearchRow.objects.filter(workspace=workspace_id, id__in=stale).delete()
    part = part_of(workspace_id, number)
    fresh = (
        (workspace_id, pk, part, pk & (1 << RECORD_BITS) - 1, *texts) for pk, texts in rows.items() if pk not in same
    )
    insert_rows(SearchRow, COLUMNS, fresh, together=TOGETHER)


def _present(workspace_id: int, wanted: list[int]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for ids in _chunks(wanted, REBUILD_CHUNK):
        found |= {pk: (name, text) for pk, name, text in KEPT(workspace=workspace_id, ids=ids)}
    return found


def _remove_marks(workspace_id: int, marks: list[int]) -> None:
    for ids in _chunks(marks, REBUILD_CHUNK):
        done = SearchMark.objects.filter(workspace=workspace_id, id__in=ids)
        done._raw_delete(done.db)  # nothing hangs on a mark, so there is nothing to look for


def _remove_lost(workspace_id: int, kind: Kind) -> None:
    """Rows of records that are there no more."""
    first = row_id(workspace_id, kind.number, 0)
    while True:
        rows = SearchRow.objects.filter(
            workspace=workspace_id, id__gt=first, id__lt=row_id(workspace_id, kind.number + 1, 0)
        )
        ids = list(rows.order_by("id").values_list("id", flat=True)[:REBUILD_CHUNK])
        if not ids:
            return
        _renew_lost(workspace_id, kind, ids)
        first = ids[-1]


def _renew_lost(workspace_id: int, kind: Kind, ids: list[int]) -> None:
    with transaction.atomic():
        _one_at_a_time(workspace_id)
        records = [pk & (1 << RECORD_BITS) - 1 for pk in ids]
        there = {document.record_id for document in kind.documents(records)}
        lost = [pk for pk, record in zip(ids, records, strict=True) if record not in there]
        SearchRow.objects.filter(workspace=workspace_id, id__in=lost).delete()


def _chunks(items: Iterable[int], size: int) -> Iterator[list[int]]:
    walk = iter(items)
    while chunk := list(islice(walk, size)):
        yield chunk
