"""One kind of belongings of a merged record goes to the kept one."""

from typing import Any

from django.db import models

from stegvis.people.models import DuplicatePair
from stegvis.people.moving import Relation, every
from stegvis.people.operations.journal import Journal
from stegvis.workspaces.models import FieldValue

Row = models.Model
RECORDS = {"company": "people.company", "person": "people.person", "deal": "deals.deal"}


def absorb(relation: Relation, keep: Any, other: Any, journal: Journal) -> None:
    """Give the rows of `other` to `keep`; of what `keep` has already only the facts that are empty there."""
    theirs = relation.rows(keep.workspace_id, other.pk)
    if not relation.once:
        journal.move(relation.model, relation.column, list(theirs.values_list("pk", flat=True)), other.pk, keep.pk)
        return
    ours = {_key(relation, row): row for row in relation.rows(keep.workspace_id, keep.pk)}
    moving, doubled = [], []
    for row in theirs.order_by("pk"):
        twin = ours.get(_key(relation, row))
        if twin is None:
            ours[_key(relation, row)] = row
            moving.append(row.pk)
        else:
            _fill(twin, row, relation, journal)
            doubled.append(row)
    journal.drop(relation.model, doubled)
    journal.move(relation.model, relation.column, moving, other.pk, keep.pk)


def name_owners(keep: Any, owners: set[int | None], journal: Journal) -> None:
    """Who looked after one of the two still sees what became of it, when that is private."""
    through = type(keep).named.through
    column = f"{keep._meta.model_name}_id"
    for owner in sorted(one for one in owners if one not in (None, keep.owner_id)) if keep.private else ():
        mine = {column: keep.pk, "member_id": owner}
        if not through.objects.filter(**mine).exists():
            journal.add(through._meta.label_lower, [through(**mine)])


def point_anew(keep: Any, other: Any, journal: Journal) -> None:
    """Own fields of other records that name the other person name the kept one."""
    if keep._meta.model_name != "person":
        return
    naming = FieldValue.objects.filter(workspace=keep.workspace_id, field__kind="person", number=other.pk)
    for value in naming.select_related("field"):
        row = every(RECORDS[value.field.record_kind], keep.workspace_id).filter(pk=value.record_id).first()
        if row is not None:
            journal.change(row, {"fields": {**(row.fields or {}), value.field.key: keep.pk}})
        journal.move("workspaces.fieldvalue", "number", [value.pk], other.pk, keep.pk)


def settle_pairs(keep: Any, other: Any, journal: Journal) -> None:
    """Pairs with `other` need no looking at any more."""
    pairs = DuplicatePair.objects.filter(workspace=keep.workspace_id, kind=keep._meta.model_name, state="open")
    mine = pairs.filter(models.Q(first_id=other.pk) | models.Q(second_id=other.pk))
    journal.move("people.duplicatepair", "state", list(mine.values_list("pk", flat=True)), "open", "merged")


def _key(relation: Relation, row: Row) -> tuple:
    return tuple(getattr(row, name) for name in relation.once)


def _fill(twin: Row, row: Row, relation: Relation, journal: Journal) -> None:
    """Let `twin` say what only `row` says."""
    skipped = {relation.column, *relation.once}
    facts = {}
    for one in row._meta.concrete_fields:
        name = one.attname
        if one.primary_key or one.generated or name in skipped or isinstance(one, models.BooleanField):
            continue
        ours, theirs = getattr(twin, name), getattr(row, name)
        if ours in (None, "") and theirs not in (None, ""):
            facts[name] = theirs
    journal.change(twin, facts)
