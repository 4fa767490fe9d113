"""Moving a deal: where it can go, the step, what a step asks for, and taking it back."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.http import require_http_methods

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.deals.access import get_deal
from stegvis.deals.gates import gate_for
from stegvis.deals.models import Deal
from stegvis.deals.move_form import MoveForm, TakeBackForm, presets, ticked
from stegvis.deals.operations.moving import GateClosed
from stegvis.deals.operations.stepping import Asked, take_back, take_step
from stegvis.deals.queries.competing import offered
from stegvis.deals.queries.moving import criteria_of, get_target, lost_reasons, place_of, targets_of
from stegvis.deals.views.move_answers import Before, moved, taken_back, true_place
from stegvis.processes.models import Stage, StageKind
from stegvis.ui.render import refuse, render


@require_http_methods(["GET", "HEAD", "POST"])
def moves(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the picker of stages. POST: a step (see MoveForm), or with `?undo=` the way back from the last one."""
    if request.method != "POST":
        return pick(request, get_deal(request.member, pk, "edit"))
    deal = get_deal(request.member, pk, "edit", joined=["stage"])
    try:
        return undo(request, deal) if "undo" in request.GET else step(request, deal)
    except ChangedMeanwhile as refusal:
        return true_place(request, deal, str(refusal))
    except Refused as refusal:
        return refuse(request, str(refusal))


def pick(request: HttpRequest, deal: Deal) -> HttpResponse:
    """Where the deal can go."""
    targets = targets_of(deal)
    place, of = place_of(deal, targets)
    context = {"deal": deal, "targets": targets, "place_in_process": place, "of": of}
    return render(request, "deals/moves.html", fragment="deals/_picker.html", part="deals/_picker.html", **context)


def step(request: HttpRequest, deal: Deal) -> HttpResponse:
    """Take the step that the form says, or ask for what it lacks."""
    form = MoveForm(request.POST, request.member)
    if not form.is_valid() and "to_stage" in form.errors:
        return HttpResponseBadRequest()
    target = get_target(request.member, deal, form.cleaned_data["to_stage"])
    if not form.is_valid():
        return ask(request, deal, target, form)
    before, shown = Before.of(deal), ticked(request.POST, criteria_of(deal)) if "met" in request.POST else {}
    try:
        move = take_step(deal, target, by=request.member, shown=shown, **form.how())
    except (GateClosed, Asked):
        return ask(request, deal, target, form)
    return moved(request, deal, move, before)


def undo(request: HttpRequest, deal: Deal) -> HttpResponse:
    """Take the last step back, as the Undo of its toast says."""
    form = TakeBackForm(request.GET, request.member)
    if not form.is_valid():
        return HttpResponseBadRequest()
    before = Before.of(deal)
    try:
        move = take_back(deal, form.cleaned_data["undo"], by=request.member, **form.how())
    except GateClosed as closed:
        return refuse(request, str(closed))
    return taken_back(request, deal, move, before)


def ask(request: HttpRequest, deal: Deal, target: Stage, form: MoveForm) -> HttpResponse:
    """What this step needs: evidence or a sentence, a reason, a day. What was ticked and written is kept."""
    context = {
        "deal": deal,
        "target": target,
        "form": form,
        "gate": gate_for(deal, target),
        "met": request.POST.getlist("met"),
        "reasons": lost_reasons(request.member),
        "competitors": offered(deal) if target.kind == StageKind.LOST else [],
        "presets": presets(),
    }
    return render(request, "deals/moves.html", fragment="deals/_asking_part.html", part="deals/_asking.html",
                  status=422, **context)  # fmt: skip
