"""Leading interviews: starting one, who is asked, ending it."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.discovery.access import get_interview, get_participant
from stegvis.discovery.operations.interviewing import (
    MOST_LEADS,
    ask_guest,
    ask_member,
    close_interview,
    start_interview,
    stop_asking,
)
from stegvis.discovery.queries.hub import hub_of
from stegvis.discovery.queries.interviews import chosen_deals, proposed_deals
from stegvis.discovery.queries.leading import found_deals, members_to_ask, seats_of
from stegvis.discovery.ways import ways
from stegvis.ui.render import go, render, toast, warn
from stegvis.workspaces.access import get_member
from stegvis.workspaces.links import site_address
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.permissions import require
from stegvis.workspaces.views.answers import act, number_in, undo_address


@require_safe
def discover(request):
    """The ways to find out how a team sells, what runs already, and what the member itself is asked."""
    return render(request, "discovery/discover.html", hub=hub_of(request.member), ways=ways())


@require_http_methods(["GET", "HEAD", "POST"])
def new_interview(request):
    """Leads and people to choose from; posting starts the interview."""
    require(request.member, "processes")
    if request.method == "POST":
        return _start(request)
    return _choose(request)


def _start(request):
    post = request.POST
    deals = chosen_deals(request.member, post.getlist("deal"))
    members = members_to_ask(request.member, post.getlist("member"))
    try:
        interview = start_interview(post.get("name", ""), deals, members, by=request.member)
    except Refused as refusal:
        return _choose(request, str(refusal), 422)
    toast(request, _("The interview has begun."))
    return go(request, _page(request, "people", interview.pk))


def _choose(request, complaint: str = "", status: int = 200):
    asked = request.POST if request.method == "POST" else request.GET
    chosen = chosen_deals(request.member, asked.getlist("deal"))
    context = {
        "proposed": proposed_deals(request.member),
        "found": found_deals(request.member, asked.get("find", "")),
        "find": asked.get("find", "")[:200],
        "chosen": chosen,
        "members": members_to_ask(request.member),
        "ticked": set(asked.getlist("member")),
        "name": asked.get("name", "")[:200],
    }
    return render(
        request, "discovery/new_interview.html", status=status, complaint=complaint, most=MOST_LEADS, **context
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request, pk: int):
    """Who is asked, and how far they are; posting asks a `member`, or a guest (`name`), whose link it shows once."""
    interview = get_interview(request.member, pk)
    if request.method == "POST":
        return _ask(request, interview)
    return _people(request, interview)


def _people(request, interview, made: str = "", made_for: str = ""):
    members = [(one.pk, one.name) for one in members_to_ask(request.member)]
    context = {"seats": seats_of(interview), "members": members, "made": made, "made_for": made_for}
    return render(request, "discovery/people.html", interview=interview, **context)


def _ask(request, interview):
    try:
        with transaction.atomic():
            if member := number_in(request.POST.get("member", "")):
                seat, token = ask_member(interview, get_member(request.member, member), by=request.member), ""
            else:
                seat, token = ask_guest(interview, request.POST.get("name", ""), by=request.member)
    except Refused as refusal:
        warn(request, str(refusal))
    else:
        if token:
            address = site_address(request) + reverse("asked", args=[token])
            return _people(request, interview, made=address, made_for=seat.name)
        toast(request, _("%(name)s is asked.") % {"name": seat.name})
    return go(request, _page(request, "people", interview.pk))


@require_POST
def revocation(request, pk: int, seat: int):
    """Somebody is asked no more: the secret address closes."""
    interview = get_interview(request.member, pk)
    gone = get_participant(request.member, interview, seat)
    said = _("%(name)s is not asked any more. The answers stay.") % {"name": gone.name}
    return act(request, lambda: stop_asking(gone, by=request.member), said, _page(request, "people", pk))


@require_POST
def closing(request, pk: int):
    """No more answers, or with `back` again."""
    interview = get_interview(request.member, pk)
    back = bool(request.POST.get("back"))
    said = _("The interview is open again.") if back else _("The interview is closed.")
    close = lambda: close_interview(interview, by=request.member, closed=not back)  # noqa: E731
    return act(request, close, said, _page(request, "people", pk))


@require_POST
def deletion(request, pk: int):
    """Delete an interview with its answers, with Undo."""
    interview = get_interview(request.member, pk)
    done = delete_records([interview], by=request.member, verb="processes")
    toast(request, _("Deleted “%(name)s”.") % {"name": interview.name}, undo_address(request, done))
    return go(request, _page(request, "discover"))


def _page(request, name: str, *args) -> str:
    return reverse(f"discovery:{name}", args=[request.member.workspace.slug, *args])
