"""One cell of the list of companies or people, edited where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from stegvis.core.lists import Column, Listing
from stegvis.pages.queries.companies import COMPANIES, company_row
from stegvis.pages.queries.people import PEOPLE, person_row
from stegvis.people.access import get_company, get_person
from stegvis.people.facts import COMPANY_FACTS, PERSON_FACTS, Fact, FactForm
from stegvis.people.facts.own import own_fact
from stegvis.people.views.facts import fact_of, save, where
from stegvis.ui.render import go, wants_fragment
from stegvis.workspaces.models import Member
from stegvis.workspaces.own.columns import with_own_fields
from stegvis.workspaces.views.cells import ask_cell, asks_to_read, get_column, saved_cell, show_cell

methods = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Kind:
    """A list whose cells are edited: its noun, the door to a record, its row, its facts, the template of its cells."""

    noun: str
    get: Callable
    row: Callable[[Member, int, Column], SimpleNamespace | None]
    listing: Listing
    facts: Mapping[str, Fact]
    macros: str

    def column(self, member: Member, key: str) -> Column:
        """A column that `member` may edit, its own ones too."""
        return get_column(with_own_fields(self.listing, member, self.noun), key)

    def fact(self, member: Member, column: Column) -> Fact:
        """What is edited there."""
        return own_fact(member, self.noun, column.fact) or fact_of(self.facts, column.fact)


COMPANY = Kind("company", get_company, company_row, COMPANIES, COMPANY_FACTS, "pages/_company_cells.html")
PERSON = Kind("person", get_person, person_row, PEOPLE, PERSON_FACTS, "pages/_person_cells.html")


@methods
def company_cell(request: HttpRequest, pk: int, column: str) -> HttpResponse:
    """A cell of the list of companies: its form, or with `?shown` the cell; a POST saves it."""
    return cell(request, COMPANY, pk, column)


@methods
def person_cell(request: HttpRequest, pk: int, column: str) -> HttpResponse:
    """A cell of the list of people, as `company_cell`."""
    return cell(request, PERSON, pk, column)


def cell(request: HttpRequest, kind: Kind, pk: int, key: str) -> HttpResponse:
    """Read, ask or save the cell `key` of the row `pk`."""
    member = request.member
    column = kind.column(member, key)
    fact = kind.fact(member, column)
    if asks_to_read(request):
        kind.get(member, pk, "see")
        return show_cell(request, kind.row(member, pk, column), column, kind.macros)
    record = kind.get(member, pk, fact.verb)
    if not fact.open_to(member):
        raise PermissionDenied
    form = FactForm(fact, member, record, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return ask(request, kind, form)
    status = save(form, member)
    return saved(request, kind, form, column) if status == 200 else ask(request, kind, form, status)


def ask(request: HttpRequest, kind: Kind, form: FactForm, status: int = 200) -> HttpResponse:
    """The form, with what is wrong with it or what somebody else changed meanwhile."""
    page = ("people/fact.html", where(request, form.record, form.fact, kind.noun))
    return ask_cell(request, form, form.fact.label, clashes=form.clashes, page=page, status=status)


def saved(request: HttpRequest, kind: Kind, form: FactForm, column: Column) -> HttpResponse:
    """The cell as it is now; without scripts the record's page."""
    pk = form.record.pk
    if not wants_fragment(request):
        return go(request, where(request, form.record, form.fact, kind.noun)["page"])
    return saved_cell(request, pk, kind.row(request.member, pk, column), column, kind.macros)
