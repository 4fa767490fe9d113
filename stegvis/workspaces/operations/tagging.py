"""Tags: the words that members put on companies, people and deals."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.models import Deletion, Owned, Tag
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.deleting import delete_records, restore_deletion
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, require

VERB = "merged_tags"


@transaction.atomic
def ensure_tag(name: str, *, by: Actor) -> Tag:
    """The tag of that name, made where there is none yet. Raises PermissionDenied for who may not create anything."""
    require(by, "create")
    name = " ".join(name.split())[:60]
    found = Tag.objects.filter(workspace=by.workspace, name__iexact=name).first()
    return found or Tag.objects.create(workspace=by.workspace, name=name)


@transaction.atomic
def rename_tag(tag: Tag, name: str, *, by: Actor) -> Tag:
    """Call `tag` by another name wherever it is. Raises PermissionDenied, and Refused when another tag has the name."""
    require(by, "settings", tag)
    before, tag.name = tag.name, " ".join(name.split())
    twins = Tag.objects.filter(workspace=tag.workspace_id, name__iexact=tag.name).exclude(pk=tag.pk)
    if twins.exists():
        raise Refused(_("There is a tag “%(name)s” already. Merge the two instead.") % {"name": tag.name})
    tag.save(update_fields=["name", "updated_at"])
    audit("tag_renamed", by=by, detail={"from": before, "to": tag.name})
    return tag


@transaction.atomic
def merge_tags(tag: Tag, into: Tag, *, by: Actor) -> Tag:
    """Put `into` on everything that has `tag`, and delete `tag`. Raises PermissionDenied, Refused."""
    require(by, "settings", tag)
    require(by, "settings", into)
    if tag.pk == into.pk:
        raise Refused(_("Choose another tag to merge with."))
    had = {}
    for through, column in _uses():
        has_both = through.objects.filter(tag_id=into.pk).values(column)
        theirs = through.objects.filter(tag_id=tag.pk)
        both = list(theirs.filter(**{f"{column}__in": has_both}).values_list(column, flat=True))
        moved = theirs.exclude(**{f"{column}__in": both})
        had[column] = {"moved": list(moved.values_list(column, flat=True)), "both": both}
        moved.update(tag_id=into.pk)
        theirs.delete()
    deletion = delete_records([tag], by=by, verb="settings")
    audit("tags_merged", by=by, detail={"from": tag.name, "to": into.name})
    keep_undo(VERB, {"tag": tag.pk, "into": into.pk, "deletion": deletion.pk, "had": had}, by=by, what=tag.name)
    return into


@takes_back(VERB)
def _part_again(before: Mapping[str, Any], by: Actor) -> None:
    """The tag comes back to what had it; what got the other one only through the merge loses that again."""
    deletion = Deletion.objects.filter(workspace=by.workspace, pk=before["deletion"]).first()
    if deletion is None or deletion.restored_at:
        raise Refused(_("This can no longer be taken back."))
    restore_deletion(deletion, by=by)
    for through, column in _uses():
        had = before["had"].get(column, {"moved": [], "both": []})
        through.objects.filter(tag_id=before["into"], **{f"{column}__in": had["moved"]}).update(tag_id=before["tag"])
        model = through._meta.get_field(column.removesuffix("_id")).related_model
        living = model.objects.filter(workspace=by.workspace, pk__in=had["both"]).values_list("pk", flat=True)
        through.objects.bulk_create(through(**{column: pk, "tag_id": before["tag"]}) for pk in living)


def delete_tag(tag: Tag, *, by: Actor) -> Deletion:
    """Take `tag` off everything; can be undone, as what it was on is remembered. Raises PermissionDenied."""
    return delete_records([tag], by=by, verb="settings")


def _uses() -> Iterator[tuple[Any, str]]:
    """The tables that say what has which tag, and the column of the tagged record in each."""
    for model in apps.get_models():
        if issubclass(model, Owned):
            yield model.tags.through, f"{model._meta.model_name}_id"
