"""Forgetting a person for good: the figures stay, no trace of the person does. The one act without Undo."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stegvis.core.append_only import purge
from stegvis.core.errors import Refused
from stegvis.core.jobs import enqueue_on_commit
from stegvis.insights.models import KeptResult
from stegvis.people.models import Erasure, Merge, MergedRecord, Person
from stegvis.people.moving import every, relations
from stegvis.people.naming import name_key
from stegvis.privacy.jobs import sweep
from stegvis.privacy.operations.files import files_of
from stegvis.privacy.operations.plans import forget_on_plans
from stegvis.privacy.queries import belongings
from stegvis.privacy.queries.identity import Identity, identity_of
from stegvis.timeline.models import TimelineEntry
from stegvis.timeline.purging import purge_entries
from stegvis.transfer.models import ImportedRecord
from stegvis.workspaces.models import Deletion
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.operations.own_values import forget_values
from stegvis.workspaces.permissions import Actor, member_of, require

# What of a person's belongings counts in figures stays, with an anonymous person behind it.
COUNTED = {
    "deals.stakeholder",
    "deals.raisedobjection",
    "deals.qualificationanswer",
    "timeline.task",
    "timeline.entryplace",
}
# What such rows hold in the person's words.
SAID = {"deals.raisedobjection": ("text",), "deals.qualificationanswer": ("text", "source")}
EMPTIED = {
    **dict.fromkeys(("first_name", "job_title", "language", "description", "source", "external_id"), ""),
    **dict.fromkeys(("legal_basis", "basis_source"), ""),
    "company": None,
    "basis_on": None,
    "fields": None,
    "do_not_contact": "all",
    "private": False,
}


@transaction.atomic
def erase_person(person: Person, *, by: Actor, typed: str) -> Erasure:
    """Forget `person`: make the record anonymous, remove what is only about it, and look for its words elsewhere.

    `typed` is the person's name, typed by who is sure. The rest of the workspace is gone through by the worker.
    Raises PermissionDenied (changing and deleting is asked for), Refused for another name or who was erased already.
    """
    refresh(person)
    for verb in ("edit", "delete"):
        require(by, verb, person)
    if person.erased_at:
        raise Refused(_("This person was erased already."))
    if name_key(typed) != name_key(person.name):
        raise Refused(_("Type the name as it stands above to erase the person."))
    who = identity_of(person)
    erasure = Erasure.objects.create(
        workspace_id=person.workspace_id,
        person_id=person.pk,
        by=member_of(by),
        words=who.words,
        place={"files": files_of(person.workspace_id, who.ids)},
    )
    with purge("a person was erased", workspace=person.workspace) as tombstone:
        tombstone.removed = erasure.removed = _remove(person, who)
        _make_anonymous(person, who)
    erasure.save(update_fields=["removed"])
    audit("person_erased", by=by, detail={"person": person.pk})
    enqueue_on_commit(sweep, workspace_id=person.workspace_id, erasure_id=erasure.pk)
    return erasure


def _remove(person: Person, who: Identity) -> dict[str, int]:
    """Everything that is about the person alone; how many rows of which kind."""
    workspace = person.workspace_id
    removed = {"timeline.entry": _remove_entries(person, who.ids)}
    removed["timeline.blackened"] = _blacken_entries(workspace, who)
    removed["timeline.task"] = belongings.tasks_of(workspace, who.ids).update(title=_("Erased"), note="")
    removed["people.consent"] = belongings.consents_of(workspace, who.ids).delete()[0]
    removed["workspaces.change"] = belongings.changes_of(workspace, who.ids).delete()[0]
    ImportedRecord.objects.filter(workspace=workspace, kind="person", record_id__in=who.ids).delete()
    KeptResult.objects.filter(workspace=workspace).delete()  # reports may quote what somebody wrote; they are made anew
    forget_on_plans(workspace, who.ids)  # before the links go, by which it is found
    _remove_belongings(workspace, who.ids)
    return {name: number for name, number in removed.items() if number}


def _remove_belongings(workspace: int, ids: list[int]) -> None:
    for relation in relations("person"):
        if relation.model not in COUNTED:
            for pk in ids:
                relation.rows(workspace, pk).delete()
    for model, columns in SAID.items():
        every(model, workspace).filter(person_id__in=ids).update(**dict.fromkeys(columns, ""))
    forget_values("person", ids, workspace=workspace)
    pairs = every("people.duplicatepair", workspace).filter(kind="person")
    pairs.filter(first_id__in=ids).delete()
    pairs.filter(second_id__in=ids).delete()
    every("people.matchkey", workspace).filter(kind="person", record_id__in=ids).delete()
    MergedRecord.objects.filter(workspace=workspace, kind="person", record_id__in=ids).delete()
    Merge.objects.filter(workspace=workspace, kind="person", keep_id__in=ids).delete()
    Merge.objects.filter(workspace=workspace, kind="person", other_id__in=ids).delete()


def _remove_entries(person: Person, ids: list[int]) -> int:
    """Entries about nobody else go with all their versions, files and places."""
    workspace = person.workspace_id
    newest = list(belongings.only_of(workspace, ids).values_list("pk", flat=True))
    return purge_entries(workspace, newest)["entries"]


def _blacken_entries(workspace: int, who: Identity) -> int:
    """Entries that are about a deal or a company, too, keep their time, kind and minutes: not what was said."""
    newest = list(belongings.entries_of(workspace, who.ids).values_list("pk", flat=True))
    versions = TimelineEntry.objects.filter(workspace=workspace, pk__in=belongings.versions_of(workspace, newest))
    kept = ("direction", "outcome", "minutes")
    for pk, facts in versions.values_list("pk", "facts"):
        figures = {name: facts[name] for name in kept if name in facts}
        versions.filter(pk=pk).update(text=_("Erased"), facts=figures)
    return versions.count()


def _make_anonymous(person: Person, who: Identity) -> None:
    """The record stays for the figures; the records it was merged of go."""
    with translation.override(person.workspace.language):
        name = _("Erased person")
    people = Person.with_deleted.filter(workspace=person.workspace_id)
    deletions = list(people.filter(pk__in=who.ids).exclude(deletion=None).values_list("deletion", flat=True))
    facts = EMPTIED | {"last_name": name, "name_key": name_key(name), "erased_at": timezone.now()}
    people.filter(pk__in=who.ids).update(**facts)
    Deletion.objects.filter(workspace=person.workspace_id, pk__in=deletions).update(what=name)
    person.refresh_from_db()
