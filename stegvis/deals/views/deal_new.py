"""Making a deal: in one line, or by the full form."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.core.errors import Refused
from stegvis.deals.forms.new import DealForm, LineForm
from stegvis.deals.queries.companies import find_company
from stegvis.deals.queries.starting import Start, required_names, understand
from stegvis.deals.views.deal_answers import deal_address, undoing
from stegvis.ui.render import go, render, toast
from stegvis.workspaces.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def new_deal(request: HttpRequest) -> HttpResponse:
    """GET: the line and the form, with `?process=` and `?company=` filled in. POST: make the deal of either."""
    require(request.member, "create")
    if request.method != "POST":
        return show(request)
    if "line" in request.POST:
        line = LineForm(request.POST, member=request.member)
        return ask_more(request, line) or make(request, line) or show(request, line=line)
    company = find_company(request.POST.get("company", "")[:300], by=request.member)
    whole = DealForm(request.POST, member=request.member, company=company)
    return make(request, whole) or show(request, whole=whole)


def ask_more(request: HttpRequest, line: LineForm) -> HttpResponse | None:
    """On to the whole form with what the line says, where the workspace wants to know more than a line holds."""
    if not (line.is_valid() and required_names(request.member)):
        return None
    said = {"line": line.cleaned_data["line"], "process": line.cleaned_data["process"].pk}
    return go(request, f"{reverse('deals:new', args=[request.member.workspace.slug])}?{urlencode(said)}")


def make(request: HttpRequest, form: LineForm | DealForm) -> HttpResponse | None:
    """Make the deal and go to it; None, with the reason in the form, when it cannot be made."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            deal = form.save()
    except (Refused, PermissionDenied) as refusal:
        form.add_error(None, str(refusal))
        return None
    toast(request, _("“%(deal)s” is made.") % {"deal": deal.title}, undoing(request, deal))
    return go(request, deal_address(request, deal.pk))


def show(request: HttpRequest, line: LineForm | None = None, whole: DealForm | None = None) -> HttpResponse:
    """The page, or in a list's place the panel with the line alone; `line` or `whole` as it was sent."""
    member, status = request.member, 422 if line or whole else 200  # type: ignore[attr-defined]
    start = Start.read(member, request.GET)
    line = line or LineForm(member=member, initial=start.line)
    whole = whole or DealForm(member=member, initial=start.whole, company=start.company)
    read = understand(member, line["line"].value() or "")
    context = {"start": start, "line": line, "whole": whole, "read": read}
    return render(request, "deals/deal_new.html", fragment="deals/_deal_new_panel.html", status=status, **context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people of the company that `?company=` names, to choose from."""
    require(request.member, "create")
    company = find_company(request.GET.get("company", "")[:300], by=request.member)
    whole = DealForm(member=request.member, company=company)
    return render(request, "deals/_deal_new_people.html", whole=whole)


@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """What is understood of `?line=` so far."""
    require(request.member, "create")
    read = understand(request.member, request.GET.get("line", ""))
    return render(request, "deals/_deal_reading.html", read=read)
