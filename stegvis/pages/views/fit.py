"""How well a company fits the ideal customer; and the notes before the first contact."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.core.errors import Refused
from stegvis.pages.operations import begin_research
from stegvis.people.access import get_company, get_profile
from stegvis.people.queries.fitting import fits_of
from stegvis.ui.render import go, refuse, render, toast
from stegvis.workspaces.permissions import may

PART = "pages/_fit.html"


@require_http_methods(["GET", "HEAD", "POST"])
def company_fit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the fit with its reasons. POST: begin the research note of `profile`."""
    if request.method == "POST":
        return research(request, pk)
    company = get_company(request.member, pk)
    fits, may_write = fits_of(company, to=request.member), may(request.member, "write", company)
    return render(request, "pages/fit.html", fragment=PART, record=company, fits=fits, may_write=may_write)


def research(request: HttpRequest, pk: int) -> HttpResponse:
    """A note on the company's timeline with what is to be found out."""
    company = get_company(request.member, pk, "write")
    number = request.POST.get("profile", "")
    if not number:
        return refuse(request, _("Say which questions to begin with."), 422)
    profile = get_profile(request.member, int(number) if number.isdecimal() and len(number) < 19 else 0)
    try:
        begin_research(company, profile, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    toast(request, _("The questions are on the timeline. Write your answers under them."))
    return go(request, reverse("pages:company", args=[request.member.workspace.slug, pk]))
