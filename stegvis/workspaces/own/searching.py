"""The texts by which search finds a record for its own fields' sake."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from stegvis.workspaces.models import CustomField
from stegvis.workspaces.own.values import choice_names
from stegvis.workspaces.permissions import seen_by_all

Kind = CustomField.Kind


def searchable_fields(workspace_id: int, record_kind: str) -> list[CustomField]:
    """The fields whose values search may find: in use, and hidden from no role, as one index serves all members."""
    found = CustomField.objects.filter(workspace=workspace_id, record_kind=record_kind, archived=False)
    return [one for one in found.order_by("position", "id") if one.kind in TEXTS and seen_by_all(one)]


def search_texts(fields: Sequence[CustomField], values: Mapping[str, Any] | None) -> Iterator[str]:
    """The texts of one record's `values` (its `fields` column), in the order of `fields`, as they are, not folded."""
    for one in fields:
        value = (values or {}).get(one.key)
        if value is not None:
            yield from TEXTS[one.kind](one, value)


# People, members, days and yes are found by filters; a name of a person would tell of somebody who may be private.
TEXTS: dict[str, Callable[[CustomField, Any], Sequence[str]]] = {
    Kind.TEXT: lambda field, value: [value],
    Kind.LONG: lambda field, value: [value],
    Kind.LINK: lambda field, value: [value],
    Kind.NUMBER: lambda field, value: [value],
    Kind.MONEY: lambda field, value: [value["amount"]],
    Kind.CHOICE: choice_names,
    Kind.SEVERAL: choice_names,
}
