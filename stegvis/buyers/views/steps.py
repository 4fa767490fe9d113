"""The steps of a plan, as the seller arranges them."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.buyers.access import get_plan, get_step
from stegvis.buyers.forms.plan import StepForm
from stegvis.buyers.models import PlanStep
from stegvis.buyers.operations.planning import (
    FACTS,
    accept_day,
    add_step,
    decline_day,
    edit_step,
    keep_promise,
    remove_step,
    shift_step,
)
from stegvis.buyers.queries.offered import criteria_of
from stegvis.buyers.views.answers import did, show_plan, shown_again
from stegvis.deals.views.deal_answers import restoration_address
from stegvis.ui.render import render, toast

FORM = "buyers/_step_form.html"


@require_POST
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a step behind the others."""
    plan = get_plan(request.member, pk, "plan")
    form = StepForm(request.POST, criteria=criteria_of(plan.deal), auto_id="new_%s")
    if not form.is_valid():
        return show_plan(request, plan, status=422, step_form=form)
    return did(request, plan, lambda: add_step(plan, form.cleaned_data, by=request.member))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """GET: the form of a step. POST: keep it."""
    plan = get_plan(request.member, pk, "plan")
    found = get_step(plan, step)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(found, name) for name in FACTS},
        criteria=criteria_of(plan.deal),
        auto_id=f"step_{found.pk}_%s",
    )
    if not form.is_valid():
        return _form(request, found, form)
    return did(request, plan, lambda: edit_step(found, form.cleaned_data, by=request.member))


def _form(request: HttpRequest, step: PlanStep, form: StepForm) -> HttpResponse:
    context = {"deal": step.plan.deal, "step": step, "form": form, "part": FORM}
    return render(request, "deals/deal_fact.html", fragment=FORM, status=422 if form.is_bound else 200, **context)


@require_POST
def place(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Put a step elsewhere: `up`, `down`."""
    plan = get_plan(request.member, pk, "plan")
    found = get_step(plan, step)
    places = -1 if request.POST.get("to") == "up" else 1
    return did(request, plan, lambda: shift_step(found, places, by=request.member))


@require_POST
def promise(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """We have done our step; with `?back=1` we have not."""
    plan = get_plan(request.member, pk, "plan")
    found = get_step(plan, step)
    return did(request, plan, lambda: keep_promise(found, by=request.member, done="back" not in request.GET))


@require_POST
def day(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Answer a day that the buyer proposes: `accept` it, or keep the old one and say why."""
    plan = get_plan(request.member, pk, "plan")
    found = get_step(plan, step)
    if "accept" in request.POST:
        return did(request, plan, lambda: accept_day(found, by=request.member), _("The new day stands on the plan."))
    why = request.POST.get("text", "").replace("\x00", "")[:2000]
    return did(request, plan, lambda: decline_day(found, why, by=request.member), _("The buyer sees your answer."))


@require_POST
def removal(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Take a step off the plan; it can be undone."""
    plan = get_plan(request.member, pk, "plan")
    deletion = remove_step(get_step(plan, step), by=request.member)
    toast(request, _("Taken off the plan."), restoration_address(plan.deal, deletion))
    return shown_again(request, plan)
