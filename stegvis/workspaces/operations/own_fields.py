"""The fields that a workspace adds to companies, people and deals: making, changing, ordering and deleting them."""

import re
from collections.abc import Mapping, Sequence
from itertools import chain, count
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.folding import fold
from stegvis.workspaces.models import CustomField, Deletion, FieldValue, Owned, RecordKind
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.own.definitions import forget
from stegvis.workspaces.permissions import ROLES, Actor, require

MOST_FIELDS, MOST_CHOICES, LONGEST = 60, 200, 100
CHOOSING = {CustomField.Kind.CHOICE, CustomField.Kind.SEVERAL}
FACTS = ("name", "kind", "required", "seen_by", "edited_by")


@transaction.atomic
def add_field(record_kind: str, facts: Mapping[str, Any], *, by: Actor) -> CustomField:
    """A new field behind the others of `record_kind`.

    `facts` are name, kind, required, seen_by, edited_by (roles) and choices: (key or "", name) of each. Raises
    PermissionDenied, and Refused for a name that is empty or taken, and for a choice field without choices.
    """
    require(by, "settings")
    within = CustomField.objects.filter(workspace=by.workspace, record_kind=RecordKind(record_kind))
    if within.count() >= MOST_FIELDS:
        raise Refused(_("A workspace has at most %(number)s fields of its own here.") % {"number": MOST_FIELDS})
    last = within.order_by("-position").values_list("position", flat=True).first()
    field = CustomField(workspace=by.workspace, record_kind=record_kind, position=0 if last is None else last + 1)
    _set_facts(field, facts)
    field.key = _free_key(field)
    field.save()
    _note("field_added", field, by)
    return field


@transaction.atomic
def change_field(field: CustomField, facts: Mapping[str, Any], *, by: Actor) -> CustomField:
    """Change `field`, facts as for `add_field`. Values stay: choices are renamed under their keys.

    A choice that is left out is offered no longer. Raises as `add_field`, and Refused for another kind once there are
    values.
    """
    require(by, "settings", field)
    if facts.get("kind", field.kind) != field.kind and has_values(field):
        raise Refused(_("The kind stays as it is, because the field has values already. Make a new field instead."))
    _set_facts(field, facts)
    field.save(update_fields=[*FACTS, "choices", "updated_at"])
    _note("field_changed", field, by)
    return field


@transaction.atomic
def place_field(field: CustomField, place: int, *, by: Actor) -> list[CustomField]:
    """Put `field` at `place` (from 0) among those in use of its kind of record; the order as it is then comes back."""
    require(by, "settings", field)
    every = CustomField.objects.filter(workspace=field.workspace_id, record_kind=field.record_kind)
    others = [one for one in every.filter(archived=False).order_by("position", "id") if one.pk != field.pk]
    place = max(0, min(place, len(others)))
    ordered = [*others[:place], field, *others[place:]]
    for position, one in enumerate(ordered):
        one.position = position
    every.bulk_update(ordered, ["position"])
    forget(by)
    return ordered


@transaction.atomic
def shift_field(field: CustomField, step: int, *, by: Actor) -> list[CustomField]:
    """Move `field` one place earlier (-1) or later (1)."""
    every = CustomField.objects.filter(workspace=field.workspace_id, record_kind=field.record_kind, archived=False)
    ids = list(every.order_by("position", "id").values_list("pk", flat=True))
    return place_field(field, ids.index(field.pk) + step if field.pk in ids else 0, by=by)


@transaction.atomic
def archive_field(field: CustomField, *, by: Actor, archived: bool = True) -> CustomField:
    """Show and ask for `field` no longer (or again). Its values are kept."""
    require(by, "settings", field)
    field.archived = archived
    field.save(update_fields=["archived", "updated_at"])
    _note("field_changed", field, by)
    return field


def delete_field(field: CustomField, *, by: Actor) -> Deletion:
    """Delete `field`; its values are kept for Undo. Raises PermissionDenied."""
    deletion = delete_records([field], by=by, verb="settings")
    forget(by)
    return deletion


def has_values(field: CustomField) -> bool:
    """Whether any record has a value for `field`."""
    if field.kind != CustomField.Kind.LONG:
        return FieldValue.objects.filter(workspace=field.workspace_id, field=field).exists()
    # Long texts are not among the rows for lookups.
    return _holding(field, field.key)


def _holding(field: CustomField, key: str) -> bool:
    """Whether any record holds something under `key`: asked of all of them, as fields are made rarely."""
    owned = [one for one in apps.get_models() if issubclass(one, Owned) and one._meta.model_name == field.record_kind]
    within = (one.with_deleted.filter(workspace=field.workspace_id, fields__has_key=key) for one in owned)
    return any(one.exists() for one in within)


def _set_facts(field: CustomField, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        if name in facts:
            setattr(field, name, facts[name])
    field.name = _name(field.name)
    field.seen_by = [role.value for role in ROLES if role in field.seen_by]
    field.edited_by = [role for role in field.seen_by if role in field.edited_by]
    twins = CustomField.objects.filter(workspace=field.workspace_id, record_kind=field.record_kind)
    if any(fold(one.name) == fold(field.name) for one in twins.exclude(pk=field.pk)):
        raise Refused(_("There is a field “%(name)s” already.") % {"name": field.name})
    field.choices = _choices(field, facts.get("choices", ())) if field.kind in CHOOSING else []


def _choices(field: CustomField, told: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """The choices in their order, then those that are offered no longer but may stand in values."""
    known = {one["key"]: one for one in field.choices}
    by_name = {fold(one["name"]): one["key"] for one in field.choices}
    chosen: dict[str, dict[str, Any]] = {}
    for key, name in told:
        name = _name(name)
        if fold(name) in {fold(one["name"]) for one in chosen.values()}:
            raise Refused(_("The choice “%(name)s” is there twice.") % {"name": name})
        key = key if key in known else by_name.get(fold(name), "") or _next_key(known, chosen)
        chosen[key] = {"key": key, "name": name, "gone": False}
    if not 0 < len(chosen) <= MOST_CHOICES:
        raise Refused(_("Give between 1 and %(number)s choices.") % {"number": MOST_CHOICES})
    return [*chosen.values(), *({**one, "gone": True} for key, one in known.items() if key not in chosen)]


def _next_key(*taken: Mapping[str, Any]) -> str:
    numbers = [int(key) for keys in taken for key in keys if key.isdigit()]
    return str(max(numbers, default=0) + 1)


def _name(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not 0 < len(name) <= LONGEST:
        raise Refused(_("A name has between 1 and %(number)s letters.") % {"number": LONGEST})
    return name


def _free_key(field: CustomField) -> str:
    """The name in letters that fit everywhere, with a number where a field has it already or records still hold it.

    Deleted fields count, and those that the trash has erased: their values would show under the new name.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", fold(field.name)).strip("-")[:32].strip("-") or "field"
    every = CustomField.with_deleted.filter(workspace=field.workspace_id, record_kind=field.record_kind)
    taken = set(every.values_list("key", flat=True))
    numbered = (f"{plain}-{number}" for number in count(2))
    return next(key for key in chain([plain], numbered) if key not in taken and not _holding(field, key))


def _note(act: str, field: CustomField, by: Actor) -> None:
    audit(act, by=by, detail={"field": field.name, "of": field.record_kind})
    forget(by)
