"""Turning a proposal into a change of the draft, which can be taken back like any other."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.insights.figures.proposing import BRANCH, CRITERION, EXPECT, MERGE, OPTIONAL, SPLIT
from stegvis.processes.acts import Act, Told
from stegvis.processes.acts.finding import find_stage
from stegvis.processes.bodies import Body
from stegvis.processes.models import Process
from stegvis.processes.operations.draft_editing import edit_draft, standing, undo_step
from stegvis.processes.operations.drafting import start_draft
from stegvis.workspaces.models import Undo
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor

# After how many days a deal that waits is looked at again, where nobody says otherwise.
WAKE_DAYS = 90


@transaction.atomic
def change_draft(process: Process, change: str, *, by: Actor) -> tuple[Told, Undo | None]:
    """Do the `change` that a proposal named, "split.STAGE", to the draft of `process`, which begins with it.

    What was done, and what takes it back; no Undo where the draft is so already. Raises PermissionDenied, Refused.
    """
    before = start_draft(process, by=by)
    number = _last(before)
    draft, told = edit_draft(process, act_of(change, before.body), by=by)
    made = _last(draft)
    if made == number:
        return told, None
    return told, keep_undo("proposal", {"process": process.pk, "step": made}, by=by, what=process.name)


def act_of(change: str, body: Body) -> Act:
    """The act that a change means in a draft. Refused for one that nobody proposes, or whose stages are gone."""
    what, first, second = (*change.split("."), "", "")[:3]
    find_stage(body, first)
    if what == MERGE:
        return Act("merge_stage", first, second)
    if what == SPLIT:
        return Act("split_stage", first)
    if what == EXPECT:
        return Act("set", first, "expected_days", {"value": second})
    if what in (OPTIONAL, BRANCH):
        return Act("add_line", first, "branches", _branch(what, body, first, second))
    if what == CRITERION:
        text = _("Nothing is open that “%(stage)s” would come back for") % {"stage": find_stage(body, second)["name"]}
        return Act("add_line", first, "criteria", {"text": text[:500]})
    raise Refused(_("Nobody proposes this."))


def _branch(what: str, body: Body, first: str, second: str) -> Mapping[str, Any]:
    find_stage(body, second)
    if what == BRANCH:
        return {"text": _("Not now"), "to": second, "wake_days": str(WAKE_DAYS)}
    keys = [row["key"] for row in body["stages"]]
    passed = [row["name"] for row in body["stages"][keys.index(first) + 1 : keys.index(second)]]
    return {"text": (_("“%(stages)s” is not needed") % {"stages": ", ".join(passed)})[:300], "to": second}


def _last(draft) -> int:
    step = standing(draft).last()
    return step.number if step else 0


@takes_back("proposal")
def _take_back(before: Mapping[str, Any], by: Actor) -> None:
    process = Process.objects.filter(workspace=by.workspace, pk=before["process"]).first()
    if process is None:
        raise Refused(_("There is nothing to take back."))
    undo_step(process, before["step"], by=by)
