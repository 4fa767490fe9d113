"""The result of an interview: summary, proposals one by one, the draft."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.discovery.access import get_interview
from stegvis.discovery.operations.deciding import (
    accept_rest,
    change_proposal,
    decide_proposal,
    draft_from_interview,
)
from stegvis.discovery.queries.results import result_of
from stegvis.ui.render import go, refuse, render, toast, wants_fragment, warn


@require_safe
def result(request, pk: int):
    """What the interview says: proposals beside the answers they came from; `?differ=1` only where answers differ."""
    found = result_of(request.member, get_interview(request.member, pk))
    return render(request, "discovery/result.html", result=found, differ=bool(request.GET.get("differ")))


@require_POST
def proposal(request, pk: int, key: str):
    """Decide about one proposal (`verdict`), or give a stage other words (`name`, `definition`)."""
    interview = get_interview(request.member, pk)
    if key not in result_of(request.member, interview).all_keys():
        raise Http404
    post = request.POST
    try:
        if "name" in post:
            change_proposal(interview, key, post["name"], post.get("definition", ""), by=request.member)
        else:
            decide_proposal(interview, key, post.get("verdict", ""), by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal), 422)
    return _again(request, interview, key.partition(".")[0])


@require_POST
def acceptance(request, pk: int):
    """Accept what is still undecided."""
    interview = get_interview(request.member, pk)
    accept_rest(interview, result_of(request.member, interview).undecided_keys, by=request.member)
    return go(request, _page(request, interview))


@require_POST
def drafting(request, pk: int):
    """Make the draft of a process of it, and go on there."""
    found = result_of(request.member, get_interview(request.member, pk))
    try:
        draft = draft_from_interview(found, by=request.member)
    except Refused as refusal:
        warn(request, str(refusal))
        return go(request, _page(request, found.interview))
    return to_draft(request, draft)


def to_draft(request, draft):
    """To the page on which a new draft is gone through and published."""
    toast(request, _("The draft “%(name)s” is ready. Go through it and publish it.") % {"name": draft.process.name})
    return go(request, reverse("processes:draft", args=[request.member.workspace.slug, draft.process_id]))


def _again(request, interview, key: str):
    found = result_of(request.member, interview)
    if not wants_fragment(request):
        return go(request, f"{_page(request, interview)}#p-{key}")
    own = next(one for one in found.decisions if one.proposal.key == key)
    return render(request, "discovery/_decided.html", result=found, own=own)


def _page(request, interview) -> str:
    return reverse("discovery:result", args=[request.member.workspace.slug, interview.pk])
