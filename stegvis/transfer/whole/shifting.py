"""New numbers for rows that come into an installation with rows of its own.

Each table's numbers move up by one amount, behind what is there: relations stay what they are, no list of old and new
numbers has to be kept, and no row can ever name one that was there before. Into an empty installation it is nothing.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import models

from stegvis.transfer.whole.tables import JSON, REFERENCES, by_label

# Parameters in the address of a list that name a row.
IN_ADDRESS = {
    "owner": "workspaces.Member",
    "assignee": "workspaces.Member",
    "team": "workspaces.Team",
    "tag": "workspaces.Tag",
    "process": "processes.Process",
    "version": "processes.ProcessVersion",
    "stage": "processes.Stage",
    "competitor": "deals.Competitor",
    "company": "people.Company",
    "person": "people.Person",
    "deal": "deals.Deal",
    "reason": "deals.LostReason",
    "lost_reason": "deals.LostReason",
}
OF_KIND = {"person": "people.Person", "member": "workspaces.Member"}


class Shift:
    """Moves the numbers in rows: `by` says how far for each table's label, `own` what each own field names.

    Rows are dictionaries by column (attribute names), values as Python has them.
    """

    def __init__(self, by: dict[str, int]) -> None:
        self.by = by
        self.fields: dict[int, tuple[str, str]] = {}
        self.keys: dict[tuple[str, str], str] = {}
        # Within the journal of a merge: the kind of both records.
        self.kind: str | None = None

    def row(self, model: type[models.Model], row: dict[str, Any]) -> dict[str, Any]:
        """The row with its new numbers. ValueError for a number that no row has."""
        label, moved = model._meta.label, dict(row)
        for name, target in _numbers(model):
            if name in row:
                moved[name] = self._own_number(target, row[name])
        for name, target in REFERENCES.get(label, {}).items():
            moved[name] = self._own_number(self._named(row, target), row[name])
        if label == "people.Merge":
            self.kind = _label(row["kind"])
        for name in JSON.get(label, ()):
            moved[name] = getattr(self, f"_{name}")(label, row[name])
        if label == "workspaces.FieldValue":
            moved["number"] = self._value_number(row)
        elif label in ("workspaces.SavedView", "insights.DashboardCard"):
            moved["query"] = self._query(row["query"])
        elif label == "workspaces.CustomField":
            self._learn(row)
        return moved

    def _own_number(self, label: str | None, number: Any) -> Any:
        """One that comes from outside must not lead back to rows that were there before."""
        if number is not None and number <= 0:
            raise ValueError("no number of a row")
        return self.number(label, number)

    def number(self, label: str | None, number: Any) -> Any:
        """A row's number, moved; what is not one, as it is."""
        if label is None or not isinstance(number, int) or isinstance(number, bool):
            return number
        return number + self.by.get(label, 0)

    def _learn(self, row: Mapping[str, Any]) -> None:
        """Own fields come first: later rows are read with what they say."""
        self.fields[row["id"]] = row["record_kind"], row["kind"]
        if row["kind"] in OF_KIND:
            self.keys[row["record_kind"], row["key"]] = OF_KIND[row["kind"]]

    def _named(self, row: Mapping[str, Any], target: str) -> str | None:
        if target == "field":
            return _label(self.fields.get(row["field_id"], ("", ""))[0])
        return _label(row[target[1:]]) if target.startswith("@") else target

    def _value_number(self, row: Mapping[str, Any]) -> Any:
        kind = self.fields.get(row["field_id"], ("", ""))[1]
        return row["number"] + self.by.get(OF_KIND[kind], 0) if kind in OF_KIND and row["number"] else row["number"]

    def _fields(self, label: str, value: Any) -> Any:
        kind = label.rpartition(".")[2].lower()
        return value and {key: self.number(self.keys.get((kind, key)), one) for key, one in value.items()}

    def _absorbed(self, label: str, value: Any) -> Any:
        return value and [self.number(label, one) for one in value]

    def _skipped(self, label: str, value: Any) -> Any:
        return [self.number("processes.Stage", one) for one in value]

    def _records(self, label: str, value: Any) -> Any:
        """Of a deletion: numbers by label."""
        return {name: [self.number(_label(name), one) for one in ids] for name, ids in value.items()}

    def _facts(self, label: str, value: Any) -> Any:
        """Of an entry: who took part, who is mentioned, which task was done."""
        moved = dict(value)
        if isinstance(value.get("people"), list):
            moved["people"] = [self.number("people.Person", one) for one in value["people"]]
        if isinstance(value.get("mentions"), dict):
            mentions = value["mentions"].items()
            moved["mentions"] = {name: self.number("workspaces.Member", one) for name, one in mentions}
        if "task" in value:
            moved["task"] = self.number("timeline.Task", value["task"])
        return moved

    def _journal(self, label: str, value: Any) -> Any:
        """Of a merge: the steps that people/operations/journal.py writes."""
        return [self._step(step, by_label().get(step["model"])) for step in value]

    def _step(self, step: dict[str, Any], model: type[models.Model] | None) -> dict[str, Any]:
        if model is None:
            return step
        moved, label = dict(step), model._meta.label
        if "ids" in step:
            moved["ids"] = [self.number(label, one) for one in step["ids"]]
        if "pk" in step:
            moved["pk"] = self.number(label, step["pk"])
        if "of" in step:
            moved["of"] = [self._fact(model, step["column"], one) for one in step["of"]]
        for name in ("before", "after"):
            if name in step:
                moved[name] = {column: self._fact(model, column, one) for column, one in step[name].items()}
        if "rows" in step:
            moved["rows"] = [self._whole(model, row) for row in step["rows"]]
        return moved

    def _whole(self, model: type[models.Model], row: dict[str, Any]) -> dict[str, Any]:
        """A row that was removed; its workspace is the one it is in now."""
        return {name: self._fact(model, name, one, row) for name, one in row.items()}

    def _fact(self, model: type[models.Model], name: str, value: Any, row: Mapping[str, Any] | None = None) -> Any:
        """One column of a row of which maybe nothing else is known. Merges are within a kind: that of both records."""
        label = model._meta.label
        field = next((one for one in model._meta.concrete_fields if one.attname == name), None)
        if name == "workspace_id":
            return self.number("workspaces.Workspace", value)
        if field is not None and (field.primary_key or isinstance(field, models.ForeignKey)):
            return self.number(_target(field), value)
        if name in JSON.get(label, ()):
            return getattr(self, f"_{name}")(label, value)
        target = REFERENCES.get(label, {}).get(name)
        if target and "." in target:
            return self.number(target, value)
        names_record = target or (label == "workspaces.FieldValue" and name == "number" and row is None)
        return self.number(self.kind, value) if names_record else value

    def _query(self, query: str) -> str:
        """The address of a list, in which filters name rows."""
        pairs = parse_qsl(query, keep_blank_values=True)
        moved = [(name, self._parameter(name, value)) for name, value in pairs]
        return urlencode(moved) if moved != pairs else query

    def _parameter(self, name: str, value: str) -> str:
        label = IN_ADDRESS.get(name)
        if label is None and name.startswith("own-"):
            label = next((to for (_kind, key), to in self.keys.items() if key == name[4:]), None)
        return str(self.number(label, int(value))) if label and value.isdecimal() and len(value) < 18 else value


@cache
def _numbers(model: type[models.Model]) -> list[tuple[str, str]]:
    """The columns of `model` that are its number or a foreign key, with the label of what they name."""
    fields = [one for one in model._meta.concrete_fields if one.primary_key or isinstance(one, models.ForeignKey)]
    return [(field.attname, _target(field)) for field in fields]


def _target(field: models.Field) -> str:
    related = field.related_model if isinstance(field, models.ForeignKey) else field.model
    return related._meta.label  # type: ignore[union-attr]


def _label(kind: str) -> str | None:
    model = by_label().get(kind)
    return model._meta.label if model else None
