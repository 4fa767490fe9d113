"""Taking back what an import left on timelines and on the people of deals: the parts that `undoing` does not know."""

from collections.abc import Collection, Iterable

from stegvis.deals.models import Stakeholder
from stegvis.timeline.facts import is_contact
from stegvis.timeline.models import EntryPlace, Pin, StoredFile, Task, TimelineEntry
from stegvis.timeline.placing import keep_contact
from stegvis.timeline.purging import purge_entries
from stegvis.timeline.queries.versions import newest_versions
from stegvis.transfer.models import Import, ImportedRecord


def corrected_since(batch: Import, ids: Collection[int]) -> set[int]:
    """Which of these entries have a newer version that is not the import's own: somebody has worked on them."""
    newest = newest_versions(batch.workspace_id, ids)
    traces = ImportedRecord.objects.filter(workspace=batch.workspace_id, of_import=batch, kind="timelineentry")
    ours = set(traces.filter(record_id__in=newest.values()).values_list("record_id", flat=True))
    return {pk for pk, newer in newest.items() if newer not in ours}


def changed_since(workspace: int, traces: Iterable[ImportedRecord]) -> set[int]:
    """Which people on deals play another part by now than the last trace of the import says."""
    last = {one.record_id: (one.before or {}).get("became", {}) for one in sorted(traces, key=lambda one: one.pk)}
    now = Stakeholder.objects.filter(workspace=workspace, pk__in=last)
    return {one.pk for one in now if any(getattr(one, name) != value for name, value in last[one.pk].items())}


def remove_entries(workspace: int, ids: Iterable[int]) -> None:
    """Remove entries for good; the last contact of their deals is looked for anew. Inside a purge."""
    ids = list(ids)
    places = EntryPlace.objects.filter(workspace=workspace, entry__in=ids, contact=True, deal__isnull=False)
    deals = set(places.values_list("deal", flat=True))
    purge_entries(workspace, ids)
    keep_contact(workspace, deals)


def remove_entries_of_tasks(workspace: int, tasks: Iterable[int]) -> None:
    """What the completion of tasks wrote goes with them."""
    wrote = Task.with_deleted.filter(workspace=workspace, pk__in=tasks, entry__isnull=False)
    remove_entries(workspace, list(wrote.values_list("entry", flat=True)))


def restore_version(trace: ImportedRecord) -> None:
    """Show the version that stood before the one the import wrote. Inside a purge."""
    workspace, newer = trace.workspace_id, trace.record_id
    before = TimelineEntry.objects.filter(workspace=workspace, pk=(trace.before or {}).get("version", 0)).first()
    if before is None:
        return
    places = EntryPlace.objects.filter(workspace=workspace, entry=newer)
    deals = list(places.filter(deal__isnull=False).values_list("deal", flat=True))
    places.update(entry=before, at=before.at, contact=is_contact(before))
    for model in (Pin, StoredFile):
        model.objects.filter(workspace=workspace, entry=newer).update(entry=before)
    TimelineEntry.objects.filter(workspace=workspace, pk=newer).delete()
    keep_contact(workspace, deals)


def restore_part(trace: ImportedRecord) -> None:
    """Say again of somebody on a deal what was said before the import."""
    before = {name: value for name, value in (trace.before or {}).items() if name != "became"}
    Stakeholder.objects.filter(workspace=trace.workspace_id, pk=trace.record_id).update(**before)
