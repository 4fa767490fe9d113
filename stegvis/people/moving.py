"""What moves with a company or a person that is merged into another: every app names its own, from `AppConfig.ready`.

A test goes over all foreign keys to companies and people and fails for one that is neither here nor excused.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Relation:
    """Rows of `model` (a label) that belong to a record by `column`.

    `once` are the columns by which two of them are the same: of a row the kept record has already the facts fill what
    is empty there, and the row goes. `where` narrows tables that hold several kinds of records.
    """

    model: str
    column: str
    once: tuple[str, ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, workspace_id: int, record_id: int) -> QuerySet:
        """The rows of one record, deleted ones too."""
        return every(self.model, workspace_id).filter(**{self.column: record_id}, **self.where)


_relations: dict[str, list[Relation]] = defaultdict(list)
EXCUSED: dict[tuple[str, str], str] = {}


def register(kind: str, *relations: Relation) -> None:
    """Let `relations` move with records of `kind` (company or person)."""
    _relations[kind] += relations


def excuse(model: str, column: str, reason: str) -> None:
    """Say why a column that names a company or a person does not move."""
    EXCUSED[model.lower(), column] = reason


def relations(kind: str) -> list[Relation]:
    """What moves with records of `kind`."""
    return list(_relations[kind])


def every(label: str, workspace_id: int) -> QuerySet:
    """All rows of a model in a workspace, deleted ones too; a table of a many-to-many field has no workspace."""
    model: Any = apps.get_model(label)
    manager = getattr(model, "with_deleted", model._default_manager)
    return manager.filter(workspace=workspace_id) if _has_workspace(model) else manager.all()


def _has_workspace(model: type[Model]) -> bool:
    return any(one.name == "workspace" for one in model._meta.concrete_fields)
