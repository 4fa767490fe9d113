"""Fields of the workspace as its settings show them."""

from stegvis.workspaces.models import CustomField, Member, RecordKind
from stegvis.workspaces.own.definitions import definitions


def fields_by_kind(member: Member) -> list[tuple[RecordKind, list[CustomField], list[CustomField]]]:
    """For each kind of record the fields in use and the archived ones, whoever may see their values."""
    return [(kind, *_of(member, kind)) for kind in RecordKind]


def _of(member: Member, kind: str) -> tuple[list[CustomField], list[CustomField]]:
    living = [one for one in definitions(member, kind).every if one.deletion_id is None]
    return [one for one in living if not one.archived], [one for one in living if one.archived]
