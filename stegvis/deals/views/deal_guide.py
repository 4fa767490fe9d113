"""Questions to ask at the stage of a deal; what the buyer says to one becomes a note."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.core.errors import Refused
from stegvis.deals.access import get_deal, get_guide_question
from stegvis.deals.forms.qualifying import AskedForm
from stegvis.deals.models import Deal
from stegvis.deals.operations.guiding import note_answer
from stegvis.deals.queries.guiding import asking_of
from stegvis.deals.views.deal_answers import place
from stegvis.ui.render import go, refuse, render, toast, wants_fragment
from stegvis.workspaces.permissions import may

PART = "deals/_guide.html"


@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what to ask now. POST: what the buyer said."""
    if request.method != "POST":
        return show(request, get_deal(request.member, pk))
    deal = get_deal(request.member, pk, "write")
    form = AskedForm(request.POST)
    if not form.is_valid():
        return show(request, deal, form)
    question = get_guide_question(request.member, form.cleaned_data["question"])
    try:
        note_answer(deal, question, form.cleaned_data["text"], by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    toast(request, _("Noted on the timeline."))
    answer = show(request, deal) if wants_fragment(request) else go(request, request.path)
    answer.headers["HX-Trigger"] = "timeline:changed"
    return answer


def show(request: HttpRequest, deal: Deal, wrong: AskedForm | None = None) -> HttpResponse:
    """The questions, or a page with them."""
    member = request.member  # type: ignore[attr-defined]
    context = {"deal": deal, "asking": asking_of(deal), "wrong": wrong, "may_write": may(member, "write", deal)}
    status = 422 if wrong else 200
    return render(request, "deals/deal_fact.html", fragment=PART, part=PART, status=status, **context, **place(request))
