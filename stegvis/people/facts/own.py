"""Fields that the workspace added, among the facts of a company or person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from stegvis.people.facts.base import Fact
from stegvis.people.forms.fields import PersonField
from stegvis.people.models import Company, Person
from stegvis.workspaces.forms.own_values import value_field
from stegvis.workspaces.models import CustomField, Member
from stegvis.workspaces.operations.editing import edit_record
from stegvis.workspaces.own.columns import address_key
from stegvis.workspaces.own.definitions import definitions, own_name
from stegvis.workspaces.permissions import may_edit_field


@dataclass(frozen=True)
class OwnFact(Fact):
    """One field that the workspace added."""

    own: CustomField = field(kw_only=True)

    def fields(self, member: Member, record: Company | Person) -> dict[str, forms.Field]:
        return {"value": value_field(self.own, member, self.now(record)["value"])}

    def now(self, record: Company | Person) -> dict[str, Any]:
        return {"value": (record.fields or {}).get(self.own.key)}

    def save(self, record: Company | Person, values: Mapping[str, Any], seen: Mapping[str, Any], *, by: Member) -> None:
        name, now = own_name(self.own), self.now(record)["value"]
        shown = PersonField.shows(self.own, by, now)
        if values["value"] is None and not shown:
            return  # somebody whom the editor may not see stays
        edit_record(record, {name: values["value"]}, by=by, seen={name: seen["value"]} if seen and shown else None)

    @property
    def history(self) -> tuple[str, ...]:
        return (own_name(self.own),)

    def open_to(self, member: Member) -> bool:
        return may_edit_field(member, self.own)


def own_facts(member: Member, record_kind: str) -> list[OwnFact]:
    """The own fields of companies or people that `member` may see, in order."""
    return [OwnFact(address_key(one), one.name, "own", own=one) for one in definitions(member, record_kind).seen]


def own_fact(member: Member, record_kind: str, key: str) -> OwnFact | None:
    """The own field that an address names by `key`, if `member` may see it."""
    return next((one for one in own_facts(member, record_kind) if one.key == key), None)
