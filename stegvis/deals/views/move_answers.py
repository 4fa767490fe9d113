"""What is answered to a move: to a board the parts that changed, to any other page that page anew."""

import json
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.deals.models import Deal, StageMove
from stegvis.deals.queries.advice import tasks_of_stage
from stegvis.deals.queries.board import find_card, read_board
from stegvis.processes.models import StageKind
from stegvis.ui.formats import date_long, money
from stegvis.ui.render import go, refuse, render, toast, warn


@dataclass(frozen=True)
class Before:
    """What a step forgets and its Undo needs."""

    lost_reason: int | None
    wake_on: date | None

    @classmethod
    def of(cls, deal: Deal) -> "Before":
        """The facts as they are now."""
        return cls(deal.lost_reason_id, deal.wake_on)

    def undo_address(self, deal: Deal, move: StageMove) -> str:
        """Where the Undo of `move` posts to."""
        facts = {"undo": move.sequence, "lost_reason": self.lost_reason, "wake_on": self.wake_on}
        known = {name: value for name, value in facts.items() if value is not None}
        address = reverse("deals:moves", args=[deal.workspace.slug, deal.pk])
        return f"{address}?{urlencode(known)}"


def moved(request: HttpRequest, deal: Deal, move: StageMove, before: Before) -> HttpResponse:
    """The step was taken: say so, with the way back."""
    sentences = [said(deal, move), *offered(deal)]
    toast(request, " ".join(sentences), before.undo_address(deal, move))
    return show(request, deal, kind=move.to_stage.kind)


def offered(deal: Deal) -> list[str]:
    """A sentence on the tasks that usually help in the stage the deal has come to; none where there are none."""
    count = tasks_of_stage(deal)
    said = ngettext("%(num)s task usually helps there.", "%(num)s tasks usually help there.", count)
    return [said % {"num": count}] if count else []


def taken_back(request: HttpRequest, deal: Deal, move: StageMove, before: Before) -> HttpResponse:
    """The step was taken back; that too can be taken back."""
    facts = {"deal": deal.title, "stage": move.to_stage.name}
    toast(request, _("“%(deal)s” is back in “%(stage)s”.") % facts, before.undo_address(deal, move))
    return show(request, deal)


def true_place(request: HttpRequest, deal: Deal, sentence: str) -> HttpResponse:
    """Somebody was faster: say who, and on a board show where the deal is."""
    if board_query(request) is None:
        return refuse(request, sentence)
    warn(request, sentence)
    answer = show(request, deal)
    answer.status_code = 409
    return answer


def said(deal: Deal, move: StageMove) -> str:
    """The move in a sentence."""
    facts = {"deal": deal.title, "stage": move.to_stage.name}
    match move.to_stage.kind:
        case StageKind.WON if deal.amount:
            amount = money(deal.amount, deal.currency)
            return _("Won: “%(deal)s”, %(amount)s. Well done!") % {**facts, "amount": amount}
        case StageKind.WON:
            return _("Won: “%(deal)s”. Well done!") % facts
        case StageKind.LOST if deal.lost_reason:
            return _("“%(deal)s” is lost: %(reason)s.") % {**facts, "reason": deal.lost_reason.name}
        case StageKind.PARKED if deal.wake_on:
            return _("“%(deal)s” is parked until %(day)s.") % {**facts, "day": date_long(deal.wake_on)}
    return _("“%(deal)s” is now in “%(stage)s”.") % facts


def show(request: HttpRequest, deal: Deal, kind: str = "") -> HttpResponse:
    """The deal where it is now: parts of the board the request came from, or that page (else the deal's) anew."""
    query = board_query(request)
    if query is None:
        return go(request, came_from(request) or reverse_deal(deal))
    board = read_board(request.member, query, cards=False)  # type: ignore[attr-defined]
    column, card = find_card(request.member, board, deal.pk)  # type: ignore[attr-defined]
    context = {"board": board, "column": column, "card": card, "deal": deal, "deals_address": board_address(request)}
    answer = render(request, "deals/_moved.html", **context)
    event = {"deal:moved": {"target": "body", "deal": deal.pk, "kind": kind}}
    answer.headers["HX-Trigger"] = json.dumps(event)
    return answer


def board_query(request: HttpRequest) -> QueryDict | None:
    """The filters of the board that the request came from; None when it came from elsewhere."""
    current = urlsplit(request.headers.get("HX-Current-URL", ""))
    return QueryDict(current.query[:5000]) if current.path == board_address(request) else None


def came_from(request: HttpRequest) -> str:
    """The page of this workspace that htmx says the request came from, without its host; empty where there is none."""
    current = urlsplit(request.headers.get("HX-Current-URL", ""))
    ours = f"/w/{request.member.workspace.slug}/"  # type: ignore[attr-defined]
    query = f"?{current.query}" if current.query else ""
    return f"{current.path}{query}" if current.path.startswith(ours) else ""


def board_address(request: HttpRequest) -> str:
    """The board of the request's workspace."""
    return reverse("deals:board", args=[request.member.workspace.slug])  # type: ignore[attr-defined]


def reverse_deal(deal: Deal) -> str:
    """The deal's own page."""
    return reverse("deals:deal", args=[deal.workspace.slug, deal.pk])
