"""Tasks that a deal's stage suggests: taken over, or dropped."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.deals.access import get_deal
from stegvis.deals.operations.suggesting import drop_suggestion, pick_up_suggestion, take_suggestions
from stegvis.pages.queries.suggestions import left_behind, suggestions_for
from stegvis.pages.views.task_answers import changed
from stegvis.timeline.queries.wishes import wishes_on
from stegvis.ui.render import refuse, render, toast
from stegvis.workspaces.permissions import may, require
from stegvis.workspaces.views.answers import undo_kept


@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: those the deal has not got. POST: make tasks of the one that was sent (of earlier stages too), or `all`."""
    deal = get_deal(request.member, pk)
    waiting = suggestions_for(deal)
    if request.method != "POST":
        wishes = wishes_on(request.member, deal, [one.kind for one in waiting])
        rights = {"may_create": may(request.member, "create"), "may_edit": may(request.member, "edit", deal)}
        context = {"deal": deal, "suggestions": waiting, "skipped": left_behind(deal), "wishes": wishes}
        return render(request, "pages/_suggestions.html", **context, **rights)
    require(request.member, "create")
    sent = request.POST.get("suggestion", "")
    chosen = [one for one in waiting if sent in ("all", str(one.pk))]
    chosen = chosen or [one for one in left_behind(deal) if sent == str(one.pk)]
    try:
        made = take_suggestions(deal, chosen, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    said = ngettext("%(num)s task noted.", "%(num)s tasks noted.", len(made)) % {"num": len(made)}
    toast(request, said, undo_kept(request))
    return changed(request)


@require_POST
def dropping(request: HttpRequest, pk: int, suggestion: int) -> HttpResponse:
    """Show this suggestion no more on the deal; with `?back=1` show it again."""
    deal = get_deal(request.member, pk, "edit")
    found = next((one for one in suggestions_for(deal, all_of_them=True) if one.pk == suggestion), None)
    if found is None:
        raise Http404
    if "back" in request.GET:
        pick_up_suggestion(deal, found, by=request.member)
    else:
        drop_suggestion(deal, found, by=request.member)
        undo = reverse("pages:suggestion_dropping", args=[request.member.workspace.slug, pk, suggestion])
        toast(request, _("“%(task)s” is not suggested here any more.") % {"task": found.title}, f"{undo}?back=1")
    return changed(request)
