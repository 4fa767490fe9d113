"""What a user sets about itself, in all workspaces and in this one."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.ui.render import go, toast
from stegvis.workspaces.access import get_member
from stegvis.workspaces.forms.account import ProfileForm
from stegvis.workspaces.forms.own import AbsenceForm, PhotoForm, TellingForm
from stegvis.workspaces.logos import as_logo
from stegvis.workspaces.operations.absence import choose_channels, set_absence
from stegvis.workspaces.operations.photos import set_photo
from stegvis.workspaces.operations.users import OWN_FACTS, update_profile
from stegvis.workspaces.queries import users_face
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import act, address

YEAR = 60 * 60 * 24 * 365


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone, dates, look; photo, absence and notices stand below."""
    form = ProfileForm(request.POST or None, initial=_own(request))
    if request.method == "GET" or not form.is_valid():
        return _page(request, form=form)
    update_profile(form.cleaned_data, by=request.user)  # type: ignore[arg-type]
    return _saved(request)


@require_POST
def photo(request: HttpRequest) -> HttpResponse:
    """Replace the own photo; without a picture, remove it."""
    picture, back = request.FILES.get("photo"), address(request, "profile")
    if picture is None:
        return act(request, lambda: set_photo(None, by=request.user), _("The photo was removed."), back)
    return act(request, lambda: set_photo(as_logo(picture.read()), by=request.user), _("The photo was changed."), back)


@require_safe
def face(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo of a member of the same workspace."""
    file = users_face(get_member(request.member, pk))
    if file is None:
        raise Http404
    answer = FileResponse(file, content_type="image/png")
    # Another photo has another address.
    answer.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    return answer


@require_POST
def absence(request: HttpRequest) -> HttpResponse:
    """From when until when the member is away, and who stands in."""
    form = AbsenceForm(request.POST, by=request.member)
    if form.is_valid():
        try:
            set_absence(*form.cleaned_data.values(), by=request.member)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request)
    return _page(request, absence_form=form)


@require_POST
def channels(request: HttpRequest) -> HttpResponse:
    """What the member wants to be told, and how."""
    form = TellingForm(request.POST, by=request.member)
    if not form.is_valid():
        return _page(request, telling_form=form)
    choose_channels(form.channels(), form.cleaned_data["digest_hour"], by=request.member)
    return _saved(request)


def _own(request: HttpRequest) -> dict:
    return {name: getattr(request.user, name) for name in OWN_FACTS}


def _saved(request: HttpRequest) -> HttpResponse:
    toast(request, _("Saved."))
    return go(request, address(request, "profile"))


def _page(request: HttpRequest, **bound) -> HttpResponse:
    forms = {
        "form": ProfileForm(initial=_own(request)),
        "absence_form": AbsenceForm(by=request.member),
        "telling_form": TellingForm(by=request.member),
        "photo_form": PhotoForm(),
    } | bound
    wrong = any(form.is_bound for form in bound.values())
    return render_settings(request, "workspaces/profile.html", "profile", status=422 if wrong else 200, **forms)
