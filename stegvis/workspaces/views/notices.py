"""What a member was told: the list behind the bell."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stegvis.ui.render import go, nothing, render, toast, wants_fragment
from stegvis.workspaces.access import get_notice
from stegvis.workspaces.operations.reading import read_all_notices, read_notice
from stegvis.workspaces.queries.notices import in_words, newest_id, notice_page
from stegvis.workspaces.queries.notices import news as news_since
from stegvis.workspaces.views.answers import address, number_in


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """The newest notices; the side panel shows the same over any page."""
    before = number_in(request.GET.get("before", ""))
    told, after = notice_page(request.member, before)
    context = {"told": told, "next": after, "before": before, "newest": newest_id(request.member)}
    return render(request, "workspaces/notices.html", fragment="workspaces/_notices_panel.html", **context)


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a notice is about; it counts as read from then on."""
    found = read_notice(get_notice(request.member, pk), by=request.member)
    told = in_words(request.member, [found])
    if told and told[0].href:
        return redirect(told[0].href)
    toast(request, _("What this was about is not there any more, or you may no longer see it."))
    return redirect(address(request, "notices"))


@require_POST
def readings(request: HttpRequest) -> HttpResponse:
    """Mark everything as read that the member had before its eyes."""
    read_all_notices(by=request.member, up_to=number_in(request.POST.get("up_to", "")))
    if wants_fragment(request):
        return notice_list_now(request)
    return go(request, address(request, "notices"))


def notice_list_now(request: HttpRequest) -> HttpResponse:
    """The panel as it is after the act."""
    told, after = notice_page(request.member)
    context = {"told": told, "next": after, "before": None, "newest": newest_id(request.member)}
    return render(request, "workspaces/_notices_panel.html", **context) if told else nothing(request)


@never_cache
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """How many notices wait, and those behind `?since=` that the browser shall show. For the bell's script."""
    since = number_in(request.GET.get("since", ""))
    told, newest = ([], newest_id(request.member)) if since is None else news_since(request.member, since)
    slug = request.member.workspace.slug
    shown = [{"text": one.sentence, "href": reverse("workspaces:notice", args=[slug, one.pk])} for one in told]
    return JsonResponse({"unread": request.member.unread, "newest": newest, "notices": shown})
