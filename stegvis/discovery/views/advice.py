"""Strategy and advice: target groups and offers, the advisor's questions, what it recommends."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.discovery.access import get_advice, get_offer, get_target_group
from stegvis.discovery.advisor import ASKED, recommend
from stegvis.discovery.operations.advising import draft_from_advice, take_advice, write_offer, write_target_group
from stegvis.discovery.queries.strategy import groups_of, offers_of
from stegvis.discovery.queries.variants import read_variants
from stegvis.discovery.views.results import to_draft
from stegvis.ui.render import go, render, toast
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.permissions import require
from stegvis.workspaces.views.answers import number_in, undo_address


@require_http_methods(["GET", "HEAD", "POST"])
def strategy(request):
    """Target groups and offers; posting writes one (`sort`: group or offer), new or (`pk`) changed."""
    require(request.member, "processes")
    if request.method != "POST":
        return _strategy(request)
    try:
        with transaction.atomic():
            _write(request)
    except Refused as refusal:
        return _strategy(request, str(refusal), 422)
    toast(request, _("Saved."))
    return go(request, _page(request, "strategy"))


def _write(request):
    post, pk = request.POST, request.POST.get("pk", "")
    name = post.get("name", "")
    if post.get("sort") == "offer":
        offer = get_offer(request.member, number_in(pk) or 0) if pk else None
        groups = groups_of(request.member, post.getlist("group"))
        return write_offer(name, by=request.member, summary=post.get("summary", ""), groups=groups, offer=offer)
    group = get_target_group(request.member, number_in(pk) or 0) if pk else None
    return write_target_group(name, by=request.member, who=post.get("who", ""), need=post.get("need", ""), group=group)


def _strategy(request, complaint: str = "", status: int = 200):
    context = {"groups": groups_of(request.member), "offers": offers_of(request.member), "typed": request.POST}
    return render(request, "discovery/strategy.html", status=status, complaint=complaint, **context)


@require_POST
def group_deletion(request, pk: int):
    """Delete a target group, with Undo."""
    return _delete(request, get_target_group(request.member, pk))


@require_POST
def offer_deletion(request, pk: int):
    """Delete an offer, with Undo."""
    return _delete(request, get_offer(request.member, pk))


def _delete(request, record):
    done = delete_records([record], by=request.member, verb="processes")
    toast(request, _("Deleted “%(name)s”.") % {"name": record}, undo_address(request, done))
    return go(request, _page(request, "strategy"))


@require_http_methods(["GET", "HEAD", "POST"])
def new_advice(request):
    """The advisor's questions; posting answers them."""
    require(request.member, "processes")
    if request.method != "POST":
        return _ask(request)
    post = request.POST
    offer = next(iter(offers_of(request.member, post.getlist("offer"))), None)
    group = next(iter(groups_of(request.member, post.getlist("group"))), None)
    try:
        taken = take_advice(post.dict(), by=request.member, offer=offer, group=group)
    except Refused as refusal:
        return _ask(request, str(refusal), 422)
    return go(request, _page(request, "advice", taken.pk))


def _ask(request, complaint: str = "", status: int = 200):
    choices = {
        "offers": [("", "–"), *((one.pk, one.name) for one in offers_of(request.member))],
        "groups": [("", "–"), *((one.pk, one.name) for one in groups_of(request.member))],
    }
    return render(request, "discovery/new_advice.html", status=status, asked=ASKED, complaint=complaint, **choices)


@require_safe
def advice(request, pk: int):
    """What the answers recommend, with reasons and what it means."""
    taken = get_advice(request.member, pk)
    reading = read_variants(request.member.workspace)
    found = recommend(taken.answers, reading.variants, reading.rules)
    said = [(one.words, one.choices[taken.answers[one.key]]) for one in ASKED if one.key in taken.answers]
    return render(request, "discovery/advice.html", advice=taken, found=found, said=said)


@require_POST
def advice_drafting(request, pk: int):
    """Make the draft of a process that suits the advice."""
    return to_draft(request, draft_from_advice(get_advice(request.member, pk), by=request.member))


def _page(request, name: str, *args) -> str:
    return reverse(f"discovery:{name}", args=[request.member.workspace.slug, *args])
