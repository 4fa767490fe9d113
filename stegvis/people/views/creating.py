"""Making companies and people; who looks like somebody we know is shown first, and may be made all the same."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.core.errors import Refused
from stegvis.people.forms.company import CompanyForm
from stegvis.people.forms.person import PersonForm
from stegvis.people.operations.creating import create_company, create_person
from stegvis.people.queries import Lookalike, company_of_address, like_company, like_person
from stegvis.ui.render import go, render, toast
from stegvis.workspaces.permissions import require

methods = require_http_methods(["GET", "HEAD", "POST"])


@methods
def new_company(request: HttpRequest) -> HttpResponse:
    """The form of a new company, and making it."""
    require(request.member, "create")
    form = CompanyForm(request.member, sent(request), {"name": request.GET.get("name", "")[:300]})
    return create(request, form, create_company, like_company, "company")


@methods
def new_person(request: HttpRequest) -> HttpResponse:
    """The form of a new person, `?company=12` being theirs, and making them."""
    require(request.member, "create")
    company = company_of_address(request.member, request.GET.get("company", ""))
    form = PersonForm(request.member, sent(request), {"company": company})
    return create(request, form, create_person, like_person, "person")


def sent(request: HttpRequest):
    """What was posted, or None."""
    return request.POST if request.method == "POST" else None


def create(request: HttpRequest, form, make: Callable, find: Callable, noun: str) -> HttpResponse:
    """Show `form`, or what is wrong with it, or whom it looks like; else make the record and go to its page."""
    found: list[Lookalike] = []
    if form.is_valid():
        try:
            found = [] if request.POST.get("anyway") else find(request.member, form.facts())
            if not found:
                return made(request, make(by=request.member, **form.facts()), noun)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, f"people/new_{noun}.html", form=form, found=found, status=status)


def made(request: HttpRequest, record, noun: str) -> HttpResponse:
    """Say so, and go to the page of `record`, or for a person made from its company's page back there."""
    slug = request.member.workspace.slug
    toast(request, _("%(name)s was added.") % {"name": record.name})
    if noun == "person" and request.POST.get("back") == "company" and record.company_id:
        return go(request, reverse("pages:company", kwargs={"slug": slug, "pk": record.company_id}))
    return go(request, reverse(f"pages:{noun}", kwargs={"slug": slug, "pk": record.pk}))
