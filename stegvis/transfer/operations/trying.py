"""Trying an import without keeping anything: a part of the file in a transaction that is rolled back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Min, Sum

from stegvis.deals.models import Deal
from stegvis.transfer.keeping import path_of
from stegvis.transfer.models import Act, Import, ImportedRecord, Kind, RejectedRow, State
from stegvis.transfer.operations.importing import Engine, begin
from stegvis.transfer.operations.preparing import prepare_import
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import require

FIRST_ROWS = 2_000
# SQLite lets nobody else write while a trial runs: longer files are tried in part.
MOST_ROWS = 20_000
_LOOKS = 3
_PROBLEMS = 12


@dataclass(frozen=True)
class Problem:
    """Rows that would not be taken for the same reason, and the first of them."""

    code: str
    count: int
    row: int
    column: str
    value: str


@dataclass(frozen=True)
class Trial:
    """What an import would do: counts of rows, what it makes on the way, sums of new deals, some of them as they will
    be, and what does not fit. `whole` says that the file was tried to its end."""

    rows: int
    whole: bool
    created: int
    updated: int
    skipped: int
    rejected: int
    made: dict[str, int] = field(default_factory=dict)
    sums: Sequence[tuple[str, Decimal]] = ()
    looks: Sequence[dict[str, Any]] = ()
    problems: Sequence[Problem] = ()


@transaction.atomic
def try_import(batch: Import, *, by: Member, rows: int = FIRST_ROWS) -> Trial:
    """Import about the first `rows` rows as decided so far, and take it all back. Raises PermissionDenied, Refused."""
    require(by, "import")
    copy = Import.objects.filter(workspace=batch.workspace_id).get(pk=batch.pk)
    copy.workspace = batch.workspace
    forget_events(batch)
    try:
        with transaction.atomic():
            prepare_import(copy, batch.asked, by=by)
            trial = _try(copy, rows)
            transaction.set_rollback(True)
    finally:
        forget_events(batch)
    return trial


def forget_events(batch: Import) -> None:
    """The sorted copy of an event log was made by an earlier mapping."""
    Path(f"{path_of(batch)}.events").unlink(missing_ok=True)


def _try(copy: Import, rows: int) -> Trial:
    begin(copy)
    engine, more = Engine(copy), True
    while more and copy.rows_done < rows:
        more = engine.step()
    if more and copy.rows_done >= copy.rows:
        more = engine.step()
    return Trial(
        rows=copy.rows_done,
        whole=copy.state == State.DONE,
        created=copy.created,
        updated=copy.updated,
        skipped=copy.skipped,
        rejected=copy.rejected,
        made=dict(copy.made),
        sums=_sums(copy),
        looks=_looks(copy),
        problems=_problems(copy),
    )


def _new_deals(copy: Import):
    made = ImportedRecord.objects.filter(workspace=copy.workspace_id, of_import=copy, kind="deal", act=Act.CREATED)
    return Deal.objects.filter(workspace=copy.workspace_id, pk__in=made.values("record_id"))


def _sums(copy: Import) -> list[tuple[str, Decimal]]:
    if copy.kind not in (Kind.DEALS, Kind.STAGE_HISTORY):
        return []
    found = _new_deals(copy).values("currency").annotate(sum=Sum("amount")).order_by("-sum")
    return [(one["currency"], one["sum"]) for one in found if one["sum"] is not None][:3]


def _looks(copy: Import) -> list[dict[str, Any]]:
    if copy.kind not in (Kind.DEALS, Kind.STAGE_HISTORY):
        return []
    names = ("title", "company__name", "amount", "currency", "stage__name", "stage__kind", "owner__name", "owner_id")
    return list(_new_deals(copy).order_by(F("amount").desc(nulls_last=True), "pk").values(*names)[:_LOOKS])


def _problems(copy: Import) -> list[Problem]:
    rejected = RejectedRow.objects.filter(workspace=copy.workspace_id, of_import=copy)
    firsts = rejected.values("code").annotate(first=Min("pk")).values_list("first", flat=True)
    found = [
        Problem(one.code, copy.reasons.get(one.code, 0), one.row, one.column, one.value)
        for one in rejected.filter(pk__in=list(firsts))
    ]
    return sorted(found, key=lambda one: -one.count)[:_PROBLEMS]
