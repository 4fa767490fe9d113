"""Parked deals wake up on their day: as a task for who looks after them."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from stegvis.deals.models import Deal
from stegvis.processes.models import StageKind
from stegvis.timeline.dues import zone_for
from stegvis.timeline.models import Task
from stegvis.workspaces.permissions import Automation

AT_ONCE = 200
WOKEN = "woken"


def wake_deals(now: datetime) -> int:
    """Make the task of every parked deal whose day has come in its owner's zone; returns how many woke up.

    Each deal is woken once for its day however often and by how many workers this is run.
    """
    latest = (now.astimezone(UTC) + timedelta(hours=14)).date()
    everywhere = Deal.objects.across_workspaces("one job wakes the deals of all")
    asleep = everywhere.filter(status=StageKind.PARKED, wake_on__lte=latest, wake_on__isnull=False, woken_on=None)
    rows = asleep.select_related("owner__user", "workspace", "company").order_by("wake_on", "id")
    return sum(_wake(deal, now) for deal in rows[:AT_ONCE])


@transaction.atomic
def _wake(deal: Deal, now: datetime) -> int:
    owner = deal.owner if deal.owner and deal.owner.active else None
    day = now.astimezone(zone_for(owner, deal.workspace)).date()
    if deal.wake_on is None or deal.wake_on > day or not _claim(deal):
        return 0
    language = (owner.user.language if owner and owner.user else "") or deal.workspace.language
    with translation.override(language):
        title = _("Take up the talk again: %(deal)s") % {"deal": deal.title}
    by = Automation("wake-up", deal.workspace)
    Task.objects.create(
        workspace=deal.workspace,
        title=title[:300],
        due_on=day,
        assignee=owner,
        deal=deal,
        company=deal.company,
        suggestion=WOKEN,
        automation=by.name,
    )
    return 1


def _claim(deal: Deal) -> bool:
    """Whether this is the first to wake the deal for its day: the row says so once."""
    mine = Deal.objects.filter(workspace=deal.workspace_id, pk=deal.pk, status=StageKind.PARKED, wake_on=deal.wake_on)
    return bool(mine.filter(woken_on=None).update(woken_on=deal.wake_on))
