"""Doors of qualification, guides, objections, and what lies behind them."""

from stegvis.deals.models import DiscountApproval
from stegvis.deals.operations.objecting import raise_objection
from stegvis.deals.operations.playbook import adopt_ready
from stegvis.deals.playbook import BOOKS
from stegvis.people.operations.profiles import add_profile
from stegvis.testing.sweeps import EDITORS, MAKERS, MANAGERS, MEMBERS, Door, fixed, pk

DEAL = pk("deal")
DOORS = {
    "people:profiles": Door(get=MANAGERS, post=MANAGERS),
    "people:profile": Door(get=MANAGERS, post=MANAGERS, arguments=pk("profile")),
    "people:profile_deletion": Door(post=MANAGERS, arguments=pk("profile")),
    "pages:company_fit": Door(get=MEMBERS, post=MAKERS, arguments=pk("company")),
    "deals:process_aid": Door(get=MANAGERS, post=MANAGERS, arguments=pk("process")),
    "deals:frameworks": Door(get=MANAGERS, post=MANAGERS),
    "deals:playbook": Door(get=MANAGERS, post=MANAGERS, arguments=fixed(book="objections")),
    "deals:playbook_adoption": Door(post=MANAGERS, arguments=fixed(book="guides")),
    "deals:playbook_set": Door(get=MANAGERS, post=MANAGERS, arguments=pk("framework", book="frameworks")),
    "deals:playbook_deletion": Door(post=MANAGERS, arguments=pk("framework", book="frameworks")),
    "deals:approvals": Door(get=MEMBERS),
    "deals:floor": Door(get=MEMBERS, post=EDITORS, arguments=DEAL),
    "deals:decision": Door(post=MANAGERS, arguments=pk("deal", approval="*approval")),
    "deals:qualification": Door(get=MEMBERS, post=EDITORS, arguments=DEAL),
    "deals:qualification_answer": Door(post=EDITORS, arguments=pk("deal", question="*question")),
    "deals:disqualification": Door(get=EDITORS, post=EDITORS, arguments=DEAL),
    "deals:guide": Door(get=MEMBERS, post=MAKERS, arguments=DEAL),
    "deals:objections": Door(get=MEMBERS, post=EDITORS, arguments=DEAL),
    "deals:objection": Door(post=EDITORS, arguments=pk("deal", raised="*raised")),
    "deals:objection_deletion": Door(post=EDITORS, arguments=pk("deal", raised="*raised")),
}


def world(workspace, cast, deal) -> dict:
    """What these doors lead to."""
    bant = adopt_ready(workspace, BOOKS["frameworks"], "bant", by=cast.owen)
    raised = raise_objection(deal, text="Too dear", by=cast.alice)
    approval = DiscountApproval.objects.create(workspace=workspace, deal=deal, reason="A first order")
    profile = add_profile(workspace, "Plate works", by=cast.owen)
    return {
        "framework": bant,
        "question": bant.questions.first(),
        "raised": raised,
        "approval": approval,
        "profile": profile,
    }
