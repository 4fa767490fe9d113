"""Facts that companies and people have alike: ways to reach them, tags, owner, who sees them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.core.errors import ChangedMeanwhile, FieldClash
from stegvis.people.facts.base import Fact, Plain
from stegvis.people.forms.fields import CompanyField, LinesField, WordsField, sees_company
from stegvis.people.models import Company, Person
from stegvis.people.operations.contacting import set_contact_points
from stegvis.people.operations.tagging import set_tags
from stegvis.people.queries import active_members
from stegvis.workspaces.forms.choosing import MemberField, SeveralField
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.editing import last_change
from stegvis.workspaces.operations.privacy import set_privacy


@dataclass(frozen=True)
class Reach(Fact):
    """All contact points of the kind that is its key, one a line."""

    def fields(self, member: Member, record: Company | Person) -> dict[str, forms.Field]:
        return {"points": LinesField(label=self.label)}

    def now(self, record: Company | Person) -> dict[str, Any]:
        return {"points": [one.value for one in record.contact_points.all() if one.kind == self.key]}

    def save(self, record: Company | Person, values: Mapping[str, Any], seen: Mapping[str, Any], *, by: Member) -> None:
        labels = {one.value: one.label for one in record.contact_points.all()}
        set_contact_points(record, self.key, values["points"], by=by, labels=labels, seen=seen.get("points"))


@dataclass(frozen=True)
class Tags(Fact):
    """Words with commas between. What two editors add and take away adds up."""

    def fields(self, member: Member, record: Company | Person) -> dict[str, forms.Field]:
        return {"tags": WordsField(label=self.label)}

    def now(self, record: Company | Person) -> dict[str, Any]:
        return {"tags": sorted(tag.name for tag in record.tags.all())}

    def save(self, record: Company | Person, values: Mapping[str, Any], seen: Mapping[str, Any], *, by: Member) -> None:
        taken = {name.casefold() for name in seen.get("tags", [])} - {name.casefold() for name in values["tags"]}
        added_by_others = [name for name in self.now(record)["tags"] if name not in seen.get("tags", [])]
        kept = [name for name in added_by_others if name.casefold() not in taken]
        gone = set(seen.get("tags", [])) - set(self.now(record)["tags"])
        set_tags(record, [name for name in values["tags"] if name not in gone] + kept, by=by)


@dataclass(frozen=True)
class Privacy(Fact):
    """Whether a record is private, and who sees it beside its owner."""

    @property
    def history(self) -> tuple[str, ...]:
        return ("private", "named")

    def fields(self, member: Member, record: Company | Person) -> dict[str, forms.Field]:
        others = active_members(member)
        return {
            "private": forms.BooleanField(label=_("Private: only the owner and those named here"), required=False),
            "named": SeveralField(others, label=_("Also seen by"), required=False),
        }

    def now(self, record: Company | Person) -> dict[str, Any]:
        return {"private": record.private, "named": list(record.named.all()) if record.private else []}

    def save(self, record: Company | Person, values: Mapping[str, Any], seen: Mapping[str, Any], *, by: Member) -> None:
        now = self.now(record)
        if seen.keys() >= now.keys() and _differ(seen, now) and _differ(now, values):
            change = last_change(record, "private") or last_change(record, "named")
            who = change.by.name if change and change.by else ""
            clash = FieldClash("private", str(self.label), _seen_by(now), _seen_by(values), who)
            raise ChangedMeanwhile([clash], gettext("Somebody else changed this in the meantime."))
        set_privacy(record, values["private"], list(values["named"]), by=by)


def _differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if not one["private"] and not other["private"]:
        return False
    return one["private"] != other["private"] or set(one["named"]) != set(other["named"])


def _seen_by(values: Mapping[str, Any]) -> str:
    if not values["private"]:
        return gettext("Everybody")
    return ", ".join([gettext("Owner"), *sorted(member.name for member in values["named"])])


@dataclass(frozen=True)
class Belonging(Plain):
    """The company it belongs to. One that the editor may not see is not shown, and an empty field leaves it there."""

    def fields(self, member: Member, record: Company | Person) -> dict[str, forms.Field]:
        return {name: CompanyField(member, label=self.label) for name in self.names}

    def save(self, record: Company | Person, values: Mapping[str, Any], seen: Mapping[str, Any], *, by: Member) -> None:
        hidden = {name for name, company in self.now(record).items() if company and not sees_company(by, company)}
        if any(values[name] for name in hidden) or not hidden:
            super().save(record, values, {name: seen[name] for name in seen if name not in hidden}, by=by)


def owner(edit: Callable[..., list[str]]) -> Plain:
    """Whose record it is."""

    def fields(member: Member, record: Company | Person) -> dict[str, forms.Field]:
        choices = active_members(member)
        return {"owner": MemberField(choices, label=_("Owner"), required=False, empty_label=_("No owner"))}

    return Plain("owner", _("Owner"), "owner", names=("owner",), edit=edit, make=fields, verb="reassign")
