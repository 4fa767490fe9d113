"""New records need the fields that the workspace requires: rows without them are refused, and the report says why."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from stegvis.transfer.cells import RowRefused
from stegvis.transfer.kinds import Outcome
from stegvis.transfer.reading import Row
from stegvis.transfer.run import Run
from stegvis.workspaces.own.definitions import definitions, own_name

T = TypeVar("T")


class Required:
    """The own fields without which an import makes no new record: those that the member who imports may fill in."""

    def __init__(self, run: Run, kind: str):
        fields = definitions(run.batch.by or run.actor, kind).edited
        self.fields = [(own_name(one), one.name) for one in fields if one.required]

    def sift(self, new: Iterable[T], told: Callable[[T], tuple[Row, Mapping[str, Any]]], outcome: Outcome) -> list[T]:
        """Those of `new` that say all of them; rows of others are refused. `told` gives row and facts of one."""
        if not self.fields:
            return list(new)
        kept = []
        for one in new:
            row, facts = told(one)
            missing = next((words for name, words in self.fields if facts.get(name) is None), None)
            if missing is None:
                kept.append(one)
            else:
                outcome.rejected.append((row, RowRefused("missing_required", missing)))
        return kept
