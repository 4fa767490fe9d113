"""Today: what to do now, and what is due while the page is open."""

import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from stegvis.deals.queries.splitting import anybody_asked
from stegvis.pages.queries.reminders import due_soon
from stegvis.pages.queries.today import read_today
from stegvis.pages.queries.whose import whose_day
from stegvis.ui.formats import clock
from stegvis.ui.render import render
from stegvis.workspaces.permissions import may
from stegvis.workspaces.telling import BROWSER, PAGE, channels_of


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The member's day, or with `?whose=` a colleague's or team's for those who may change their records."""
    whose = whose_day(request.member, request.GET)
    shown = read_today(request.member, whose)
    days = {"tomorrow": whose.today + datetime.timedelta(days=1)}
    days["next_week"] = whose.today + datetime.timedelta(days=7 - whose.today.weekday())
    context = {"shown": shown, "whose": whose, "days": days, "may_create": may(request.member, "create")}
    context["asks_splits"] = whose.mine and anybody_asked(request.member)
    context["may_approve"] = may(request.member, "approve")
    return render(request, "pages/today.html", fragment="pages/_today.html", **context)


@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """The member's tasks whose hour comes within the next minutes: what the page asks each minute while it is seen."""
    ways = channels_of(request.member, "tasks")
    rows = due_soon(request.member, timezone.now()) if {PAGE, BROWSER} & set(ways) else []
    told = [{"id": pk, "at": at.isoformat(), "text": f"{clock(at)} {title}"} for pk, title, at in rows]
    return JsonResponse({"tasks": told, "browser": BROWSER in ways})
