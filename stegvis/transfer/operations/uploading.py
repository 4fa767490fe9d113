"""A file somebody chose in the browser: kept, and looked at to tell what its rows are."""

from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from stegvis.transfer.guessing import guess_kind
from stegvis.transfer.keeping import table_of
from stegvis.transfer.models import Import, Kind
from stegvis.transfer.operations.receiving import receive_file
from stegvis.workspaces.models import Member

_LOOK_ROWS = 300


@transaction.atomic
def upload_file(blocks: Iterable[bytes], *, name: str, kind: str, by: Member) -> Import:
    """Keep the file; with `kind` "" what its rows are is told from the headers. Raises as receive_file does."""
    batch = receive_file(blocks, name=name, kind=kind or Kind.DEALS, by=by)
    if not kind:
        batch.kind = _kind_of(batch)
        batch.save(update_fields=["kind"])
    return batch


def _kind_of(batch: Import) -> str:
    table = table_of(batch)
    rows = [row.cells for row in islice(table.rows(), _LOOK_ROWS)]
    return guess_kind(table.headers, table.samples(), rows)
