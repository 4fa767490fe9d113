"""Answering: a member's own pages of an interview, and a guest's at a secret address."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.discovery.access import get_guest_seat, get_lead, get_own_seat
from stegvis.discovery.models import AnswerState
from stegvis.discovery.operations.answering import answer_question, finish_answering, guest
from stegvis.discovery.queries.answering import card_told, sitting_of
from stegvis.discovery.queries.interviews import answers_of, leads_for, with_known
from stegvis.discovery.questions import BY_NUMBER
from stegvis.discovery.rooms import Room
from stegvis.ui.render import go, refuse, render, toast, wants_fragment
from stegvis.workspaces.middleware import zoneinfo
from stegvis.workspaces.throttling import TOKENS, Throttle

# Autosaving sends often: this many acts are more than anybody types in ten minutes.
ACTS = Throttle("asked-acts", amount=300, seconds=600)


@require_safe
def asked(request, pk: int):
    """On to the first question that the member has not answered."""
    return _begin(request, _own_room(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def question(request, pk: int, lead: int, number: int):
    """GET: a question with its chapter. POST: an answer to it."""
    return _question(request, _own_room(request, pk), lead, number)


@require_POST
def finishing(request, pk: int):
    """The member has said what there was to say."""
    room = _own_room(request, pk)
    finish_answering(room.seat, by=room.by)
    toast(
        request, _("Thank you. Your answers are with %(leader)s.") % {"leader": room.seat.interview.by or _("the team")}
    )
    return go(request, room.leave)


@login_not_required
@never_cache
@require_safe
def guest_asked(request, token: str):
    """The same for a guest."""
    return _as_guest(request, token, lambda room: _begin(request, room))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest_question(request, token: str, lead: int, number: int):
    """The same for a guest."""
    return _as_guest(request, token, lambda room: _question(request, room, lead, number))


@login_not_required
@never_cache
@require_POST
def guest_finishing(request, token: str):
    """The same for a guest, who is thanked."""
    return _as_guest(request, token, lambda room: _thanks(request, room))


def _own_room(request, pk: int) -> Room:
    seat = get_own_seat(request.member, pk)
    return Room(seat, request.member, leads_for(request.member, seat.interview), request.member.workspace.slug)


def _as_guest(request, token: str, show) -> HttpResponse:
    """A wrong address is a 404 that says nothing; many wrong ones are not looked at, nor are very many answers."""
    throttles = (TOKENS, ACTS) if request.method == "POST" else (TOKENS,)
    if closed := next((one for one in throttles if one.is_closed(request)), None):
        return HttpResponse(status=429, headers={"Retry-After": str(closed.seconds)})
    try:
        seat = get_guest_seat(token)
    except Http404:
        TOKENS.count(request)
        raise
    if request.method == "POST":
        ACTS.count(request)
    with timezone.override(zoneinfo.ZoneInfo(seat.workspace.time_zone)):
        answer = show(Room(seat, guest(seat), leads_for(None, seat.interview), token=token))
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _begin(request, room: Room):
    step = room.first_open(answers_of(room.seat.interview, room.seat))
    if step is None:
        return render(request, "discovery/nothing_asked.html", room=room)
    return go(request, room.page(step[0], step[1].number))


def _thanks(request, room: Room):
    finish_answering(room.seat, by=room.by)
    return render(request, "discovery/thanks.html", room=room)


def _question(request, room: Room, lead_id: int, number: int):
    lead = get_lead(list(room.leads), lead_id)
    if number not in BY_NUMBER:
        raise Http404
    if request.method == "POST":
        return _answer(request, room, lead, number)
    return render(request, "discovery/answering.html", at=sitting_of(room, lead, number), room=room)


def _answer(request, room: Room, lead, number: int):
    [told] = with_known(room.seat.interview, [lead])
    known, post = told.known.get(number), request.POST
    state = post.get("state", "")
    facts = {"choice": post.get("choice", ""), "words": post.get("words", "")}
    if state == AnswerState.RIGHT:
        facts = {"choice": known.choice if known else ""}
    try:
        answer_question(room.seat, lead, number, state, by=room.by, known=known.words if known else "", **facts)
    except Refused as refusal:
        return refuse(request, str(refusal), 422)
    if not wants_fragment(request):
        return go(request, room.page(lead, number))
    card, progress = card_told(room, lead, BY_NUMBER[number], told)
    context = {"card": card, "progress": progress, "room": room, "lead": lead}
    return render(request, "discovery/_answered.html", whole=state != AnswerState.SAID, **context)
