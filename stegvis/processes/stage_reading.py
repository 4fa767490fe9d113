"""Stages with all that belongs to them, by one query: most pages about a process begin with them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, OuterRef, QuerySet

from stegvis.core.json_rows import JsonRows
from stegvis.core.written import Written, columns, joined_columns, joined_instance
from stegvis.processes.models import Branch, ExitCriterion, Stage, TaskTemplate

JOINED = ("buyer_phase",)
PARTS: Mapping[str, type[Model]] = {
    "exit_criteria": ExitCriterion,
    "task_templates": TaskTemplate,
    "branches": Branch,
}


def _rows(model: Any) -> JsonRows:
    having = model.objects.filter(stage=OuterRef("pk"), workspace=OuterRef("workspace"))
    return JsonRows(having.order_by("position", "id"), **{name: name for name in columns(model)})


BESIDE = {f"{name}_rows": _rows(model) for name, model in PARTS.items()}


def _stages(workspace: int, versions: Collection[int]) -> QuerySet:
    found = Stage.objects.filter(workspace=workspace, version__in=versions)
    named = found.annotate(**BESIDE).order_by("position", "id")
    return named.values_list(*joined_columns(Stage, JOINED), *BESIDE)


STAGES = Written(_stages)


def whole_stages(workspace: int, versions: Collection[int]) -> list[Stage]:
    """The stages of these versions in order, with phase, criteria, tasks and branches as if they were prefetched."""
    return [_whole(row) for row in STAGES(workspace=workspace, versions=list(versions))] if versions else []


def _whole(row: Sequence) -> Stage:
    stage = joined_instance(Stage, JOINED, row)
    kept = stage.__dict__.setdefault("_prefetched_objects_cache", {})
    for (name, model), rows in zip(PARTS.items(), row[-len(PARTS) :], strict=True):
        kept[name] = getattr(stage, name).all()
        kept[name]._result_cache = [_made(model, stage, one) for one in rows]
        kept[name]._prefetch_done = True
    return stage


def _made(model: type[Model], stage: Stage, row: Mapping[str, Any]) -> Model:
    """A row of JSON as an instance; SQLite's JSON says 1 for yes."""
    fields = model._meta.concrete_fields
    values = [field.to_python(row[field.attname]) for field in fields]
    made = model.from_db(DEFAULT_DB_ALIAS, columns(model), values)
    made.stage = stage  # type: ignore[attr-defined]
    return made
