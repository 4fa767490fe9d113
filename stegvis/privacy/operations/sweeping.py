"""Looking for an erased person's words in every text of the workspace, and blackening them; history too.

Every table of the project is gone through, those of apps that nobody thought of here as well: what is left out is
named below, with the reason. A part looks at some thousand rows, so that a large workspace is a chain of short jobs.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone

from stegvis.core.append_only import purge
from stegvis.people.models import Erasure
from stegvis.privacy.words import blackened, pattern, written

PART = 5_000
# Who else is in the workspace: the words that are looked for mean none of them, or they would not be looked for.
LEFT_OUT = {
    "people.Person",
    "people.ContactPoint",
    "people.Company",
    "people.Erasure",
    "people.MatchKey",
    "workspaces.Member",
    "workspaces.Invitation",
    "workspaces.MailSettings",
    "core.SearchMark",
}
# Of companies the description is searched; its name is the company's own.
ONLY = {"people.Company": ("description", "source", "fields")}
# What is emptied as a whole once a word is found in it: the rest of the row is about the same person.
WHOLE = {"transfer.RejectedRow": {"cells": [], "value": ""}}


def sweep_part(erasure: Erasure) -> bool:
    """Go through the next rows; returns whether there are more. One transaction."""
    tables = list(searched())
    place = {"table": 0, "after": 0} | erasure.place
    if not erasure.words or place["table"] >= len(tables):
        return _finish(erasure)
    model, fields = tables[place["table"]]
    rows, last = _part(model, fields, erasure, place["after"])
    if rows:
        _blacken_all(model, fields, rows, erasure)
    erasure.place = {"table": place["table"], "after": last} if last else {"table": place["table"] + 1, "after": 0}
    erasure.save(update_fields=["removed", "place"])
    return True


def _blacken_all(model: Any, fields: Sequence[models.Field], rows: list, erasure: Erasure) -> None:
    found, label = pattern(erasure.words), model._meta.label
    with purge("a person was erased", workspace=erasure.workspace) as tombstone:
        number = sum(_blacken(model, row, fields, found) for row in rows)
        tombstone.removed = {label: number}
    erasure.removed = {**erasure.removed, label: erasure.removed.get(label, 0) + number}


def searched() -> Iterator[tuple[type[models.Model], list[models.Field]]]:
    """The tables of a workspace with the columns in which a word may stand."""
    for model in apps.get_models():
        label = model._meta.label
        ours = model.__module__.startswith("stegvis.") and any(f.name == "workspace" for f in model._meta.fields)
        fields = [one for one in model._meta.concrete_fields if _is_text(one)]
        if label in ONLY:
            fields = [one for one in fields if one.name in ONLY[label]]
        if ours and fields and (label not in LEFT_OUT or label in ONLY):
            yield model, fields


def _is_text(field: models.Field) -> bool:
    return isinstance(field, (models.CharField, models.TextField, models.JSONField)) and not (
        field.choices or field.unique or field.generated
    )


def _finish(erasure: Erasure) -> bool:
    """All was looked at: the words themselves go."""
    erasure.words, erasure.place, erasure.finished_at = [], {}, timezone.now()
    erasure.save(update_fields=["words", "place", "finished_at"])
    return False


def _part(model: Any, fields: Sequence[models.Field], erasure: Erasure, after: int) -> tuple[list, int | None]:
    """The rows behind `after` that hold a word, and the id to go on from."""
    rows = model._base_manager.filter(workspace=erasure.workspace_id, pk__gt=after).order_by("pk")
    ends = list(rows.values_list("pk", flat=True)[PART - 1 : PART])
    part = rows.filter(pk__lte=ends[0]) if ends else rows
    texts = {f"{one.name}_text": Cast(one.name, models.TextField()) for one in fields}
    ways = {way for word in erasure.words for way in written(word)}
    holds = Q(pk__in=[])
    for name in texts:
        for way in ways:
            holds |= Q(**{f"{name}__icontains": way})
    return list(part.annotate(**texts).filter(holds)), ends[0] if ends else None


def _blacken(model: Any, row: models.Model, fields: Sequence[models.Field], found) -> bool:
    before = {one.attname: getattr(row, one.attname) for one in fields}
    after = {name: blackened(value, found) for name, value in before.items()}
    changed = {name: _fitting(model, name, value) for name, value in after.items() if value != before[name]}
    if not changed:
        return False
    changed |= WHOLE.get(model._meta.label, {})
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**changed)
    except IntegrityError:  # two rows that only the word told apart
        apart = {name: f"{row.pk}" if isinstance(value, str) else value for name, value in changed.items()}
        model._base_manager.filter(pk=row.pk).update(**apart)
    return True


def _fitting(model: Any, name: str, value: Any) -> Any:
    """A blackened text may be longer than the word was."""
    longest = getattr(model._meta.get_field(name), "max_length", None)
    return value[:longest] if isinstance(value, str) and longest else value
