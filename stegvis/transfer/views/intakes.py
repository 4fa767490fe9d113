"""The first run's other way: a whole workspace from another installation, uploaded."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.core.uploads import takes_files
from stegvis.transfer.forms import IntakeForm
from stegvis.transfer.operations.intakes import ask_for_intake, forget_intake
from stegvis.transfer.queries.intakes import Coming, find_intake
from stegvis.ui.render import go, render
from stegvis.workspaces import setup
from stegvis.workspaces.operations.users import NewUser, find_user
from stegvis.workspaces.views.sign_in import BACKEND

SESSION_KEY = "intake_token"


def _door(request: HttpRequest) -> None:
    """Whoever may set up the installation may upload."""
    if request.method == "POST" and not (setup.is_needed() and setup.lets_in(request)):
        raise PermissionDenied


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes_files(_door)
def intake(request: HttpRequest) -> HttpResponse:
    """Upload a whole workspace, then see how far it has come, then what came of it."""
    coming = _mine(request)
    if request.method == "POST":
        return _received(request, coming)
    if coming is None and not setup.is_needed():
        return redirect("home")
    if coming is None and not setup.lets_in(request):
        return render(request, "pages/welcome_closed.html", status=403)
    return _page(request, coming, _form_for(coming))


@login_not_required
@never_cache
@require_POST
def intake_entry(request: HttpRequest) -> HttpResponse:
    """Sign in whoever uploaded the workspace that is here now."""
    coming = _mine(request)
    if coming is None or coming.intake.workspace is None:
        return redirect("home")
    user = find_user(coming.intake.email)
    del request.session[SESSION_KEY]
    forget_intake(coming.intake)
    # Who has signed in by password meanwhile does so again: this way in is for the first time.
    if user is None or user.last_login is not None:
        return go(request, reverse("account_login"))
    login(request, user, backend=BACKEND)
    return go(request, reverse("home"))


def _mine(request: HttpRequest) -> Coming | None:
    return find_intake(request.session.get(SESSION_KEY, ""))


def _form_for(coming: Coming | None) -> IntakeForm:
    """With what was typed before a file that could not be taken in."""
    return IntakeForm(initial={"name": coming.intake.name, "email": coming.intake.email} if coming else None)


def _received(request: HttpRequest, coming: Coming | None) -> HttpResponse:
    if coming and coming.intake.is_under_way:
        return go(request, reverse("intake"))
    form = IntakeForm(request.POST, request.FILES)
    if request.quota.exceeded:
        text = _("The file is larger than %(limit)s MB. Whoever runs this site can take it in by the command below.")
        return _page(request, None, form, text % {"limit": settings.UPLOAD_LIMIT_MB})
    if not form.is_valid():
        return _page(request, None, form)
    told = form.cleaned_data
    person = NewUser(told["email"], told["name"], told["password"], language=translation.get_language() or "en")
    try:
        made = ask_for_intake(told["file"].chunks(), by=person)
    except Refused as refusal:
        return _page(request, None, form, str(refusal))
    if coming:
        forget_intake(coming.intake)
    request.session[SESSION_KEY] = made.token
    return go(request, reverse("intake"))


def _page(request: HttpRequest, coming: Coming | None, form: IntakeForm, wrong: str = "") -> HttpResponse:
    bad = request.method == "POST"
    wrong = wrong or (coming.intake.problem if coming else "")
    context = {"form": form, "wrong": wrong, "coming": coming, "limit": settings.UPLOAD_LIMIT_MB}
    fragment = "transfer/_intake.html"
    return render(request, "transfer/intake.html", fragment=fragment, status=422 if bad else 200, **context)
