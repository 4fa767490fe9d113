"""Qualifying a deal: its questions, their answers, and saying no early."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.deals.access import get_deal, get_question
from stegvis.deals.forms.qualifying import AnswerForm, DisqualifyForm
from stegvis.deals.models import Deal
from stegvis.deals.operations.playbook import chosen_set
from stegvis.deals.operations.qualifying import answer_question, choose_framework, disqualify_deal
from stegvis.deals.playbook import BOOKS
from stegvis.deals.queries.moving import lost_reasons
from stegvis.deals.queries.origins import entries_on, people_on
from stegvis.deals.queries.playbook import choices_of
from stegvis.deals.queries.qualifying import framework_of, questions_of, read_answers, score_of
from stegvis.deals.views.deal_answers import place
from stegvis.deals.views.move_answers import Before, moved
from stegvis.ui.render import go, refuse, render, wants_fragment
from stegvis.workspaces.permissions import may

PART, NO = "deals/_qualification.html", "deals/_disqualify.html"


@require_http_methods(["GET", "HEAD", "POST"])
def qualification(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what is known and what is missing. POST: qualify by other questions."""
    if request.method != "POST":
        return show(request, get_deal(request.member, pk))
    deal = get_deal(request.member, pk, "edit")
    try:
        wanted = request.POST.get("framework", "")
        framework = chosen_set(deal.workspace, BOOKS["frameworks"], wanted, by=request.member)
        if framework is None:
            return refuse(request, _("Choose which questions to use."), 422)
        choose_framework(deal, framework, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    return again(request, deal)


@require_POST
def answer(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Answer a question; what stood there becomes history."""
    deal = get_deal(request.member, pk, "edit")
    asked = get_question(deal, question)
    form = AnswerForm(request.POST, people=people_on(request.member, deal), entries=entries_on(request.member, deal))
    if not form.is_valid():
        return show(request, deal, form, asked.pk)
    try:
        answer_question(deal, asked, by=request.member, **form.facts())
    except Refused as refusal:
        form.add_error("text", str(refusal))
        return show(request, deal, form, asked.pk)
    return again(request, deal)


@require_http_methods(["GET", "HEAD", "POST"])
def disqualification(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the reasons to choose from. POST: one of them, and perhaps a day to look again."""
    deal = get_deal(request.member, pk, "edit")
    form = DisqualifyForm(request.POST if request.method == "POST" else None, reasons=lost_reasons(request.member))
    if not form.is_valid():
        context = {"deal": deal, "no": form, "part": NO, **place(request)}
        return render(request, "deals/deal_fact.html", fragment=NO, status=422 if form.is_bound else 200, **context)
    before = Before.of(deal)
    try:
        move = disqualify_deal(deal, form.chosen, by=request.member, wake_on=form.cleaned_data["wake_on"])
    except Refused as refusal:
        return refuse(request, str(refusal))
    return moved(request, deal, move, before)


def again(request: HttpRequest, deal: Deal) -> HttpResponse:
    """The section after an act; its page for a browser without scripts."""
    if wants_fragment(request):
        return show(request, deal)
    return go(request, reverse("deals:qualification", args=[deal.workspace.slug, deal.pk]))


def show(request: HttpRequest, deal: Deal, wrong: AnswerForm | None = None, at: int = 0) -> HttpResponse:
    """The section, or a page with it; `wrong` is a form with errors, of the question `at`."""
    member = request.member  # type: ignore[attr-defined]
    framework, may_edit = framework_of(deal), may(member, "edit", deal)
    people, entries = (people_on(member, deal), entries_on(member, deal)) if framework and may_edit else ([], [])
    context = {
        "deal": deal,
        "framework": framework,
        "score": score_of(questions_of(framework), read_answers(deal, member)) if framework else None,
        "may_edit": may_edit,
        "blank": AnswerForm(people=people, entries=entries),
        "wrong": wrong,
        "wrong_at": at,
        "frameworks": choices_of(member, "frameworks") if may_edit else [],
        "reasons": lost_reasons(member) if may_edit else [],
        "part": PART,
        **place(request),
    }
    return render(request, "deals/deal_fact.html", fragment=PART, status=422 if wrong else 200, **context)
