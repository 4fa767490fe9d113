"""What a fact is: its words, its form fields, what it is now, and how it is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise

from stegvis.people.models import Company, Person
from stegvis.workspaces.models import Member

Editing = Callable[..., list[str]]


@dataclass(frozen=True)
class Fact:
    """One fact of a record. `show` names how it is shown in people/_values.html, `verb` who may change it."""

    key: str
    label: str | Promise
    show: str = "text"
    verb: str = field(default="edit", kw_only=True)

    def fields(self, member: Member, record: Company | Person) -> dict[str, forms.Field]:
        """The form fields in which `member` changes it."""
        raise NotImplementedError

    def now(self, record: Company | Person) -> dict[str, Any]:
        """The values of its fields as they are."""
        raise NotImplementedError

    @property
    def history(self) -> tuple[str, ...]:
        """The names under which its changes are kept."""
        return (self.key,)

    def open_to(self, member: Member) -> bool:
        """Whether `member` may change it wherever it may do the fact's verb."""
        return True

    def save(self, record: Company | Person, values: Mapping[str, Any], seen: Mapping[str, Any], *, by: Member) -> None:
        """Make `values` the fact; `seen` is what the editor had before its eyes. Raises as the operations do."""
        raise NotImplementedError


@dataclass(frozen=True)
class Plain(Fact):
    """Fields of the record itself; `make` gives their form fields, `edit` is the operation that changes them."""

    names: tuple[str, ...] = ()
    edit: Editing | None = None
    make: Callable[[Member, Company | Person], dict[str, forms.Field]] | None = None

    @property
    def history(self) -> tuple[str, ...]:
        return self.names

    def fields(self, member: Member, record: Company | Person) -> dict[str, forms.Field]:
        return self.make(member, record) if self.make else {name: self._field(record, name) for name in self.names}

    def _field(self, record: Company | Person, name: str) -> forms.Field:
        return record._meta.get_field(name).formfield()  # type: ignore[union-attr,return-value]

    def now(self, record: Company | Person) -> dict[str, Any]:
        return {name: getattr(record, name) for name in self.names}

    def save(self, record: Company | Person, values: Mapping[str, Any], seen: Mapping[str, Any], *, by: Member) -> None:
        assert self.edit is not None  # noqa: S101
        self.edit(record, {name: values[name] for name in self.names}, by=by, seen=seen)
