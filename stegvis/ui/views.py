"""What a user sets about the pages themselves, theme and language; and what they need without network."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stegvis.ui.render import go, render, wants_fragment

THEMES = ("system", "light", "dark")
YEAR = 60 * 60 * 24 * 365


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the palette named by `theme` (system, light, dark) for the signed-in user."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return HttpResponseBadRequest()
    keep(request.user, "theme", chosen)
    return HttpResponse(status=204) if wants_fragment(request) else back(request)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language named by `language`: for the signed-in user, and in a cookie for the pages before sign-in."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        keep(request.user, "language", chosen)
    answer = back(request)
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return answer


def keep(user: Any, field: str, value: str) -> None:
    """Save one field of a user; which model that is, an upper app decides."""
    setattr(user, field, value)
    user.save(update_fields=[field])


def back(request: HttpRequest) -> HttpResponse:
    """To the page the form was on, if that was ours."""
    origin = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure())
    return go(request, origin if ours else "/")


@login_not_required
@never_cache
@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """The page for "no network": kept by the service worker, and asked by scripts for who is signed in now."""
    return render(request, "ui/away.html")


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it answers for every page."""
    script = Path(finders.find("js/service-worker.js")).read_bytes()
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
