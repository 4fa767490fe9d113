"""From a kept file to an import that can begin: every column, stage and word decided."""

from collections.abc import Mapping as Dict
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.models import Process
from stegvis.transfer.completing import complete
from stegvis.transfer.mapping import Mapping, mapping_from_json
from stegvis.transfer.messages import unreadable_text
from stegvis.transfer.models import Import, State
from stegvis.transfer.operations.receiving import path_of, table_of
from stegvis.transfer.own import fillable, refuse_unknown
from stegvis.transfer.reading import Table, Understanding, UnreadableFile, understand_again
from stegvis.workspaces.permissions import Actor, require

_BEFORE_START = (State.UPLOADED, State.READY)


@transaction.atomic
def prepare_import(batch: Import, asked: Dict[str, Any], *, by: Actor, process: str | None = None) -> Mapping:
    """Complete what was `asked` (a mapping's JSON, may be empty) and make the import ready to begin.

    `process` is the name of the process for deals and history; without one the mapping's, else the first one. A
    process that is not there will be made of the file's stages. Raises PermissionDenied, Refused.
    """
    require(by, "import")
    if batch.state not in _BEFORE_START:
        raise Refused(_("This import has begun already."))
    mapping = mapping_from_json(dict(asked), kind=batch.kind)
    name = process or mapping.process
    try:
        table = _reopened(batch, mapping)
        found = _process(batch, name)
        _refuse_unknown(mapping, by)
        mapping = complete(replace(mapping, process=name), table, batch.workspace, found, fillable(by, batch.kind))
    except UnreadableFile as error:
        raise Refused(unreadable_text(error)) from error
    batch.understanding = table.understanding.to_json()
    batch.asked, batch.mapping, batch.process = dict(asked), mapping.to_json(), found
    batch.state, batch.rows = State.READY, table.understanding.rows
    batch.save(update_fields=["understanding", "asked", "mapping", "process", "state", "rows"])
    return mapping


def _refuse_unknown(mapping: Mapping, by: Actor) -> None:
    """A column becomes only what whoever imports may change."""
    if key := refuse_unknown(by, mapping.kind, [column.field for column in mapping.columns.values()]):
        raise Refused(_("There is no field “%(key)s”.") % {"key": key[:60]})


def _reopened(batch: Import, mapping: Mapping) -> Table:
    """The table, cut into cells again where the mapping says how."""
    if not mapping.file:
        return table_of(batch)
    seen = Understanding.from_json(batch.understanding)
    return understand_again(path_of(batch), replace(seen, **mapping.file))


def _process(batch: Import, name: str | None) -> Process | None:
    processes = Process.objects.filter(workspace=batch.workspace_id, archived_at=None).exclude(current=None)
    if name:
        return processes.filter(name__iexact=name).select_related("current").first()
    return processes.select_related("current").first() if batch.kind == "deals" else None
