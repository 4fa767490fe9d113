"""The list of companies, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stegvis.pages.queries import records
from stegvis.pages.queries.changes import changes_of
from stegvis.pages.queries.companies import companies_page
from stegvis.pages.views.record import changes_context, frame, show_history
from stegvis.pages.views.story import asks_for_story, show_story, told
from stegvis.people.access import get_company
from stegvis.people.facts import COMPANY_FACTS
from stegvis.people.facts.company import absent, known
from stegvis.people.facts.own import own_fact
from stegvis.people.views.facts import fact_of
from stegvis.people.views.moved import follows_merges
from stegvis.ui.render import render
from stegvis.workspaces.bulk import bar_for
from stegvis.workspaces.permissions import may
from stegvis.workspaces.queries.cells import cells_of
from stegvis.workspaces.queries.lists import read_frame


@require_safe
def companies(request: HttpRequest) -> HttpResponse:
    """The companies that the member sees, as the address asks for them."""
    member = request.member
    opened = read_frame(member, "companies", request.GET)
    page = companies_page(member, opened.params, opened.columns)
    rights = {f"may_{verb}": may(member, verb) for verb in ("create", "import", "export")}
    return render(
        request,
        "pages/companies.html",
        page=page,
        frame=opened,
        bar=bar_for(member, "companies"),
        edits=cells_of(page, "pages:company_cell"),
        **rights,
    )


@require_safe
@follows_merges("company")
def company_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One company: its facts, deals, people, what it is part of, and what was changed last."""
    member, company = request.member, get_company(request.member, pk)
    if asks_for_story(request):
        return show_story(request, told(request, company))
    records.complete(company)
    people = records.people_of(member, company)
    records.reach(company, people.rows)
    return render(
        request,
        "pages/company.html",
        deals=records.deals_of_company(member, company),
        people=people,
        subsidiaries=records.subsidiaries_of(member, company),
        changes=changes_of(member, company),
        absent=absent(company),
        **told(request, company, people.rows) | frame(request, company, known(company)),
    )


@require_safe
@follows_merges("company")
def company_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was changed of a company, page by page."""
    company = get_company(request.member, pk)
    return render(request, "pages/changes.html", noun="company", **changes_context(request, company))


@require_safe
def company_fact_history(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Who changed one fact, when, from what to what."""
    fact = own_fact(request.member, "company", key) or fact_of(COMPANY_FACTS, key)
    return show_history(request, get_company(request.member, pk), fact)
