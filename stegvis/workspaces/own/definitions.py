"""Which fields a workspace has, and which of them somebody may see or change."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet

from stegvis.core.json_rows import JsonRows
from stegvis.core.written import Written, columns
from stegvis.workspaces.models import CustomField
from stegvis.workspaces.permissions import Actor, may_edit_field, may_see_field

# Before the key, wherever a field is named among the facts that every record has: in changes, history, imports.
PREFIX = "own:"
# The same in an address, where a colon would have to be escaped.
IN_ADDRESS = "own-"


def own_name(field: CustomField) -> str:
    """What `field` is called among the facts of a record: "own:delivery-terms"."""
    return f"{PREFIX}{field.key}"


def is_own(name: str) -> bool:
    """Whether a fact of this name is a field that the workspace added."""
    return name.startswith(PREFIX)


def key_of(name: str) -> str:
    """The field's key in the name of a fact."""
    return name.removeprefix(PREFIX)


@dataclass(frozen=True)
class Definitions:
    """The fields of one kind of record as `actor` has them; `every` has archived and deleted ones too."""

    actor: Actor
    every: Sequence[CustomField]

    @property
    def seen(self) -> list[CustomField]:
        """Those in use that the actor may see, in order."""
        return [one for one in self._in_use if may_see_field(self.actor, one)]

    @property
    def edited(self) -> list[CustomField]:
        """Those in use that the actor may change, in order."""
        return [one for one in self._in_use if may_edit_field(self.actor, one)]

    @property
    def hidden_names(self) -> tuple[str, ...]:
        """Names of facts of which the actor may know nothing, in history neither."""
        return tuple(own_name(one) for one in self.every if not may_see_field(self.actor, one))

    def find(self, key: str) -> CustomField | None:
        """The field in use of that key, if the actor may see it."""
        return next((one for one in self.seen if one.key == key), None)

    def name_of(self, name: str) -> str:
        """What people call the fact `name`, also when its field was archived or deleted."""
        return next((one.name for one in self.every if own_name(one) == name), key_of(name))

    @property
    def _in_use(self) -> list[CustomField]:
        return [one for one in self.every if not one.archived and one.deletion_id is None]


def definitions(actor: Actor, record_kind: str) -> Definitions:
    """The fields of `record_kind` in the actor's workspace: asked once for each member or automation object.

    The member of a request brings them along (`ALONG`): pages ask nothing for them.
    """
    kept = actor.__dict__.get("_own_fields")
    if kept is None:
        brought = _brought(actor)
        kept = EVERY.instances(CustomField, workspace=actor.workspace.pk) if brought is None else brought
        # Automations are frozen dataclasses; their dictionary is not.
        actor.__dict__["_own_fields"] = kept
    return Definitions(actor, [one for one in kept if one.record_kind == record_kind])


def forget(actor: Actor) -> None:
    """Ask anew the next time: a field was changed."""
    actor.__dict__.pop("_own_fields", None)
    actor.__dict__.pop(BROUGHT, None)


def _brought(actor: Actor) -> list[CustomField] | None:
    """The fields that came along with a member, once."""
    rows = actor.__dict__.pop(BROUGHT, None)
    return None if rows is None else [_field(actor, row) for row in rows]


def _field(actor: Actor, row: dict) -> CustomField:
    """SQLite hands JSON within JSON out as text, and truths as numbers."""
    lists = {name: json.loads(row[name]) if isinstance(row[name], str) else row[name] for name in LISTS}
    truths = {name: bool(row[name]) for name in ("required", "archived")}
    return CustomField(**row | lists | truths, workspace_id=actor.workspace.pk)


def _every(workspace: int) -> QuerySet:
    found = CustomField.with_deleted.filter(workspace=workspace)
    return found.order_by("position", "id").values_list(*columns(CustomField))


EVERY = Written(_every)
LISTS = ("choices", "seen_by", "edited_by")
PLAIN = ("id", "record_kind", "key", "name", "kind", "required", "position", "archived", "deletion_id")
BROUGHT = "_own_rows"
# What a query of members annotates so that each brings the fields of its workspace along, for `BROUGHT`.
ALONG = JsonRows(
    CustomField.with_deleted.filter(workspace=OuterRef("workspace_id")).order_by("position", "id"),
    **{name: name for name in (*PLAIN, *LISTS)},
)
