"""Handing over what a member looks after: in the background, step by step, and back again as a whole."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.jobs.enqueueing import enqueue_on_commit
from stegvis.workspaces.handing import KINDS, Handed, chosen
from stegvis.workspaces.models import FieldChange, Handover, HandoverPart, HandoverState, Member
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.members import held_member, require_rank
from stegvis.workspaces.operations.telling import announce
from stegvis.workspaces.queries.handing import preview

STEP = 500
UNDERWAY = (HandoverState.RUNNING, HandoverState.UNDOING)


@transaction.atomic
def begin_handover(leaving: Member, receivers: Sequence[Member], kinds: Sequence[str], *, by: Member) -> Handover:
    """Begin to give the records of `kinds` that `leaving` looks after to `receivers`, evenly.

    Raises PermissionDenied, and Refused without receivers or records, or while another handover of it goes on.
    """
    workspace, leaving, actor = held_member(leaving, by)
    require_rank(actor, leaving.role)
    to = {one.pk: one for one in receivers if one.pk != leaving.pk}
    if not to or any(one.workspace_id != workspace.pk or not one.active for one in to.values()):
        raise Refused(_("Choose active members who shall get the records."))
    if Handover.objects.filter(workspace=workspace, leaving=leaving, state__in=UNDERWAY).exists():
        raise Refused(_("A handover of these records is going on already."))
    total = sum(line.total for line in preview(leaving, list(to.values())) if line.kind in kinds)
    if not total:
        raise Refused(_("%(name)s looks after none of these.") % {"name": leaving.name})
    wish = {"receivers": sorted(to), "kinds": [kind.key for kind in chosen(kinds)], "total": total}
    made = Handover.objects.create(workspace=workspace, leaving=leaving, by=by, **wish)
    names = [one.name for one in to.values()]
    audit("handed_over", by=by, detail={"from": leaving.name, "to": names, "count": total})
    _go_on(made)
    return made


@transaction.atomic
def undo_handover(handover: Handover, *, by: Member) -> Handover:
    """Begin to give everything back that its receivers still look after. Raises PermissionDenied, Refused."""
    workspace, leaving, actor = held_member(handover.leaving, by)
    require_rank(actor, leaving.role)
    done = Handover.objects.filter(workspace=workspace, pk=handover.pk, state=HandoverState.DONE)
    if not done.update(state=HandoverState.UNDOING):
        raise Refused(_("This handover is still going on or was taken back already."))
    audit("handover_undone", by=by, detail={"from": leaving.name, "count": handover.done})
    handover.state = HandoverState.UNDOING
    _go_on(handover)
    return handover


@transaction.atomic
def step_handover(handover: Handover, *, by: Member | None) -> bool:
    """Do the next step of `handover`; whether there is more to do. For the job, on behalf of `by`."""
    handover = (
        Handover.objects.select_for_update(of=("self",))
        .select_related("leaving", "workspace")
        .get(workspace=handover.workspace_id, pk=handover.pk)
    )
    if handover.state == HandoverState.RUNNING:
        return _give(handover, by) or _finish(handover, by)
    if handover.state == HandoverState.UNDOING:
        return _give_back(handover, by)
    return False


def _give(handover: Handover, by: Member | None) -> bool:
    """Give the next records; False when nothing is left."""
    for kind in chosen(handover.kinds):
        waiting = kind.of(handover.workspace_id, handover.leaving_id, len(handover.receivers))
        # Held: what somebody gives to another in this moment stays with that one.
        waiting = waiting.select_for_update(of=("self",))
        rows = list(waiting.order_by("pk").values_list("pk", "place")[:STEP])
        if rows:
            shares: dict[int, list[int]] = defaultdict(list)
            for pk, place in rows:
                shares[handover.receivers[place]].append(pk)
            for receiver, ids in shares.items():
                _pass(handover, kind, ids, receiver, by)
            _now(handover).update(done=handover.done + len(rows))
            return True
    return False


def _pass(handover: Handover, kind: Handed, ids: list[int], receiver: int, by: Member | None) -> None:
    to = Member.objects.get(workspace=handover.workspace_id, pk=receiver)
    records = kind.model.objects.filter(workspace=handover.workspace_id, pk__in=ids)
    records.update(**{kind.field: to, "updated_at": timezone.now()})
    _remember(handover, kind, ids, (handover.leaving.name, to.name), by)
    HandoverPart.objects.create(workspace_id=handover.workspace_id, handover=handover, kind=kind.key, ids=ids, to=to)


def _finish(handover: Handover, by: Member | None) -> bool:
    _now(handover).update(state=HandoverState.DONE)
    receivers = Member.objects.filter(workspace=handover.workspace_id, pk__in=handover.receivers)
    if by is not None:
        announce(receivers, "given_many", by=by, leaving=handover.leaving.name)
    return False


def _give_back(handover: Handover, by: Member | None) -> bool:
    """Give one part back, as far as nobody gave it on; False when none is left."""
    part = handover.parts.filter(workspace=handover.workspace_id).select_related("to").order_by("-pk").first()
    if part is None:
        _now(handover).update(state=HandoverState.UNDONE)
        return False
    kind = KINDS[part.kind]
    records = kind.model.objects.filter(workspace=handover.workspace_id, pk__in=part.ids, **{kind.field: part.to})
    ids = list(records.select_for_update(of=("self",)).values_list("pk", flat=True))
    records.update(**{kind.field: handover.leaving, "updated_at": timezone.now()})
    _remember(handover, kind, ids, (part.to.name, handover.leaving.name), by)
    left = max(0, handover.done - len(part.ids))
    _now(handover).update(done=left)
    part.delete()
    return True


def _remember(handover: Handover, kind: Handed, ids: list[int], names: tuple[str, str], by: Member | None) -> None:
    before, after = names
    FieldChange.objects.bulk_create(
        FieldChange(
            workspace_id=handover.workspace_id,
            kind=kind.key,
            record_id=pk,
            field=kind.field,
            before=before,
            after=after,
            by=by,
        )
        for pk in ids
    )


def _now(handover: Handover) -> QuerySet:
    return Handover.objects.filter(workspace=handover.workspace_id, pk=handover.pk)


def _go_on(handover: Handover) -> None:
    from stegvis.workspaces.jobs import hand_over

    enqueue_on_commit(hand_over, workspace_id=handover.workspace_id, handover_id=handover.pk)
