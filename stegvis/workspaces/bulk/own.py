"""Fields that the workspace added, given to many records at once."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from stegvis.core.errors import Refused
from stegvis.workspaces.bulk.base import BulkFact, Outcome
from stegvis.workspaces.forms.own_values import value_field
from stegvis.workspaces.models import CustomField, Member, Owned
from stegvis.workspaces.operations.editing_many import Edit, edit_records, lock_records
from stegvis.workspaces.own.columns import address_key
from stegvis.workspaces.own.definitions import definitions, own_name
from stegvis.workspaces.own.values import checked
from stegvis.workspaces.permissions import Actor, allowed


@dataclass(frozen=True)
class OwnBulk(BulkFact):
    """One own field, set alike on all."""

    own: CustomField = field(kw_only=True)

    def fields(self, member: Member) -> dict[str, forms.Field]:
        return {"value": value_field(self.own, member)}

    def clean(self, values: Mapping[str, Any], member: Member) -> None:
        try:
            checked(self.own, values.get("value"))
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def apply(self, model: type[Owned], ids: Sequence[int], values: Mapping[str, Any], *, by: Actor) -> Outcome:
        value = checked(self.own, values["value"])
        before = self._set(model, dict.fromkeys(ids, value), by)
        groups: dict[str, list[int]] = defaultdict(list)
        for pk, old in before.items():
            groups[json.dumps(old, sort_keys=True)].append(pk)
        kept = [[json.loads(old), pks] for old, pks in groups.items()]
        return Outcome(changed=len(before), before={"after": value, "groups": kept})

    def take_back(self, model: type[Owned], before: Mapping[str, Any], *, by: Actor) -> Outcome:
        back = {pk: old for old, pks in before["groups"] for pk in pks}
        within = allowed(model.objects.filter(workspace=by.workspace, pk__in=back), by, "edit")
        now = {pk: (values or {}).get(self.own.key) for pk, values in within.values_list("pk", "fields")}
        same = {pk: old for pk, old in back.items() if pk in now and now[pk] == before["after"]}
        changed = self._set(model, same, by)
        return Outcome(changed=len(changed), left=len(back) - len(same))

    def _set(self, model: type[Owned], wanted: Mapping[int, Any], by: Actor) -> dict[int, Any]:
        """Give each record its value; what those had before that have another one now."""
        records = lock_records(model.objects.filter(workspace=by.workspace), list(wanted))
        edits = [Edit(one, {own_name(self.own): wanted[pk]}) for pk, one in records.items()]
        before = edit_records(edits, by=by, now=timezone.now())
        return {pk: old[own_name(self.own)] for pk, old in zip(records, before, strict=True) if old}


def own_facts(record_kind: str, member: Member) -> Iterator[OwnBulk]:
    """The own fields of `record_kind` that `member` may change."""
    for one in definitions(member, record_kind).edited:
        yield OwnBulk(address_key(one), one.name, own=one)
