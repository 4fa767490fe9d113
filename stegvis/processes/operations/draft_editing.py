"""Changing a draft, one act at a time, and taking acts back. Two people may do so at once."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import ChangedMeanwhile, FieldClash, Refused
from stegvis.processes.acts import Act, Told, perform
from stegvis.processes.acts.finding import find_any
from stegvis.processes.acts.told import say
from stegvis.processes.bodies import Body, Row
from stegvis.processes.fields import FIELDS, as_sent, clean, unlined
from stegvis.processes.models import DraftStep, Process, ProcessDraft
from stegvis.processes.operations.drafting import start_draft
from stegvis.workspaces.permissions import Actor, member_of

KEPT_STEPS = 200


@transaction.atomic
def edit_draft(process: Process, act: Act, *, by: Actor, seen: str | None = None) -> tuple[ProcessDraft, Told]:
    """Do `act` to the draft of `process`, which begins with its first act.

    `seen` is what the editor had before its eyes: of a field its value as a form holds it, of anything else its `mark`.
    Where that has changed meanwhile nothing is overwritten: ChangedMeanwhile holds what it is now. Raises
    PermissionDenied and Refused. An act that changes nothing leaves no step.
    """
    draft = start_draft(process, by=by)
    _refuse_surprise(draft, act, seen, by)
    after, told = perform(draft.body, act)
    return replace_body(draft, after, told, by=by), told


def replace_body(draft: ProcessDraft, after: Body, told: Told, *, by: Actor) -> ProcessDraft:
    """The locked `draft` with another body, and a step that takes it back; what changes nothing leaves none."""
    if after != draft.body:
        _keep_step(draft, told, draft.body, by)
        _save(draft, after, by)
    return draft


@transaction.atomic
def undo_step(process: Process, number: int, *, by: Actor) -> DraftStep:
    """Take back step `number`, the last one that stands; ChangedMeanwhile where another came after it."""
    draft = start_draft(process, by=by)
    return _swap(draft, standing(draft).last(), number, by, undone=True)


@transaction.atomic
def redo_step(process: Process, number: int, *, by: Actor) -> DraftStep:
    """Do step `number` again, the first one that was taken back."""
    draft = start_draft(process, by=by)
    return _swap(draft, undone(draft).first(), number, by, undone=False)


def standing(draft: ProcessDraft):
    """The steps that count, in order."""
    return DraftStep.objects.filter(workspace=draft.workspace_id, draft=draft, undone=False)


def undone(draft: ProcessDraft):
    """The steps that were taken back and can be done again, in order."""
    return DraftStep.objects.filter(workspace=draft.workspace_id, draft=draft, undone=True)


def mark(body: Body, key: str) -> str:
    """What `key` names, in short: it differs as soon as anybody changes anything of it."""
    return mark_of(find_any(body, key)[1])


def mark_of(row: Row) -> str:
    """The same of a stage, phase or line that is at hand."""
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:12]


def _refuse_surprise(draft: ProcessDraft, act: Act, seen: str | None, by: Actor) -> None:
    if seen is None:
        return
    if act.verb == "set":
        _refuse_clash(draft, act, seen)
    elif mark(draft.body, act.key) != seen and not _is_own(draft, act.key, by):
        name = _("%(who)s changed this in the meantime. Look at it again.") % {"who": _who(draft, act.key)}
        raise ChangedMeanwhile([], name)


def _is_own(draft: ProcessDraft, key: str, by: Actor) -> bool:
    """Whether the last change there was the actor's: a field that was kept a moment before the act surprises nobody."""
    last = standing(draft).filter(place=find_any(draft.body, key)[2]).last()
    return last is not None and last.by_id is not None and last.by == member_of(by)


def _refuse_clash(draft: ProcessDraft, act: Act, seen: str) -> None:
    part, row, place = find_any(draft.body, act.key)
    now = as_sent(row.get(act.to))
    ours = as_sent(act.values.get("value"))
    if now == unlined(seen) or act.to not in FIELDS[part] or as_sent(clean(part, act.to, ours)) == now:
        return
    who = _who(draft, place)
    clash = FieldClash(act.to, str(FIELDS[part][act.to].label), now, ours, by=who, at=draft.changed_at)
    sentence = _("%(who)s wrote something else here. Nothing was overwritten.") % {"who": who}
    raise ChangedMeanwhile([clash], sentence)


def _who(draft: ProcessDraft, place: str) -> str:
    """Who changed this stage, or the draft, last."""
    steps = standing(draft).select_related("by")
    last = steps.filter(place=place).last() or steps.last()
    return last.by.name if last and last.by else str(_("Somebody else"))


def _keep_step(draft: ProcessDraft, told: Told, before: Body, by: Actor) -> None:
    undone(draft).delete()
    last = standing(draft).last()
    number = last.number + 1 if last else 1
    DraftStep.objects.create(
        workspace_id=draft.workspace_id,
        draft=draft,
        number=number,
        sentence=told.kept,
        place=told.place,
        body=before,
        by=member_of(by),
        at=timezone.now(),
    )
    standing(draft).filter(number__lte=number - KEPT_STEPS).delete()


def _swap(draft: ProcessDraft, step: DraftStep | None, number: int, by: Actor, *, undone: bool) -> DraftStep:
    """The step keeps the other side of itself: what the draft was, for a redo, or what it became."""
    if step is None:
        raise Refused(_("There is nothing to take back."))
    if step.number != number:
        facts = {"who": step.by.name if step.by else _("Somebody else"), "what": say(step.sentence)}
        raise ChangedMeanwhile([], _("%(who)s was here in the meantime: %(what)s.") % facts)
    other, step.body, step.undone = step.body, draft.body, undone
    step.save(update_fields=["body", "undone"])
    _save(draft, other, by)
    return step


def _save(draft: ProcessDraft, body: Body, by: Actor) -> None:
    draft.body, draft.revision, draft.changed_at = body, draft.revision + 1, timezone.now()
    draft.changed_by = member_of(by)
    draft.save(update_fields=["body", "revision", "changed_at", "changed_by"])
