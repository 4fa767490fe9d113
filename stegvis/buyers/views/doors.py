"""The way into the pages of buyers: the secret in the address is the key, and every wrong one is answered alike."""

from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from stegvis.buyers.access import find_link
from stegvis.buyers.models import PlanLink
from stegvis.ui.render import render
from stegvis.workspaces.throttling import Throttle

GUESSES = Throttle("plan", amount=20, seconds=300)
ACTS = Throttle("plan-acts", amount=60, seconds=600)
View = Callable[..., HttpResponseBase]


def through_link(view: View) -> View:
    """Give `view` the link behind the token in its address, and speak the buyer's language."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **more) -> HttpResponseBase:
        answer = _opened(request, token, view, more)
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return login_not_required(never_cache(opened))


def _opened(request: HttpRequest, token: str, view: View, more: dict) -> HttpResponseBase:
    link = find_link(token)
    if link is None:  # who holds a link does not wait for who guesses behind the same address
        if GUESSES.is_closed(request):
            return gone(request, 429)
        GUESSES.count(request)
        return gone(request, 404)
    speak_to(link)
    if request.method == "POST":
        if ACTS.is_closed(request):
            return gone(request, 429)
        ACTS.count(request)
    return view(request, link, token, **more)


def gone(request: HttpRequest, status: int) -> HttpResponse:
    """The one answer to links that were ended, are too old, or never existed; and to who tries too many."""
    return render(request, "buyers/gone.html", status=status, throttled=status == 429)


def speak_to(link: PlanLink) -> None:
    """Speak the link's language, else the person's, the plan's, the workspace's; in the workspace's time zone."""
    person = link.person.language if link.person else ""
    wished = (link.language, person, link.plan.language, link.workspace.language)
    known = dict(settings.LANGUAGES)
    translation.activate(next((one for one in wished if one in known), "en"))
    timezone.activate(ZoneInfo(link.workspace.time_zone))
