"""A journal of what a merge does to rows, and its way back: the same steps, in the opposite order.

Going back changes nothing that somebody has changed since: such a row is counted as left.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from stegvis.people.moving import every

AT_ONCE = 500


class Journal:
    """Writes rows of one workspace and remembers it in `steps`, which are JSON."""

    def __init__(self, workspace_id: int, steps: list[dict] | None = None) -> None:
        self.workspace_id, self.steps = workspace_id, [] if steps is None else steps

    def move(self, model: str, column: str, ids: Sequence[int], old: Any, new: Any) -> None:
        """Set `column` of the rows `ids` from `old` to `new`."""
        if ids:
            self.steps.append({"do": "move", "model": model, "column": column, "ids": list(ids), "of": [old, new]})
            self._set(model, column, ids, old, new)

    def drop(self, model: str, rows: Sequence[models.Model]) -> None:
        """Remove rows, keeping all they held."""
        if rows:
            self.steps.append({"do": "drop", "model": model, "rows": [as_json(row) for row in rows]})
            every(model, self.workspace_id).filter(pk__in=[row.pk for row in rows]).delete()

    def add(self, model: str, rows: Sequence[models.Model]) -> None:
        """Insert new rows."""
        if rows:
            made = apps.get_model(model)._base_manager.bulk_create(rows)
            self.steps.append({"do": "add", "model": model, "ids": [row.pk for row in made]})

    def change(self, row: models.Model, after: Mapping[str, Any]) -> None:
        """Set columns of a row (attribute names); nothing is written where all are as wanted."""
        changed = {name: value for name, value in after.items() if getattr(row, name) != value}
        if not changed:
            return
        label = row._meta.label_lower
        before = {name: getattr(row, name) for name in changed}
        step = {"do": "change", "model": label, "pk": row.pk}
        self.steps.append(step | {"before": _facts(row, before), "after": _facts(row, changed)})
        every(label, self.workspace_id).filter(pk=row.pk).update(**changed)
        for name, value in changed.items():
            setattr(row, name, value)

    def take_back(self) -> Counter:
        """Undo all steps; returns how many rows of which model were left as somebody has made them since."""
        left: Counter = Counter()
        for step in reversed(self.steps):
            left[step["model"]] += getattr(self, f"_undo_{step['do']}")(step)
        return +left

    def _undo_move(self, step: dict) -> int:
        old, new = step["of"]
        return len(step["ids"]) - self._set(step["model"], step["column"], step["ids"], new, old)

    def _undo_drop(self, step: dict) -> int:
        model = apps.get_model(step["model"])
        return sum(not _insert(from_json(model, row)) for row in step["rows"])

    def _undo_add(self, step: dict) -> int:
        for ids in _parts(step["ids"]):
            every(step["model"], self.workspace_id).filter(pk__in=ids).delete()
        return 0

    def _undo_change(self, step: dict) -> int:
        rows = every(step["model"], self.workspace_id).filter(pk=step["pk"])
        row = rows.first()
        if row is None:
            return 1
        now = _facts(row, {name: getattr(row, name) for name in step["after"]})
        free = {name: value for name, value in step["before"].items() if now[name] == step["after"][name]}
        rows.update(**{name: _python(row._meta.get_field(name), value) for name, value in free.items()})
        return len(step["before"].keys() - free.keys() - {"updated_at"})

    def _set(self, model: str, column: str, ids: Iterable[int], old: Any, new: Any) -> int:
        rows = every(model, self.workspace_id)
        return sum(rows.filter(pk__in=some, **{column: old}).update(**{column: new}) for some in _parts(ids))


def as_json(row: models.Model) -> dict[str, Any]:
    """All columns of a row as JSON."""
    return _facts(row, {one.attname: getattr(row, one.attname) for one in _columns(type(row))})


def from_json(model: type[models.Model], values: Mapping[str, Any]) -> models.Model:
    """The unsaved row that `as_json` was made of."""
    return model(**{one.attname: _python(one, values.get(one.attname)) for one in _columns(model)})


def _columns(model: type[models.Model]) -> list[models.Field]:
    return [one for one in model._meta.concrete_fields if not one.generated]


def _facts(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, int, bool, float, list, dict)) else str(value)


def _python(field: models.Field, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    return (field.target_field if isinstance(field, models.ForeignKey) else field).to_python(value)


def _insert(row: models.Model) -> bool:
    """Put a row back, unless what it belongs to is gone or its place is taken."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.db_constraint and not _is_there(field, row):  # type: ignore[attr-defined]
            return False
    try:
        with transaction.atomic():
            row.save_base(raw=True, force_insert=True)
    except IntegrityError:
        return False
    return True


def _is_there(field: models.ForeignKey, row: models.Model) -> bool:
    target = getattr(row, field.attname)
    return target is None or field.related_model._base_manager.filter(pk=target).exists()  # type: ignore[union-attr]


def _parts(ids: Iterable[int]) -> Iterable[list[int]]:
    rest = iter(ids)
    while some := list(islice(rest, AT_ONCE)):
        yield some
