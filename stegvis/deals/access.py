"""The door to deals, and behind it to what belongs to one."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from stegvis.deals.models import (
    Competitor,
    Deal,
    DealCompetitor,
    DiscountApproval,
    Evidence,
    FrameworkQuestion,
    GuideQuestion,
    LostReason,
    Product,
    RaisedObjection,
    SplitQuestion,
    Stakeholder,
)
from stegvis.deals.playbook import Book
from stegvis.processes.models import ExitCriterion
from stegvis.timeline.access import get_entry
from stegvis.timeline.models import TimelineEntry
from stegvis.workspaces.access import get_in_workspace
from stegvis.workspaces.doors import Door
from stegvis.workspaces.models import Member

SHOWN = ("stage", "process", "company", "owner")
DEAL = Door(Deal)


def get_deal(member: Member, pk: int, verb: str = "see", joined: Sequence[str] = SHOWN) -> Deal:
    """The deal that `member` may see, `joined` with what of SHOWN is needed; Http404, or PermissionDenied."""
    return DEAL(member, pk, verb, joined)


def get_criterion(deal: Deal, pk: int) -> ExitCriterion:
    """A criterion of the version in which `deal` runs, with its stage; Http404."""
    criteria = ExitCriterion.objects.filter(workspace=deal.workspace_id, stage__version=deal.stage.version_id)
    return get_object_or_404(criteria.select_related("stage"), pk=pk)


def get_split_question(deal: Deal) -> SplitQuestion:
    """The question to the owners of the deals in the stage of `deal`; Http404 where there is none."""
    questions = SplitQuestion.objects.filter(workspace=deal.workspace_id)
    return get_object_or_404(questions.select_related("stage__version", "process"), stage=deal.stage_id)


def get_evidence(deal: Deal, pk: int) -> Evidence:
    """A living piece of evidence on `deal`, with its criterion; Http404."""
    found = get_object_or_404(deal.evidence.select_related("criterion"), pk=pk)
    found.deal = deal
    return found


def get_entry_of(member: Member, deal: Deal, pk: str) -> TimelineEntry:
    """An entry (by the number in an address) that `member` sees on the timeline of `deal`; Http404."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        raise Http404
    entry = get_entry(member, int(pk))[0]
    if entry.withdrawn or not entry.places.filter(deal=deal).exists():
        raise Http404
    return entry


def get_stakeholder(deal: Deal, person: int) -> Stakeholder:
    """The part that the person with this id takes in `deal`; Http404."""
    return get_object_or_404(deal.stakeholders.select_related("person"), person=person, person__deletion=None)


def get_lost_reason(member: Member, pk: int, verb: str = "see") -> LostReason:
    """A lost reason of the member's workspace; Http404, or PermissionDenied."""
    return get_in_workspace(LostReason.objects.all(), member, pk, verb)


def get_product(member: Member, pk: int, verb: str = "see") -> Product:
    """A living product of the price list; Http404, or PermissionDenied."""
    return get_in_workspace(Product.objects.all(), member, pk, verb)


def get_set(member: Member, book: Book, pk: int, verb: str = "see") -> Any:
    """A living set of a book of the playbook; Http404, or PermissionDenied."""
    return get_in_workspace(book.model.objects.all(), member, pk, verb)


def get_raised(deal: Deal, pk: int) -> RaisedObjection:
    """An objection that was raised on `deal`; Http404."""
    found = get_object_or_404(deal.objections.select_related("objection", "person", "answer"), pk=pk)
    found.deal = deal
    return found


def get_competitor(member: Member, pk: int, verb: str = "see") -> Competitor:
    """A living competitor of the member's workspace; Http404, or PermissionDenied."""
    return get_in_workspace(Competitor.objects.all(), member, pk, verb)


def get_rival(deal: Deal, pk: int) -> DealCompetitor:
    """A competitor in play on `deal`, by the number of its row; Http404."""
    found = get_object_or_404(deal.rivals.select_related("competitor"), pk=pk)
    found.deal = deal
    return found


def get_question(deal: Deal, pk: int) -> FrameworkQuestion:
    """A living question that a deal of this workspace can be qualified by; Http404."""
    return get_object_or_404(FrameworkQuestion.objects.filter(workspace=deal.workspace_id), pk=pk)


def get_guide_question(member: Member, pk: int) -> GuideQuestion:
    """A living question of a guide of the member's workspace; Http404."""
    return get_in_workspace(GuideQuestion.objects.all(), member, pk)


def get_approval(deal: Deal, pk: int) -> DiscountApproval:
    """A request to sell `deal` below the floor; Http404."""
    found = get_object_or_404(deal.approvals.select_related("asked_by"), pk=pk)
    found.deal = deal
    return found
