"""Settings of ideal customers."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.people.access import get_profile
from stegvis.people.forms.profile import ProfileForm
from stegvis.people.models import IdealProfile
from stegvis.people.operations.profiles import add_profile, change_profile, delete_profile
from stegvis.people.queries.fitting import listed_profiles
from stegvis.ui.render import go, toast, warn
from stegvis.workspaces.own.definitions import definitions
from stegvis.workspaces.permissions import require
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import undo_address

PLACE = "ideal-customers"


@require_http_methods(["GET", "HEAD", "POST"])
def profiles(request: HttpRequest) -> HttpResponse:
    """All profiles; posting a name begins one."""
    require(request.member, "processes")
    if request.method != "POST":
        return render_settings(request, "people/profiles.html", PLACE, profiles=listed_profiles(request.member))
    try:
        made = add_profile(request.member.workspace, request.POST.get("name", ""), by=request.member)
    except Refused as refusal:
        warn(request, str(refusal))
        return go(request, page(request))
    return go(request, page(request, made.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """One profile with its criteria, to be changed."""
    one = get_profile(request.member, pk, "processes")
    own = {field.pk: field for field in definitions(request.member, "company").seen}
    form = ProfileForm(request.POST if request.method == "POST" else None, profile=one, own=own)
    if request.method == "POST" and form.is_valid() and kept(request, one, form):
        toast(request, _("Saved. The fit of every company is being reckoned."))
        return go(request, page(request))
    answer = render_settings(request, "people/profile.html", PLACE, profile=one, form=form)
    answer.status_code = 422 if form.is_bound else 200
    return answer


@require_POST
def profile_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a profile away."""
    one = get_profile(request.member, pk, "processes")
    deletion = delete_profile(one, by=request.member)
    toast(request, _("“%(name)s” was deleted.") % {"name": one.name}, undo_address(request, deletion))
    return go(request, page(request))


def kept(request: HttpRequest, one: IdealProfile, form: ProfileForm) -> bool:
    """Keep the form; what was refused stands in it."""
    try:
        change_profile(one, by=request.member, criteria=form.told(), **form.cleaned_data)  # type: ignore[attr-defined]
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def page(request: HttpRequest, pk: int = 0) -> str:
    """Where the profiles are, or one."""
    slug = request.member.workspace.slug  # type: ignore[attr-defined]
    return reverse("people:profile", args=[slug, pk]) if pk else reverse("people:profiles", args=[slug])
