"""The page behind an invitation's link."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stegvis.core.errors import Refused
from stegvis.ui.render import go, render
from stegvis.workspaces.forms.account import NewAccountForm
from stegvis.workspaces.models import Invitation
from stegvis.workspaces.operations.inviting import accept_invitation
from stegvis.workspaces.operations.users import NewUser
from stegvis.workspaces.queries import find_invitation
from stegvis.workspaces.throttling import TOKENS
from stegvis.workspaces.views.home import first_page
from stegvis.workspaces.views.sign_in import BACKEND


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what; POST joins, as the signed-in user or with a new account."""
    if TOKENS.is_closed(request):
        return render(request, "workspaces/invitation_gone.html", status=429, throttled=True)
    found = find_invitation(token)
    if found is None or not found.is_open:
        TOKENS.count(request)
        return render(request, "workspaces/invitation_gone.html", status=404, throttled=False)
    join = _join_signed_in if request.user.is_authenticated else _join_new
    return join(request, found)


def _join_signed_in(request: HttpRequest, found: Invitation) -> HttpResponse:
    if request.method == "GET":
        return _page(request, found)
    try:
        member = accept_invitation(found, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        return _page(request, found, problem=str(refusal), status=409)
    return go(request, first_page(member))


def _join_new(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST or None, email=found.email)
    if request.method == "GET" or not form.is_valid():
        return _page(request, found, form, status=422 if form.is_bound else 200)
    chosen = form.cleaned_data
    wish = NewUser(found.email, chosen["name"], chosen["password"], language=get_language() or "")
    try:
        member = accept_invitation(found, by=wish)
    except Refused as refusal:
        return _page(request, found, form, problem=str(refusal), status=409)
    login(request, member.user, backend=BACKEND)
    return go(request, first_page(member))


def _page(request: HttpRequest, found: Invitation, form=None, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"invitation": found, "form": form, "problem": problem}
    return render(request, "workspaces/invitation.html", status=status, **context)
