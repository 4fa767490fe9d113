"""The list of people, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stegvis.pages.queries import records
from stegvis.pages.queries.changes import changes_of
from stegvis.pages.queries.people import people_page
from stegvis.pages.views.record import changes_context, frame, show_history
from stegvis.pages.views.story import asks_for_story, show_story, told
from stegvis.people.access import get_person
from stegvis.people.facts import PERSON_FACTS
from stegvis.people.facts.own import own_fact
from stegvis.people.views.facts import fact_of
from stegvis.people.views.moved import follows_merges
from stegvis.ui.render import render
from stegvis.workspaces.bulk import bar_for
from stegvis.workspaces.permissions import may
from stegvis.workspaces.queries.cells import cells_of
from stegvis.workspaces.queries.lists import read_frame


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people that the member sees, as the address asks for them."""
    member = request.member
    opened = read_frame(member, "people", request.GET)
    page = people_page(member, opened.params, opened.columns)
    rights = {f"may_{verb}": may(member, verb) for verb in ("create", "import", "export")}
    return render(
        request,
        "pages/people.html",
        page=page,
        frame=opened,
        bar=bar_for(member, "people"),
        edits=cells_of(page, "pages:person_cell"),
        **rights,
    )


@require_safe
@follows_merges("person")
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: their facts, deals, colleagues, and what was changed last."""
    member, person = request.member, get_person(request.member, pk)
    if asks_for_story(request):
        return show_story(request, told(request, person))
    records.complete(person)
    records.reach(person)
    return render(
        request,
        "pages/person.html",
        deals=records.deals_of_person(member, person),
        people=records.colleagues_of(member, person),
        changes=changes_of(member, person),
        **told(request, person) | frame(request, person, list(PERSON_FACTS.values())),
    )


@require_safe
@follows_merges("person")
def person_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was changed of a person, page by page."""
    person = get_person(request.member, pk)
    return render(request, "pages/changes.html", noun="person", **changes_context(request, person))


@require_safe
def person_fact_history(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Who changed one fact, when, from what to what."""
    fact = own_fact(request.member, "person", key) or fact_of(PERSON_FACTS, key)
    return show_history(request, get_person(request.member, pk), fact)
