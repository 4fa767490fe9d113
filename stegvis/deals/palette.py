"""What the palette offers on a deal's page: moving, winning, losing it, and giving it to somebody else."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext as _

from stegvis.deals.access import get_deal
from stegvis.deals.models import Deal
from stegvis.deals.queries.deal_page.rights import rights_on
from stegvis.deals.queries.moving import targets_of
from stegvis.processes.models import Stage, StageKind
from stegvis.ui.palette import Command
from stegvis.workspaces.models import Member

ICONS = {StageKind.WON: "trophy", StageKind.LOST: "x", StageKind.PARKED: "snowflake"}


def deal_commands(request: HttpRequest, on: ResolverMatch | None) -> Iterable[Command]:
    """Those for the deal whose page is open, as far as `request.member` may."""
    if on is None or on.view_name != "deals:deal":
        return []
    member = request.member  # type: ignore[attr-defined]
    try:
        deal = get_deal(member, on.kwargs["pk"])
    except Http404:
        return []
    rights = rights_on(member, deal)
    moves = _moves(member, deal) if "edit" in rights else ()
    return [*moves, *(_giving(member, deal) if "reassign" in rights else ())]


def _moves(member: Member, deal: Deal) -> Iterable[Command]:
    address = reverse("deals:moves", args=[member.workspace.slug, deal.pk])
    for target in targets_of(deal):
        if target.here:
            continue
        stage = target.stage
        yield Command(
            section="here",
            label=_label(stage),
            address=address,
            icon=ICONS.get(StageKind(stage.kind), "arrow-right"),
            post={"seen": str(deal.stage_id), "to_stage": str(stage.pk)},
            detail=stage.name if stage.kind in ICONS else "",
            words=_("move stage"),
            attrs={"hx-post": address, "hx-swap": "none", "data-deal": str(deal.pk)},
            first=target.next or stage.kind in (StageKind.WON, StageKind.LOST),
        )


def _label(stage: Stage) -> str:
    known = {StageKind.WON: _("Win the deal"), StageKind.LOST: _("Lose the deal"), StageKind.PARKED: _("Park the deal")}
    return known.get(StageKind(stage.kind)) or _("Move to “%(stage)s”") % {"stage": stage.name}


def _giving(member: Member, deal: Deal) -> Iterable[Command]:
    address = reverse("deals:fact", args=[member.workspace.slug, deal.pk, "owner"])
    yield Command("here", _("Change the owner"), address, "user-round", words=_("give reassign"))
