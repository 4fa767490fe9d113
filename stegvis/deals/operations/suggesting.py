"""Tasks that a stage suggests: taken over in one click, or dropped for a deal they do not suit."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal
from stegvis.processes.models import TaskTemplate
from stegvis.processes.suggestions import key_of
from stegvis.timeline.dues import today_of
from stegvis.timeline.models import DroppedSuggestion, Task
from stegvis.timeline.operations.tasks import company_for, create_task
from stegvis.workspaces.models import FieldChange
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, member_of, require

VERB = "take-suggestions"


@transaction.atomic
def take_suggestions(deal: Deal, suggestions: Sequence[TaskTemplate], *, by: Actor) -> list[Task]:
    """Make tasks of `suggestions` (with their stages) for who takes them, due as many days from now as they say.

    Those the deal has as a task already are left out. Raises PermissionDenied, and Refused where none is left.
    """
    member = member_of(by)
    refresh(deal)  # two who take the same at once take it one after the other
    known = set(Task.objects.filter(workspace=deal.workspace_id, deal=deal).values_list("suggestion", flat=True))
    chosen = [one for one in suggestions if key_of(one.stage.lineage, one.title) not in known]
    if not chosen:
        raise Refused(_("The deal has this task already."))
    owner = member or deal.owner
    today = today_of(owner) if owner else None
    made = [
        create_task(
            one.title,
            by=by,
            kind=one.kind,
            note=one.note,
            deal=deal,
            company=company_for(deal, by=by),
            assignee=owner,
            due_on=today + timedelta(days=one.due_days or 0) if today else None,
            suggestion=key_of(one.stage.lineage, one.title),
        )
        for one in chosen
    ]
    keep_undo(VERB, {"tasks": [task.pk for task in made]}, by=by, what=deal.title)
    return made


@takes_back(VERB)
def _untake(before: Mapping[str, Any], by: Actor) -> str:
    """Delete the tasks that were made, but for those that somebody has done or changed since."""
    tasks = list(Task.objects.filter(workspace=by.workspace, pk__in=before["tasks"]).select_for_update())
    changes = FieldChange.objects.filter(workspace=by.workspace, kind="task", record_id__in=before["tasks"])
    since = {one.pk for one in tasks if one.done_at} | set(changes.values_list("record_id", flat=True))
    gone = [one for one in tasks if one.pk not in since]
    if gone:
        delete_records(gone, by=by, verb="edit")
    left = len(since)
    if not left:
        return ""
    said = ngettext("%(num)s task was changed since and stays.", "%(num)s tasks were changed since and stay.", left)
    return said % {"num": left}


@transaction.atomic
def drop_suggestion(deal: Deal, suggestion: TaskTemplate, *, by: Actor) -> None:
    """Show `suggestion` no more on this deal. Raises PermissionDenied."""
    require(by, "edit", deal)
    key = key_of(suggestion.stage.lineage, suggestion.title)
    mark = {"workspace": deal.workspace, "deal": deal, "suggestion": key}
    DroppedSuggestion.objects.get_or_create(**mark, defaults={"by": member_of(by)})


@transaction.atomic
def pick_up_suggestion(deal: Deal, suggestion: TaskTemplate, *, by: Actor) -> None:
    """Show `suggestion` on this deal again. Raises PermissionDenied."""
    require(by, "edit", deal)
    key = key_of(suggestion.stage.lineage, suggestion.title)
    DroppedSuggestion.objects.filter(workspace=deal.workspace_id, deal=deal, suggestion=key).delete()
