"""The sign-in page: allauth's, with the demo's one-click sign-in, and a way to the first run."""

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from stegvis.workspaces.queries import demo_members, users_exist

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SignInView(LoginView):
    """allauth's view; while nobody has an account there is nothing to sign in to."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return super().get(request, *args, **kwargs) if users_exist() else redirect("welcome")


sign_in = SignInView.as_view()


def demo_offer(request: HttpRequest) -> str:
    """What the sign-in page shows below its form in demo mode."""
    members = demo_members() if settings.DEMO else []
    wish = _wish(request.GET.get("next", ""), request)
    context = {"members": members, "next": wish}
    # The template escapes what people wrote; its engine answers a plain string.
    return mark_safe(render_to_string("workspaces/_demo.html", context, request)) if members else ""  # noqa: S308


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo's member `member`: in demo mode only, and nobody but those the page offers."""
    offered = {str(member.pk): member for member in demo_members()} if settings.DEMO else {}
    member = offered.get(request.POST.get("member", ""))
    if member is None:
        raise Http404
    login(request, member.user, backend=BACKEND)
    return redirect(_wish(request.POST.get("next", ""), request) or reverse("home"))


@login_not_required
def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    """Pages of allauth that have no place here: open sign-up, several addresses for one account."""
    raise Http404


def _wish(wish: str, request: HttpRequest) -> str:
    """The address to go to after signing in, if it is one of ours."""
    return wish if url_has_allowed_host_and_scheme(wish, {request.get_host()}, request.is_secure()) else ""
