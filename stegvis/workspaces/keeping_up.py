"""What else has to be written when facts of a record change: upper apps say so here, lower ones stay ignorant of it."""

from collections import defaultdict
from collections.abc import Callable, Collection

KeepUp = Callable[..., None]
_KEPT_UP: dict[str, list[tuple[frozenset[str], KeepUp]]] = defaultdict(list)


def keep_up(kind: str, fields: Collection[str], act: KeepUp) -> None:
    """From `AppConfig.ready`: call `act(record)` in the transaction that changes any of `fields` of a `kind`."""
    _KEPT_UP[kind].append((frozenset(fields), act))


def is_kept_up(kind: str, fields: Collection[str]) -> bool:
    """Whether anything follows a change of one of these fields."""
    return any(watched & set(fields) for watched, _act in _KEPT_UP[kind])


def keep_others_up(record, changed: Collection[str]) -> None:
    """`changed` are the names of the fields of `record` that are not what they were."""
    for fields, act in _KEPT_UP[record._meta.model_name]:
        if fields & set(changed):
            act(record)
