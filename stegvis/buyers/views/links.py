"""The secret links to a plan."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.buyers.access import get_link, get_plan
from stegvis.buyers.forms.plan import LinkForm
from stegvis.buyers.operations.linking import make_link, revoke_link
from stegvis.buyers.queries.offered import people_to_invite
from stegvis.buyers.views.answers import did, show_plan
from stegvis.core.errors import Refused
from stegvis.people.access import get_person
from stegvis.workspaces.links import site_address


@never_cache
@require_POST
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link. Its address is in this answer and nowhere else."""
    plan = get_plan(request.member, pk, "plan")
    form = LinkForm(request.POST, people=people_to_invite(request.member, plan.deal), auto_id="link_%s")
    if not form.is_valid():
        return show_plan(request, plan, status=422, link_form=form)
    given = form.cleaned_data
    given["person"] = get_person(request.member, given["person"]) if given["person"] else None
    try:
        link, token = make_link(plan, by=request.member, **given)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show_plan(request, plan, status=422, link_form=form)
    address = site_address(request) + reverse("shared_plan", args=[token])
    return show_plan(request, plan, made=address, made_for=link.name)


@require_POST
def revocation(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """End a link."""
    plan = get_plan(request.member, pk, "plan")
    found = get_link(plan, link)
    said = _("The link of %(who)s works no more.") % {"who": found.name}
    return did(request, plan, lambda: revoke_link(found, by=request.member), said)
