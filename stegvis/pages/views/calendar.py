"""Tasks in other programs' calendars: the member's secret address, and what is read there."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.pages.queries.feeds import events_of, feed_of
from stegvis.pages.views.task_answers import address
from stegvis.timeline.calendars import calendar as written
from stegvis.timeline.operations.feeding import close_feed, note_reading, open_feed
from stegvis.timeline.task_access import get_feed
from stegvis.ui.render import go, render, toast
from stegvis.workspaces.links import site_address
from stegvis.workspaces.throttling import TOKENS


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """GET: the member's address, if there is one. POST: a new one, or with `close` none."""
    if request.method == "POST":
        if "close" in request.POST:
            close_feed(by=request.member)
            toast(request, _("The address does not work any more."))
        else:
            open_feed(by=request.member)
            toast(request, _("Copy the address into your calendar."))
        return go(request, address(request, "calendar"))
    feed = feed_of(request.member)
    link = site_address(request) + reverse("calendar_feed", args=[feed.token]) if feed else ""
    return render(request, "pages/calendar.html", feed=feed, link=link)


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar at a secret address. A wrong one is a 404 that says nothing; many wrong ones are not looked at."""
    if TOKENS.is_closed(request):
        return HttpResponse(status=429, headers={"Retry-After": str(TOKENS.seconds)})
    try:
        feed = get_feed(token)
    except Http404:
        TOKENS.count(request)
        raise
    note_reading(feed)
    with translation.override(feed.member.user.language or feed.workspace.language):
        name = _("Tasks in %(workspace)s") % {"workspace": feed.workspace.name}
        events = events_of(feed.member, site_address(request))
        text = written(name, events, timezone.now())
    return HttpResponse(
        text, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-store"}
    )
