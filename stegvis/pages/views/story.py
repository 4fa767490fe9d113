"""The timeline on the pages of a company and a person."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from stegvis.pages.queries.story import read_record_story
from stegvis.timeline.forms import EntryForm
from stegvis.timeline.queries.people import composing
from stegvis.ui.render import render, wants_fragment
from stegvis.workspaces.permissions import may

VERBS = ("write", "delete")


def told(request: HttpRequest, record, people: Sequence = ()) -> dict:
    """What the timeline and its composer need, which offers `people`; `?before=` and `?only=` as the address says."""
    member = request.member
    rights = {verb for verb in VERBS if may(member, verb, record)}
    story = read_record_story(member, record, request.GET.get("before", ""), request.GET.get("only", ""))
    return {"story": story, "rights": rights, "noun": record._meta.model_name} | composing(
        member, record, EntryForm(people=people)
    )


def asks_for_story(request: HttpRequest) -> bool:
    """Whether only the timeline, or an older page of it, is asked for."""
    return wants_fragment(request) and bool({"before", "only"} & request.GET.keys())


def show_story(request: HttpRequest, talk: dict) -> HttpResponse:
    """The timeline, or what is older."""
    part = "pages/_record_entries.html" if "before" in request.GET else "pages/_record_story.html"
    return render(request, part, **talk)
