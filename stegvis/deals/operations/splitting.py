"""A stage was split and its deals were left to their owners: each says where its own go."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal, SplitQuestion, SplitStay
from stegvis.deals.operations.leading import lead_deals
from stegvis.processes.drafts import SIDES
from stegvis.processes.models import Stage, StageKind
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, member_of, require

VERB = "answer-split"
FIRST, SECOND, STAY = "first", "second", "stay"


def ask_owners(stage: Stage, first: Stage, second: Stage, *, by: Actor) -> SplitQuestion:
    """Leave the deals in `stage` where they are, and ask their owners to which of its parts they belong."""
    if len({SIDES[StageKind(one.kind)] for one in (stage, first, second)}) > 1:
        raise Refused(_("The deals in “%(stage)s” cannot go there.") % {"stage": stage.name})
    parts = {"first": first.lineage, "second": second.lineage, "asked_by": member_of(by)}
    return SplitQuestion.objects.create(
        workspace_id=stage.workspace_id, process_id=stage.process_id, stage=stage, **parts
    )


@transaction.atomic
def answer_split(deal: Deal, question: SplitQuestion, word: str, *, by: Actor) -> Stage:
    """Bring `deal` to the `first` or `second` part of its stage, or let it `stay`; returns where it is then.

    It is not a move: the stay goes on. Raises PermissionDenied, and Refused where the deal or the part is elsewhere.
    """
    refresh(deal)
    require(by, "edit", deal)
    if deal.stage_id != question.stage_id:
        raise Refused(_("The deal has gone on since; nobody has to choose any more."))
    if word == STAY:
        mark = {"workspace": deal.workspace, "question": question, "deal": deal}
        SplitStay.objects.get_or_create(**mark, defaults={"by": member_of(by)})
        target = deal.stage
    else:
        target = _part(question, word)
        lead_deals(_only(deal), question.stage, target)
    wakes = deal.wake_on.isoformat() if deal.wake_on else None
    kept = {"question": question.pk, "deal": deal.pk, "stage": target.pk, "wakes": wakes}
    keep_undo(VERB, kept, by=by, what=deal.title)
    refresh(deal)
    return target


def _part(question: SplitQuestion, word: str) -> Stage:
    lineage = {FIRST: question.first, SECOND: question.second}.get(word)
    stages = Stage.objects.filter(workspace=question.workspace_id, version=question.process.current_id)
    found = stages.filter(lineage=lineage).first() if lineage else None
    if found is None:
        raise Refused(_("Choose one of the parts, or let the deal stay."))
    return found


def _only(deal: Deal):
    return Deal.with_deleted.filter(workspace=deal.workspace_id, pk=deal.pk)


@takes_back(VERB)
def _ask_again(before: Mapping[str, Any], by: Actor) -> None:
    """The deal is in the stage that was split, and its owner is asked again."""
    deal = Deal.objects.filter(workspace=by.workspace, pk=before["deal"]).first()
    question = SplitQuestion.objects.filter(workspace=by.workspace, pk=before["question"]).first()
    if deal is None or question is None:
        raise Refused(_("The deal has gone on since; nobody has to choose any more."))
    refresh(deal)
    require(by, "edit", deal)
    if deal.stage_id != before["stage"]:
        raise Refused(_("The deal has gone on since; nobody has to choose any more."))
    SplitStay.objects.filter(workspace=by.workspace, question=question, deal=deal).delete()
    if deal.stage_id != question.stage_id:
        lead_deals(_only(deal), deal.stage, question.stage)
        _only(deal).update(wake_on=before["wakes"])
