"""Columns of stays as bytes and back, and reading what is kept of them."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from stegvis.insights.models import PART, ChangedStay, ColumnsKept, StayColumns
from stegvis.insights.queries.columns.numbers import Column

# Deal (from the first of its part on), stage, entered, left, next stage, seller; amount, code, told.
WAYS = ("<u2", "<i4", "<i8", "<i8", "<i4", "<i4")
WORTH = ("<i8", "<i8", "<i8")
# So many parts are in memory at a time.
AT_ONCE = 16


@dataclass(frozen=True)
class Packed:
    """The columns that are kept of a workspace, and the deals whose stays have changed since: theirs are to be read."""

    workspace_id: int
    changed: Sequence[int]

    def parts(self, *, worth: bool) -> Iterator[tuple]:
        """Part and bytes of each, for `unpack`."""
        columns = ("part", "ways", "worth") if worth else ("part", "ways")
        parts = StayColumns.objects.filter(workspace=self.workspace_id).order_by("part")
        return parts.values_list(*columns).iterator(chunk_size=AT_ONCE)


def kept_columns(workspace_id: int) -> Packed | None:
    """What is kept of the workspace, None unless it is all there.

    The changes are read before the columns: of a change that is noted later, what is read may or may not know.
    """
    if not ColumnsKept.objects.filter(workspace=workspace_id, complete=True).exists():
        return None
    changed = ChangedStay.objects.filter(workspace=workspace_id).order_by("deal")
    return Packed(workspace_id, list(changed.values_list("deal", flat=True).distinct()))


def pack(part: int, columns: Sequence[Column]) -> tuple[bytes, bytes]:
    """The columns of the stays of one part as bytes: ways, and worth, which is nearly the same in many rows."""
    deals, *rest = columns
    facts = [deals - part * PART, *rest]
    ways, worth = facts[: len(WAYS)], facts[len(WAYS) :]
    return _bytes(ways, WAYS), zlib.compress(_bytes(worth, WORTH), 1)


def _bytes(columns: Sequence[Column], kinds: Sequence[str]) -> bytes:
    return b"".join(one.astype(kind).tobytes() for one, kind in zip(columns, kinds, strict=True))


def unpack(part: int, ways: bytes, worth: bytes | None = None) -> list[Column]:
    """The columns that `pack` was given; those of worth only where they are given."""
    deals, *rest = _columns(ways, WAYS)
    more = [] if worth is None else _columns(zlib.decompress(worth), WORTH)
    return [deals.astype(np.int64) + part * PART, *rest, *more]


def _columns(body: bytes, kinds: Sequence[str]) -> list[Column]:
    widths = [np.dtype(kind).itemsize for kind in kinds]
    count, found, begin = len(body) // sum(widths), [], 0
    for kind, width in zip(kinds, widths, strict=True):
        found.append(np.frombuffer(body, kind, count, begin))
        begin += count * width
    return found
