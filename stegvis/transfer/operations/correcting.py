"""Correcting what was understood of a file, before anything is imported."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.transfer.keeping import path_of
from stegvis.transfer.messages import unreadable_text
from stegvis.transfer.models import Import, State
from stegvis.transfer.reading import Understanding, UnreadableFile, understand_again
from stegvis.transfer.reading.understanding import DATE_ORDERS
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import require

CUT = ("encoding", "separator", "sheet", "header_row")
_DRAFT = (State.UPLOADED, State.READY)
_NUMBERS = ("number", "money")


@transaction.atomic
def correct_reading(batch: Import, said: Mapping[str, Any], *, by: Member) -> Understanding:
    """Read the file as `said`: any of kind, encoding, separator, sheet, header_row, decimal_mark, date_order.

    A change of how the file is cut into cells makes what was known of its columns void. Raises PermissionDenied, and
    Refused for a file that cannot be read in this way: then nothing is changed.
    """
    require(by, "import")
    require_draft(batch)
    seen = _cut(batch, Understanding.from_json(batch.understanding), said)
    if said.get("decimal_mark"):
        seen = _with_mark(seen, said["decimal_mark"])
    if said.get("date_order"):
        seen = _with_order(seen, said["date_order"])
    return _keep(batch, seen, said.get("kind") or batch.kind)


@transaction.atomic
def answer_dates(batch: Import, place: int, order: str, *, by: Member) -> Understanding:
    """Say which order the dates of the column at `place` have. Raises PermissionDenied, Refused."""
    require(by, "import")
    require_draft(batch)
    seen = Understanding.from_json(batch.understanding)
    headers = list(seen.columns)
    if not 0 <= place < len(headers) or order not in DATE_ORDERS:
        raise Refused(_("The file has no such column."))
    return _keep(batch, seen.with_date_order(headers[place], order), batch.kind)


def require_draft(batch: Import) -> None:
    """Refused for an import that has begun: its file is read as it was."""
    if batch.state not in _DRAFT:
        raise Refused(_("This import has begun already."))


def _cut(batch: Import, seen: Understanding, said: Mapping[str, Any]) -> Understanding:
    told = {name: said[name] for name in CUT if said.get(name) and said[name] != getattr(seen, name)}
    if not told:
        return seen
    if told.get("encoding"):
        told["has_bom"] = False
    try:
        return understand_again(path_of(batch), replace(seen, **told)).understanding
    except UnreadableFile as error:
        raise Refused(unreadable_text(error)) from error


def _with_mark(seen: Understanding, mark: str) -> Understanding:
    """A new mark counts for all columns of figures; the one that was found stays as found in each."""
    if mark == seen.decimal_mark:
        return seen
    columns = {
        header: replace(one, decimal_mark=mark) if one.kind in _NUMBERS else one for header, one in seen.columns.items()
    }
    return replace(seen, decimal_mark=mark, thousands_mark=" " if mark == "," else ",", columns=columns)


def _with_order(seen: Understanding, order: str) -> Understanding:
    for header in seen.date_orders:
        seen = seen.with_date_order(header, order)
    return seen


def _keep(batch: Import, seen: Understanding, kind: str) -> Understanding:
    """Decisions about columns that are no longer there, or fields of another kind, are dropped."""
    same = kind == batch.kind and list(seen.columns) == list(batch.understanding.get("headers", []))
    batch.asked = batch.asked if same else {}
    batch.understanding, batch.kind, batch.rows, batch.state = seen.to_json(), kind, seen.rows, State.UPLOADED
    batch.save(update_fields=["asked", "understanding", "kind", "rows", "state"])
    return seen
