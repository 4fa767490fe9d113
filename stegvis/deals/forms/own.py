"""Fields that the workspace added, among the facts of a deal."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied

from stegvis.deals.forms.facts import FORMS, OTHER, FactForm, told_of
from stegvis.deals.models import Deal
from stegvis.people.forms.fields import PersonField
from stegvis.workspaces.forms.own_values import value_field
from stegvis.workspaces.models import CustomField, Member
from stegvis.workspaces.own.columns import address_key
from stegvis.workspaces.own.definitions import definitions, own_name
from stegvis.workspaces.own.showing import shown_values
from stegvis.workspaces.permissions import may_edit_field


class OwnFactForm(FactForm):
    """One field that the workspace added; `own` is set by `own_forms`."""

    own: CustomField

    def prepare(self) -> None:
        if not may_edit_field(self.member, self.own):
            raise PermissionDenied
        self.fields["value"] = value_field(self.own, self.member, self.now)

    @property
    def now(self) -> Any:
        """What stands there."""
        return (self.deal.fields or {}).get(self.own.key)

    def shown(self) -> dict[str, Any]:
        return {"value": self.now}

    def as_seen(self) -> str:
        return json.dumps({"value": json.dumps(self.now, sort_keys=True)})

    def changes(self) -> dict[str, Any]:
        value = self.cleaned_data["value"]
        if value is None and not PersonField.shows(self.own, self.member, self.now):
            return {}  # somebody whom the editor may not see stays
        return {own_name(self.own): value}

    def seen_facts(self) -> dict[str, Any]:
        told = told_of(self.cleaned_data.get("seen", "")).get("value")
        if told is None:
            return {}
        return {own_name(self.own): self.now if told == json.dumps(self.now, sort_keys=True) else OTHER}


def own_forms(member: Member) -> dict[str, type[OwnFactForm]]:
    """The forms of own fields of deals that `member` may see, by what addresses call them."""
    return {address_key(one): _form(one) for one in definitions(member, "deal").seen}


def forms_of(member: Member) -> dict[str, type[FactForm]]:
    """The forms of all facts of a deal, the workspace's own ones behind the others."""
    return {**FORMS, **own_forms(member)}


def _form(field: CustomField) -> type[OwnFactForm]:
    return type("OwnForm", (OwnFactForm,), {"own": field, "label": field.name, "kept_as": (own_name(field),)})


def own_open(member: Member) -> set[str]:
    """Which own fields of deals `member` may change, on deals that it may change."""
    return {address_key(one) for one in definitions(member, "deal").edited}


def own_shown(member: Member, deal: Deal) -> dict[str, Any]:
    """What stands in the own fields of `deal` that `member` may see, in order; None in empty ones."""
    fields = definitions(member, "deal").seen
    shown = shown_values(member, fields, [deal.fields])[0] if fields else {}
    return {address_key(one): shown.get(one.key) for one in fields}
