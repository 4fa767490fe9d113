"""Putting tags on many records, and taking them off."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.core.bulk import insert_rows
from stegvis.workspaces.bulk.base import BulkFact, Outcome
from stegvis.workspaces.models import Member, Owned, Tag
from stegvis.workspaces.operations.editing import record_many_changes
from stegvis.workspaces.operations.tagging import ensure_tag
from stegvis.workspaces.permissions import Actor

Pairs = set[tuple[int, int]]


class TagWords(forms.CharField):
    """At least one tag, with commas between; cleans to a list of names."""

    def clean(self, value) -> list[str]:
        words = (" ".join(word.split()) for word in super().clean(value).split(","))
        found = list(dict.fromkeys(word for word in words if word))
        if not found or len(found) > 50 or any(len(word) > 60 for word in found):
            raise ValidationError(_("Write between one and 50 tags of at most 60 letters each."))
        return found


@dataclass(frozen=True)
class AddTags(BulkFact):
    """Tags that all get."""

    def fields(self, member: Member) -> dict[str, forms.Field]:
        help_text = gettext_lazy("Commas between")
        return {"tags": TagWords(label=gettext_lazy("Tags"), max_length=2000, help_text=help_text)}

    def apply(self, model: type[Owned], ids: Sequence[int], values: Mapping[str, Any], *, by: Actor) -> Outcome:
        tags = [ensure_tag(name, by=by).pk for name in values["tags"]]
        missing = {(pk, tag) for pk in ids for tag in tags} - _pairs(model, ids, tags)
        return _done(model, missing, by, put=True)

    def take_back(self, model: type[Owned], before: Mapping[str, Any], *, by: Actor) -> Outcome:
        return _reversed(model, before, by, put=False)


@dataclass(frozen=True)
class RemoveTags(AddTags):
    """Tags that all lose."""

    def apply(self, model: type[Owned], ids: Sequence[int], values: Mapping[str, Any], *, by: Actor) -> Outcome:
        keys = {name.casefold() for name in values["tags"]}
        known = Tag.objects.filter(workspace=by.workspace).values_list("pk", "name")
        tags = [pk for pk, name in known if name.casefold() in keys]
        return _done(model, _pairs(model, ids, tags), by, put=False)

    def take_back(self, model: type[Owned], before: Mapping[str, Any], *, by: Actor) -> Outcome:
        return _reversed(model, before, by, put=True)


def _done(model: type[Owned], pairs: Pairs, by: Actor, *, put: bool) -> Outcome:
    _change(model, pairs, by, put=put)
    return Outcome(changed=len({pk for pk, _tag in pairs}), before={"pairs": sorted(pairs)})


def _reversed(model: type[Owned], before: Mapping[str, Any], by: Actor, *, put: bool) -> Outcome:
    """Of the pairs of the act those that are still as it left them, on records and with tags that still are."""
    kept: Pairs = {(pk, tag) for pk, tag in before["pairs"]}
    ids, tags = {pk for pk, _tag in kept}, {tag for _pk, tag in kept}
    living = set(model.objects.filter(workspace=by.workspace, pk__in=ids).values_list("pk", flat=True))
    known = set(Tag.objects.filter(workspace=by.workspace, pk__in=tags).values_list("pk", flat=True))
    there = _pairs(model, sorted(ids), sorted(tags))
    possible = {pair for pair in kept if pair[0] in living and pair[1] in known and (pair in there) != put}
    _change(model, possible, by, put=put)
    changed = {pk for pk, _tag in possible}
    return Outcome(changed=len(changed), left=len(ids - changed))


def _change(model: type[Owned], pairs: Pairs, by: Actor, *, put: bool) -> None:
    """Put the tags on, or take them off, and keep what was there before."""
    ids = sorted({pk for pk, _tag in pairs})
    before = _names(model, ids, by)
    through: Any = model.tags.through
    column = f"{model._meta.model_name}_id"
    if put:
        insert_rows(through, (column, "tag_id"), sorted(pairs))
    for tag in {tag for _pk, tag in pairs} if not put else ():
        through.objects.filter(**{f"{column}__in": [pk for pk, one in pairs if one == tag]}, tag_id=tag).delete()
    after = _names(model, ids, by)
    record_many_changes(model, [(pk, "tags", before[pk], after[pk]) for pk in ids if before[pk] != after[pk]], by=by)


def _pairs(model: type[Owned], ids: Sequence[int], tags: Sequence[int]) -> Pairs:
    """Which of the records have which of the tags."""
    column = f"{model._meta.model_name}_id"
    through: Any = model.tags.through
    rows = through.objects.filter(**{f"{column}__in": ids}, tag__in=tags)
    return set(rows.values_list(column, "tag_id"))


def _names(model: type[Owned], ids: Sequence[int], by: Actor) -> dict[int, str]:
    column = f"{model._meta.model_name}_id"
    through: Any = model.tags.through
    rows = through.objects.filter(**{f"{column}__in": ids}, tag__deletion=None).order_by("tag__name")
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows.values_list(column, "tag__name"):
        found[pk].append(name)
    return {pk: ", ".join(sorted(found[pk])) for pk in ids}
