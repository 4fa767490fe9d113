"""Doors of qualification, guides, objections, and what lies behind them."""

from stegvis.deals.models import DiscountApproval
from stegvis.deals.operations.competing import put_in_play
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
    "deals:competitors": Door(get=MANAGERS, post=MANAGERS),
    "deals:competitor": Door(get=MANAGERS, post=MANAGERS, arguments=pk("competitor")),
    "deals:competitor_merging": Door(post=MANAGERS, arguments=pk("competitor")),
    "deals:competitor_deletion": Door(post=MANAGERS, arguments=pk("competitor")),
    "deals:deal_competitors": Door(get=MEMBERS, post=EDITORS, arguments=DEAL),
    "deals:rival_removal": Door(post=EDITORS, arguments=pk("deal", rival="*rival")),
    "deals:winner": Door(post=EDITORS, arguments=DEAL),
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
    rival = put_in_play(deal, "Voltaro", by=cast.alice)
    return {
        "competitor": rival.competitor,
        "rival": rival,
        "framework": bant,
        "question": bant.questions.first(),
        "raised": raised,
        "approval": approval,
        "profile": profile,
    }
