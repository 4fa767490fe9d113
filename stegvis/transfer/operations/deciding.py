"""What a person decides of an import before it begins: columns, then values. Kept with it step by step."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.transfer.mapping import mapping_from_json
from stegvis.transfer.models import Import, SavedMapping, State
from stegvis.transfer.operations.correcting import require_draft
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, require

VERB = "mapping"


@transaction.atomic
def decide(batch: Import, said: Mapping[str, Any], *, by: Member) -> None:
    """Keep these parts of the mapping's JSON, others stay as they are. Raises PermissionDenied, Refused."""
    require(by, "import")
    require_draft(batch)
    asked = {**batch.asked, **said}
    mapping_from_json(asked, kind=batch.kind)
    batch.asked, batch.state = asked, State.UPLOADED
    batch.save(update_fields=["asked", "state"])


@transaction.atomic
def save_mapping(batch: Import, name: str, *, by: Member) -> SavedMapping:
    """Keep what was decided of `batch` under a name; one of the same name is replaced. Raises as `decide`."""
    require(by, "import")
    if not batch.asked.get("columns"):
        raise Refused(_("Nothing has been decided of the columns yet."))
    saved, _made = SavedMapping.objects.update_or_create(
        workspace=batch.workspace,
        kind=batch.kind,
        name=name,
        defaults={"asked": batch.asked, "saved_at": timezone.now()},
    )
    return saved


@transaction.atomic
def forget_mapping(saved: SavedMapping, *, by: Member) -> None:
    """Delete a saved mapping. Raises PermissionDenied."""
    require(by, "import")
    SavedMapping.objects.filter(workspace=by.workspace, pk=saved.pk).delete()
    keep_undo(VERB, {"kind": saved.kind, "name": saved.name, "asked": saved.asked}, by=by, what=saved.name)


@takes_back(VERB)
def _remember_again(before: Mapping[str, Any], by: Actor) -> None:
    require(by, "import")
    if SavedMapping.objects.filter(workspace=by.workspace, kind=before["kind"], name=before["name"]).exists():
        raise Refused(_("Something of the same name has been made in the meantime. Rename it first."))
    SavedMapping.objects.create(workspace=by.workspace, **before)
