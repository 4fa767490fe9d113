"""What is answered to an act on a plan: the plan as it is now."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from stegvis.buyers.forms.plan import LinkForm, PlanForm, StepForm
from stegvis.buyers.models import SharedPlan
from stegvis.buyers.queries.offered import criteria_of, files_to_share, people_to_invite
from stegvis.buyers.queries.plan import last_opened, links_of, read_plan
from stegvis.core.errors import Refused
from stegvis.ui.render import go, refuse, render, toast, wants_fragment
from stegvis.workspaces.permissions import may

PAGE, PART = "buyers/plan.html", "buyers/_plan.html"


def show_plan(request: HttpRequest, plan: SharedPlan, *, status: int = 200, **forms) -> HttpResponse:
    """The plan's page, to htmx the plan within it; `forms` stand in for those that are empty."""
    answer = render(request, PAGE, fragment=PART, status=status, **around(request, plan) | forms)
    if wants_fragment(request):
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#plan", "outerMorph"
    return answer


def around(request: HttpRequest, plan: SharedPlan) -> dict:
    """What the templates of a plan need."""
    member, deal, links = request.member, plan.deal, links_of(plan)  # type: ignore[attr-defined]
    known = {name: getattr(plan, name) for name in ("title", "greeting", "language")}
    context = {
        "page": read_plan(plan),
        "deal": deal,
        "links": links,
        "opened": last_opened(links),
        "may_plan": may(member, "plan", deal),
        "made": "",
        "plan_form": PlanForm(initial=known),
    }
    if not context["may_plan"]:
        return context
    return context | {
        "step_form": StepForm(criteria=criteria_of(deal), auto_id="new_%s"),
        "link_form": LinkForm(people=people_to_invite(member, deal), auto_id="link_%s"),
        "files": files_to_share(plan),
        "criteria": dict(criteria_of(deal)),
    }


def did(
    request: HttpRequest, plan: SharedPlan, act: Callable[[], object], said: str = "", undo: str = ""
) -> HttpResponse:
    """Do `act` and show the plan again; say what was `said`, or why not."""
    try:
        act()
    except Refused as refusal:
        return refuse(request, str(refusal))
    if said:
        toast(request, said, undo)
    return shown_again(request, plan)


def shown_again(request: HttpRequest, plan: SharedPlan) -> HttpResponse:
    """The plan drawn anew where it stands, or its page again."""
    return show_plan(request, plan) if wants_fragment(request) else go(request, plan_address(plan))


def plan_address(plan: SharedPlan) -> str:
    """The seller's page of `plan`."""
    return reverse("buyers:plan", args=[plan.workspace.slug, plan.deal_id])
