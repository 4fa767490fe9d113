"""A fact of a deal, edited where it stands."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.deals.access import get_deal
from stegvis.deals.forms.facts import FactForm
from stegvis.deals.forms.own import forms_of
from stegvis.deals.models import Deal
from stegvis.deals.queries.fact_history import history_of_fact
from stegvis.deals.views.deal_answers import around, deal_address, place, read_page
from stegvis.ui.render import go, render, toast, wants_fragment
from stegvis.workspaces.models import Member
from stegvis.workspaces.queries.field_changes import before_of

PAGE = "deals/deal_fact.html"


@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """GET: the form of the fact `name`. POST: save it; who was second sees both values."""
    kind = form_of(name, request.member)
    deal = get_deal(request.member, pk, kind.verb)
    if kind.statuses and deal.status not in kind.statuses:
        raise Http404
    if request.method != "POST":
        return show_form(request, name, kind(deal=deal, member=request.member))
    form = kind(request.POST, deal=deal, member=request.member)
    if not form.is_valid():
        return show_form(request, name, form, status=422)
    return save(request, name, form)


@require_safe
def fact_history(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Who changed the fact `name`, when, from what to what: in the side panel, or as a page."""
    kind, deal = form_of(name, request.member), get_deal(request.member, pk)
    names = kind.kept_as or kind.facts
    return render(
        request,
        "ui/fact_history.html",
        fragment="ui/_fact_history.html",
        place="board",
        fact_label=kind.label,
        record_name=deal.title,
        record_address=deal_address(request, pk),
        here=reverse("deals:fact_history", args=[request.member.workspace.slug, pk, name]),
        changes=history_of_fact(request.member, deal, names, before_of(request.GET)),
    )


def save(request: HttpRequest, name: str, form: FactForm) -> HttpResponse:
    """Save what the form says, or show why not."""
    try:
        form.save()
    except ChangedMeanwhile as changed:
        return show_clash(request, name, form, changed)
    except (Refused, PermissionDenied) as refusal:
        form.add_error(None, str(refusal))
        return show_form(request, name, form, status=422)
    return saved(request, name, form.deal)


def saved(request: HttpRequest, name: str, deal: Deal) -> HttpResponse:
    """The fact as it is now, and the other parts of the page that show it; the board for who gave the deal away."""
    try:
        page = read_page(request, deal.pk)
    except Http404:
        toast(request, _("Saved. You no longer see this deal."))
        return go(request, reverse("deals:board", args=[deal.workspace.slug]))
    if not wants_fragment(request):
        return go(request, deal_address(request, deal.pk))
    return render(request, "deals/_fact_saved.html", name=name, **around(request, page))


def show_form(request: HttpRequest, name: str, form: FactForm, status: int = 200) -> HttpResponse:
    """The form in the fact's place, or on a page of its own."""
    context = {"name": name, "form": form, "deal": form.deal, **place(request)}
    return render(
        request, PAGE, fragment="deals/_fact_form.html", part="deals/_fact_form.html", status=status, **context
    )


def show_clash(request: HttpRequest, name: str, form: FactForm, changed: ChangedMeanwhile) -> HttpResponse:
    """Both values, who and when: keep theirs, or take mine knowing of it."""
    now = form_of(name, request.member)(deal=get_deal(request.member, form.deal.pk), member=request.member)
    context = {"name": name, "form": form, "seen": now.as_seen(), "changed": changed, "deal": form.deal}
    context |= place(request)
    return render(
        request, PAGE, fragment="deals/_fact_clash.html", part="deals/_fact_clash.html", status=422, **context
    )


def form_of(name: str, member: Member) -> type[FactForm]:
    """The form of the fact called `name`; Http404 for none that `member` may see."""
    forms = forms_of(member)
    if name not in forms:
        raise Http404
    return forms[name]
