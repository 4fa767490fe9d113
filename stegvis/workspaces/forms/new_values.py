"""Own fields in the forms in which records are made."""

from typing import Any

from django import forms

from stegvis.workspaces.forms.own_values import value_field
from stegvis.workspaces.models import CustomField, Member
from stegvis.workspaces.own.columns import address_key
from stegvis.workspaces.own.definitions import definitions


def add_own_fields(form: forms.Form, member: Member, record_kind: str, *, required_only: bool = False) -> None:
    """Give `form` a field for each own one that `member` may set; required ones have to be filled in."""
    edited = definitions(member, record_kind).edited
    form.own = [one for one in edited if one.required or not required_only]  # type: ignore[attr-defined]
    for one in form.own:  # type: ignore[attr-defined]
        form.fields[address_key(one)] = value_field(one, member)


def own_values(form: forms.Form) -> dict[str, Any]:
    """What was said in the own fields of a valid form, by their keys; without what was left empty."""
    fields: list[CustomField] = form.own  # type: ignore[attr-defined]
    said = {one.key: form.cleaned_data.get(address_key(one)) for one in fields}
    return {key: value for key, value in said.items() if value is not None}


def own_bound(form: forms.Form, *, required: bool) -> list[forms.BoundField]:
    """The bound own fields of `form` that have to be filled in, or the others."""
    fields: list[CustomField] = form.own  # type: ignore[attr-defined]
    return [form[address_key(one)] for one in fields if one.required == required]
