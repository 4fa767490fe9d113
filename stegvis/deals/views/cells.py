"""One cell of the list of deals, edited where it stands."""

from types import SimpleNamespace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.core.lists import Column
from stegvis.deals.access import get_deal
from stegvis.deals.forms.facts import FactForm
from stegvis.deals.queries.listing import deal_row, deals_listing
from stegvis.deals.views.deal_answers import deal_address, place
from stegvis.deals.views.deal_facts import PAGE, form_of
from stegvis.ui.render import go, wants_fragment
from stegvis.workspaces.models import Member
from stegvis.workspaces.views.cells import ask_cell, asks_to_read, get_column, saved_cell, show_cell

MACROS = "deals/_cells.html"


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, pk: int, column: str) -> HttpResponse:
    """A cell: its form, or with `?shown` the cell; a POST saves it, and who was second sees both values."""
    member = request.member
    found = get_column(deals_listing(member), column)
    kind = form_of(found.fact, member)
    deal = get_deal(member, pk, "see" if asks_to_read(request) else kind.verb)
    if asks_to_read(request):
        return show_cell(request, read_row(request, pk, found), found, MACROS)
    form = kind(request.POST if request.method == "POST" else None, deal=deal, member=member)
    if request.method != "POST":
        return ask(request, found, form)
    return save(request, found, form) if form.is_valid() else ask(request, found, form, status=422)


def save(request: HttpRequest, column: Column, form: FactForm) -> HttpResponse:
    """The cell as it is now, or why not."""
    try:
        form.save()
    except ChangedMeanwhile as changed:
        return ask(request, column, surprised(request.member, column, form), changed=changed, status=422)
    except (Refused, PermissionDenied) as refusal:
        form.add_error(None, str(refusal))
        return ask(request, column, form, status=422)
    pk = form.deal.pk
    if not wants_fragment(request):
        return go(request, deal_address(request, pk))
    return saved_cell(request, pk, read_row(request, pk, column), column, MACROS)


def ask(
    request: HttpRequest, column: Column, form: FactForm, *, changed: ChangedMeanwhile | None = None, status: int = 200
) -> HttpResponse:
    """The form of the cell."""
    context = {"name": column.fact, "deal": form.deal, "part": "deals/_fact_form.html", **place(request)}
    clashes = changed.clashes if changed else ()
    suggest = {"company": suggestions(request)} if column.fact == "company" else {}
    page = (PAGE, context)
    return ask_cell(request, form, form.label, clashes=clashes, suggest=suggest, page=page, status=status)


def surprised(member: Member, column: Column, form: FactForm) -> FactForm:
    """The same form once its reader was told what somebody else made of it: sent again, it takes the reader's."""
    now = form_of(column.fact, member)(deal=get_deal(member, form.deal.pk), member=member)
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["seen"] = now.as_seen()  # type: ignore[index]
    return form


def suggestions(request: HttpRequest) -> dict[str, str]:
    """Attributes that bring companies to choose from as a name is typed."""
    address = reverse("people:company_suggestions", args=[request.member.workspace.slug])
    asking = {"hx-get": address, "hx-include": "this", "hx-target": "#company-suggestions"}
    return asking | {"hx-trigger": "input changed delay:200ms", "list": "company-suggestions"}


def read_row(request: HttpRequest, pk: int, column: Column) -> SimpleNamespace | None:
    """The row as the list shows it."""
    row = deal_row(request.member, pk, column)
    if row:
        row.href = deal_address(request, pk)
    return row
