"""One fact that many records get at once, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise

from stegvis.workspaces.models import Deletion, Member, Owned, Undo
from stegvis.workspaces.permissions import Actor


@dataclass(frozen=True)
class Stopped:
    """A record that a rule kept as it was: its id, its name, and why."""

    pk: int
    name: str
    why: str


@dataclass
class Outcome:
    """What an act on many records did: how many it changed, and of the others how many and which, with the reason.

    `before` is JSON: what `take_back` needs. `undo` or `deletion` is the way back, where something was changed.
    """

    changed: int = 0
    forbidden: int = 0
    left: int = 0
    stopped: list[Stopped] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    undo: Undo | None = None
    deletion: Deletion | None = None


@dataclass(frozen=True)
class BulkFact:
    """One fact. `verb` is what one must be allowed to do with each record, beside changing it. `icon` is of the bar.

    Those with an `icon` have a button of their own, the others stand in the menu.
    """

    key: str
    label: str | Promise
    verb: str = field(default="edit", kw_only=True)
    icon: str = field(default="", kw_only=True)

    def fields(self, member: Member) -> dict[str, forms.Field]:
        """The form fields that ask `member` for the new value."""
        raise NotImplementedError

    def clean(self, values: Mapping[str, Any], member: Member) -> None:
        """Raise ValidationError for values that do not go together."""

    def apply(self, model: type[Owned], ids: Sequence[int], values: Mapping[str, Any], *, by: Actor) -> Outcome:
        """Give the records `ids`, which `by` may change, these cleaned values. In a transaction; rows, not objects."""
        raise NotImplementedError

    def take_back(self, model: type[Owned], before: Mapping[str, Any], *, by: Actor) -> Outcome:
        """Do the opposite, but for records that somebody has changed since: those are counted as `left`."""
        raise NotImplementedError
