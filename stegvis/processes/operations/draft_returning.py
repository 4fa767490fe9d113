"""Drafts that go and come back: thrown away or published, and taken back, with their undo steps."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.bodies import Body, Row
from stegvis.processes.models import DraftStep, Process, ProcessDraft
from stegvis.processes.operations.drafting import keep_draft
from stegvis.workspaces.models import Deletion, Member, Undo
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, require

FACTS = ("number", "sentence", "place", "undone")
Steps = Mapping[str, list[Any]]
NO_STEPS: Steps = {"rows": [], "stages": []}


@transaction.atomic
def discard_draft(process: Process, *, by: Actor) -> Undo | Deletion | None:
    """Throw the draft of `process` away; a process that never ran goes with it. What takes it back is returned."""
    refresh(process)
    require(by, "processes", process)
    if process.current_id is None:
        return delete_records([process], by=by, verb="processes")
    draft = ProcessDraft.objects.filter(workspace=process.workspace_id, process=process).first()
    if draft is None:
        return None
    kept = {"process": process.pk, "body": draft.body, "steps": kept_steps(draft)}
    draft.delete()
    return keep_undo("discard_draft", kept, by=by, what=process.name)


@takes_back("discard_draft")
def _take_back(before: Mapping[str, Any], by: Actor) -> None:
    process = Process.objects.filter(workspace=by.workspace, pk=before["process"]).first()
    if process is None or ProcessDraft.objects.filter(workspace=by.workspace, process=process).exists():
        raise Refused(_("There is another draft of this process already."))
    require(by, "processes", process)
    return_draft(process, before["body"], kept_before(before), by=by)


def kept_before(before: Mapping[str, Any]) -> Steps:
    """The steps in what an undo keeps; none in one that was kept by an earlier release, in another form."""
    steps = before.get("steps")
    return steps if isinstance(steps, dict) else NO_STEPS


def kept_steps(draft: ProcessDraft) -> Steps:
    """All steps of `draft` as JSON, before it goes.

    Each holds a whole body, of which it changed one stage or two: so each stage is kept once, and bodies name it by its
    place among `stages`.
    """
    stages: dict[str, int] = {}
    steps = DraftStep.objects.filter(workspace=draft.workspace_id, draft=draft).order_by("number")
    rows = [
        {name: getattr(step, name) for name in FACTS}
        | {"body": _thin(step.body, stages), "by": step.by_id, "at": step.at.isoformat()}
        for step in steps
    ]
    return {"rows": rows, "stages": [json.loads(one) for one in stages]}


def _thin(body: Body, stages: dict[str, int]) -> Body:
    """`body` with places in `stages` for its stages, which are put in there."""
    return body | {"stages": [stages.setdefault(json.dumps(row), len(stages)) for row in body["stages"]]}


def return_draft(process: Process, body: Body, steps: Steps, *, by: Actor) -> ProcessDraft:
    """The draft with this body and what `kept_steps` kept of it is there again."""
    draft = keep_draft(process, body, by=by)
    draft.revision = 1  # not one that was only opened, which gives way to others
    draft.save(update_fields=["revision"])
    rows, stages = steps["rows"], steps["stages"]
    members = Member.objects.filter(workspace=process.workspace_id, pk__in={one["by"] for one in rows if one["by"]})
    there = set(members.values_list("pk", flat=True))
    DraftStep.objects.bulk_create((_step(draft, one, stages, there) for one in rows), batch_size=50)
    return draft


def _step(draft: ProcessDraft, kept: Mapping[str, Any], stages: Sequence[Row], there: set[int]) -> DraftStep:
    facts = {name: kept[name] for name in FACTS} | {"at": datetime.fromisoformat(kept["at"])}
    body = kept["body"] | {"stages": [stages[place] for place in kept["body"]["stages"]]}
    by = kept["by"] if kept["by"] in there else None
    return DraftStep(workspace_id=draft.workspace_id, draft=draft, by_id=by, body=body, **facts)
