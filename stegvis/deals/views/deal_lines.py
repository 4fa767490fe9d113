"""The products on a deal."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.deals.access import get_deal
from stegvis.deals.forms.lines import LinesForm, listed_products
from stegvis.deals.operations.lines import fingerprint
from stegvis.deals.views.deal_answers import place, show_again
from stegvis.ui.render import render, toast
from stegvis.workspaces.views.answers import undo_kept

PART = "deals/_lines_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the form with a row for each product. POST: save them all."""
    deal = get_deal(request.member, pk, "edit")
    form = LinesForm(request.POST if request.method == "POST" else None, deal=deal, member=request.member)
    if request.method != "POST":
        return show_form(request, form)
    if not form.is_valid():
        return show_form(request, form, status=422)
    try:
        form.save()
    except ChangedMeanwhile as changed:
        return show_form(request, form, status=422, changed=changed)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show_form(request, form, status=422)
    if undo := undo_kept(request):
        toast(request, _("Saved."), undo)
    return show_again(request, pk)


def show_form(request: HttpRequest, form: LinesForm, status: int = 200, changed=None) -> HttpResponse:
    """The form in its place, or on a page of its own; after a clash it knows what stands there now."""
    context = {
        "deal": form.deal,
        "form": form,
        "products": listed_products(request.member),  # type: ignore[attr-defined]
        "changed": changed,
        "seen": fingerprint(form.deal.lines.all()) if changed else form["seen"].value(),
        **place(request),
    }
    return render(request, "deals/deal_fact.html", fragment=PART, part=PART, status=status, **context)
