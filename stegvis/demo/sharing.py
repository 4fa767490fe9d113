"""Plans that the demo's sellers share, and what buyers have done with them."""

from collections.abc import Sequence
from datetime import timedelta

from stegvis.buyers.models import PlanLink, PlanStep, SharedPlan
from stegvis.buyers.operations.answering import comment, propose_day, tick_step
from stegvis.buyers.operations.linking import make_link
from stegvis.buyers.operations.planning import add_step, edit_plan, make_plan, share_file
from stegvis.buyers.queries.offered import files_to_share
from stegvis.deals.models import Deal
from stegvis.demo import material
from stegvis.demo.calendar import Calendar
from stegvis.demo.firm import Firm


def share_plans(firm: Firm, calendar: Calendar, deals: Sequence[Deal]) -> None:
    """One of `deals` after the other gets a plan; the first buyers have worked with theirs, the last has not looked."""
    for number, deal in enumerate(deals):
        plan = make_plan(deal, by=deal.owner)
        _tell(firm, plan)
        link, _token = make_link(plan, person=firm.people[deal.company_id or 0][0], by=deal.owner)
        if number + 1 < len(deals):
            _work_with(firm, calendar, plan, link)


def _tell(firm: Firm, plan: SharedPlan) -> None:
    """In the buyer's words, with a promise of ours and the papers of the deal."""
    words = _words(firm)
    edit_plan(plan, {"greeting": words["greeting"]}, by=plan.deal.owner)
    add_step(plan, {"text": words["promise"], "side": PlanStep.Side.OURS}, by=plan.deal.owner)
    for file in files_to_share(plan)[:2]:
        share_file(plan, file, by=plan.deal.owner)


def _work_with(firm: Firm, calendar: Calendar, plan: SharedPlan, link: PlanLink) -> None:
    """The buyer ticks the first step, has a question on the second, and needs more time for it."""
    words, opened = _words(firm), calendar.now - timedelta(hours=3)
    theirs = list(plan.steps.exclude(side=PlanStep.Side.OURS)[:2])
    for step in theirs[:1]:
        tick_step(step, by=link, at=opened)
    for step in theirs[1:]:
        comment(words["comment"], by=link, step=step, at=opened + timedelta(minutes=2))
        day = (step.due_on or calendar.now.date()) + timedelta(days=7)
        propose_day(step, day, by=link, text=words["why"], at=opened + timedelta(minutes=4))
    PlanLink.objects.filter(workspace=firm.workspace, pk=link.pk).update(opened_at=opened)


def _words(firm: Firm) -> dict[str, str]:
    return {name: text[firm.language] for name, text in material.read("plans").items()}
