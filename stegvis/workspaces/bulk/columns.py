"""Facts that are columns of the record itself."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.utils import timezone

from stegvis.workspaces.bulk.base import BulkFact, Outcome, Stopped
from stegvis.workspaces.keeping_up import is_kept_up, keep_others_up
from stegvis.workspaces.models import Member, Owned
from stegvis.workspaces.operations.editing import as_text, record_many_changes
from stegvis.workspaces.permissions import Actor

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Columns(BulkFact):
    """The columns `names` of the record, set alike on all.

    `make` gives the form fields; `read(values, by)` what the cleaned values mean for the columns, where they are not
    called alike. `only` says which records have the fact at all, `refuse(ids, wanted, by)` which may not have these
    values, each with a sentence why.
    """

    names: tuple[str, ...] = ()
    make: Callable[[Member], dict[str, forms.Field]] | None = None
    read: Callable[[Mapping[str, Any], Actor], Mapping[str, Any]] | None = None
    only: Q | None = None
    refuse: Callable[[Sequence[int], Mapping[str, Any], Actor], Mapping[int, str]] | None = None

    def fields(self, member: Member) -> dict[str, forms.Field]:
        return self.make(member) if self.make else {}

    def apply(self, model: type[Owned], ids: Sequence[int], values: Mapping[str, Any], *, by: Actor) -> Outcome:
        wanted = dict(self.read(values, by) if self.read else {name: values[name] for name in self.names})
        target = tuple(_plain(wanted[name]) for name in self.names)
        changed = [(pk, now) for pk, now in self._locked(model, ids, by, self.only) if now != target]
        why = self._refused([pk for pk, _now in changed], wanted, by)
        changed = [(pk, now) for pk, now in changed if pk not in why]
        groups: dict[Values, list[int]] = defaultdict(list)
        for pk, now in changed:
            groups[now].append(pk)
        self._write(model, [pk for pk, _now in changed], wanted, by)
        self._keep(model, changed, target, by)
        before = [[self._encode(model, now), pks] for now, pks in groups.items()]
        return Outcome(
            changed=len(changed),
            stopped=self._stopped(model, why, by),
            before={"after": self._encode(model, target), "groups": before},
        )

    def take_back(self, model: type[Owned], before: Mapping[str, Any], *, by: Actor) -> Outcome:
        after = self._decode(model, before["after"])
        groups = [(self._decode(model, values), pks) for values, pks in before["groups"]]
        everyone = [pk for _values, pks in groups for pk in pks]
        same = {pk for pk, now in self._locked(model, everyone, by) if now == after}
        changed = 0
        for values, pks in groups:
            wanted, back = dict(zip(self._attnames(model), values, strict=True)), [pk for pk in pks if pk in same]
            why = self._refused(back, wanted, by)
            back = [pk for pk in back if pk not in why]
            self._write(model, back, wanted, by)
            self._keep(model, [(pk, after) for pk in back], values, by)
            changed += len(back)
        return Outcome(changed=changed, left=len(everyone) - changed)

    def _refused(self, ids: Sequence[int], wanted: Mapping[str, Any], by: Actor) -> Mapping[int, str]:
        return self.refuse(ids, wanted, by) if self.refuse and ids else {}

    def _stopped(self, model, why: Mapping[int, str], by: Actor) -> list[Stopped]:
        records = model.objects.filter(workspace=by.workspace, pk__in=list(why)).order_by("pk") if why else ()
        return [Stopped(record.pk, str(record), why[record.pk]) for record in records]

    def _locked(self, model, ids: Sequence[int], by: Actor, only: Q | None = None) -> list[tuple[int, Values]]:
        rows = model.objects.filter(workspace=by.workspace, pk__in=ids)
        rows = rows.filter(only) if only else rows
        found = rows.order_by("pk").select_for_update().values_list("pk", *self._attnames(model))
        return [(row[0], tuple(row[1:])) for row in found]

    def _write(self, model, ids: Sequence[int], wanted: Mapping[str, Any], by: Actor) -> None:
        rows = model.objects.filter(workspace=by.workspace, pk__in=ids)
        rows.update(**wanted, updated_at=timezone.now())
        if is_kept_up(model._meta.model_name, self.names):
            for record in rows.iterator(chunk_size=500):
                keep_others_up(record, self.names)

    def _keep(self, model, changed: Iterable[tuple[int, Values]], target: Values, by: Actor) -> None:
        """History: one row for each column of each record that became another one."""
        changed = list(changed)
        for place, name in enumerate(self.names):
            words = _words(model._meta.get_field(name), {now[place] for _pk, now in changed} | {target[place]})
            different = [(pk, now[place]) for pk, now in changed if now[place] != target[place]]
            rows = [(pk, name, words[value], words[target[place]]) for pk, value in different]
            record_many_changes(model, rows, by=by)

    def _attnames(self, model) -> list[str]:
        return [model._meta.get_field(name).attname for name in self.names]

    def _encode(self, model, values: Values) -> list:
        plain = (type(None), bool, int, str)
        return [value if isinstance(value, plain) else str(value) for value in values]

    def _decode(self, model, values: Sequence) -> Values:
        fields = [model._meta.get_field(name) for name in self.names]
        kinds = [field.target_field if field.is_relation else field for field in fields]
        return tuple(kind.to_python(value) for kind, value in zip(kinds, values, strict=True))


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _words(field, values: set) -> dict[Any, str]:
    """How history writes these values: related things by their name."""
    if not field.is_relation:
        return {value: as_text(value) for value in values}
    found = field.related_model._base_manager.filter(pk__in=[value for value in values if value is not None])
    names = {one.pk: str(one) for one in found}
    return {value: names.get(value, "") for value in values}
