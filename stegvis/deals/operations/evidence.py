"""Evidence: that the buyer has shown what a criterion asks for."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.written import Written, columns, insert_written
from stegvis.deals.models import Deal, Evidence
from stegvis.processes.models import ExitCriterion
from stegvis.timeline.models import EntryKind, TimelineEntry
from stegvis.workspaces.models import Deletion
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.permissions import Actor, Automation, require, signed

LONGEST = 300


@transaction.atomic
def record_evidence(
    deal: Deal,
    criterion: ExitCriterion,
    *,
    by: Actor,
    note: str = "",
    link: str = "",
    entry: TimelineEntry | None = None,
    at: datetime | None = None,
) -> Evidence:
    """Tick `criterion` of the deal's version, with a note or link, or the `entry` that shows it.

    A second tick returns the first. Raises PermissionDenied, and Refused where the criterion is of another version.
    """
    refresh(deal)
    require(by, "edit", deal)
    if criterion.stage.version_id != deal.stage.version_id:
        raise Refused(_("This criterion belongs to another process or version."))
    known = KNOWN.instances(Evidence, workspace=deal.workspace_id, deal=deal.pk, lineage=criterion.lineage)
    if known:
        return known[0]
    evidence = Evidence(
        workspace_id=deal.workspace_id,
        deal=deal,
        criterion=criterion,
        lineage=criterion.lineage,
        note=note.strip(),
        link=link.strip(),
        entry=entry,
        **signed(by),
        at=at or timezone.now(),
    )
    insert_written(evidence)
    return evidence


def excerpt(entry: TimelineEntry) -> str:
    """What `entry` says, short enough to stand beside a criterion."""
    text = " ".join(entry.text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _known(workspace: int, deal: int, lineage: str) -> QuerySet:
    ticks = Evidence.objects.filter(workspace=workspace, deal=deal, lineage=lineage)
    return ticks.order_by("pk").values_list(*columns(Evidence))[:1]


KNOWN = Written(_known)


@transaction.atomic
def confirm_evidence(
    deal: Deal, lineage: str, *, by: Automation, entry: TimelineEntry, at: datetime | None = None
) -> Evidence | None:
    """The buyer says itself that the criterion with this `lineage` is met; `by` bears the buyer's name.

    A seller's tick that was there stays the seller's, and is confirmed. None where the deal's version has no such
    criterion any more.
    """
    asked = ExitCriterion.objects.filter(workspace=deal.workspace_id, stage__version=deal.stage.version_id)
    criterion = asked.filter(lineage=lineage).select_related("stage").first() if lineage else None
    if criterion is None:
        return None
    evidence = record_evidence(deal, criterion, by=by, entry=entry, at=at)
    evidence.confirmed_by = by.name
    evidence.save(update_fields=["confirmed_by", "updated_at"])
    return evidence


@transaction.atomic
def unconfirm_evidence(deal: Deal, lineage: str, *, by: Automation) -> None:
    """The buyer takes its word back: what only the buyer said goes, what a seller ticked stays, unconfirmed.

    The last one of the buyer's side to do so may not be the one whose name stands there.
    """
    refresh(deal)
    known = deal.evidence.select_related("entry").exclude(confirmed_by="")
    for evidence in known.filter(lineage=lineage) if lineage else ():
        if evidence.automation and evidence.entry and evidence.entry.kind == EntryKind.BUYER:
            delete_records([evidence], by=by, verb="edit")
        else:
            evidence.confirmed_by = ""
            evidence.save(update_fields=["confirmed_by", "updated_at"])


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, by: Actor) -> Deletion:
    """Take a tick back. Who may change the deal may; it can be undone and leaves a trace."""
    require(by, "edit", evidence.deal)
    return delete_records([evidence], by=by, verb="edit")
