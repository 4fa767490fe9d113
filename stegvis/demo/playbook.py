"""How the demo's sellers qualify, meet objections, and choose whom to sell to."""

from decimal import Decimal

from stegvis.deals.models import Deal, Objection, QualificationAnswer, Stakeholder
from stegvis.deals.operations.approving import ask_approval
from stegvis.deals.operations.guiding import equip_process
from stegvis.deals.operations.lines import LineDraft, set_lines
from stegvis.deals.operations.objecting import answer_objection, raise_objection
from stegvis.deals.operations.playbook import ensure_objections, ensure_ready
from stegvis.deals.operations.qualifying import answer_question
from stegvis.deals.operations.stakeholders import set_part
from stegvis.deals.playbook import BOOKS
from stegvis.deals.queries.qualifying import framework_of, questions_of
from stegvis.demo import material
from stegvis.demo.firm import Firm
from stegvis.people.fit_keeping import reckon_part
from stegvis.people.operations.profiles import add_profile, change_profile

QUALIFIED, DOUBTED = 24, 12
PARTS = (("decides", "for", 3), ("uses", "for", 1), ("pays", "neutral", 3), ("blocks", "against", 2))


def use_playbook(firm: Firm) -> None:
    """Processes carry questions, guides and a floor; deals have answers, objections, and one a request."""
    equip(firm)
    living = Deal.objects.filter(workspace=firm.workspace).open().select_related("owner", "workspace", "stage__version")
    deals = list(living.order_by("id"))
    for number, deal in enumerate(deals[:QUALIFIED]):
        say_parts(deal)
        qualify(firm, deal, number)
    doubt(firm, deals[:DOUBTED])
    sell_below_the_floor(firm, deals)
    choose_customers(firm)


def equip(firm: Firm) -> None:
    """Shipped sets, one pair for each process."""
    ensure_objections(firm.workspace, by=firm.story)
    for process, framework, guide in ((firm.new_business, "bant", "spin"), (firm.existing, "champ", "consultative")):
        sets = {
            "framework": ensure_ready(firm.workspace, BOOKS["frameworks"], framework, by=firm.story),
            "guide": ensure_ready(firm.workspace, BOOKS["guides"], guide, by=firm.story),
        }
        equip_process(process, by=firm.story, most_discount=Decimal(15), **sets)


def say_parts(deal: Deal) -> None:
    """As what the people take part."""
    for one, part in zip(deal.stakeholders.filter(role="").order_by("id"), PARTS, strict=False):
        role, stance, influence = part
        set_part(deal, one.person_id, by=deal.owner, role=role, stance=stance, influence=influence)


def qualify(firm: Firm, deal: Deal, number: int) -> None:
    """Some answers, from a guess to what was seen."""
    framework, texts = framework_of(deal), material.read("playbook")["answers"][firm.language]
    questions = questions_of(framework) if framework else []
    first = Stakeholder.objects.filter(workspace=firm.workspace, deal=deal).select_related("person").first()
    for place, question in enumerate(questions[: 1 + number % 4]):
        sure = 1 + (number + place) % 3
        origin = first.person if first and sure == QualificationAnswer.Confidence.SAID else None
        answer_question(deal, question, by=deal.owner, text=texts[place], confidence=sure, origin=origin)


def doubt(firm: Firm, deals: list[Deal]) -> None:
    """What buyers said against it; every second one was answered."""
    library = list(Objection.objects.filter(workspace=firm.workspace).order_by("position"))
    words = material.read("playbook")["objections"][firm.language]
    for number, deal in enumerate(deals):
        someone = deal.stakeholders.select_related("person").order_by("-id").first()
        raised = raise_objection(
            deal,
            by=deal.owner,
            objection=library[number % 3],
            text=words[number % len(words)],
            person=someone.person if someone else None,
        )
        if number % 2:
            answer_objection(raised, by=deal.owner, answer=raised.objection.answers.first())


def sell_below_the_floor(firm: Firm, deals: list[Deal]) -> None:
    """One seller asks for more discount than there is."""
    home = [deal for deal in deals if deal.currency == firm.workspace.currency and deal.lines.exists()]
    priced = next((product for product in firm.products if product.price), None)
    if home and priced and priced.price:
        lines = [LineDraft(priced.name, priced, Decimal(2), priced.price * Decimal("0.7"), priced.period)]
        set_lines(home[0], lines, by=home[0].owner)
        ask_approval(home[0], material.read("playbook")["reason"][firm.language][0], by=home[0].owner)


def choose_customers(firm: Firm) -> None:
    """One ideal customer, and the fit of every company."""
    name, need = material.read("playbook")["profile"][firm.language]
    industries = [one.industry for one in firm.companies if one.industry]
    often = sorted(set(industries), key=lambda one: (-industries.count(one), one))[:3]
    wanted = [
        {"kind": "industry", "values": often, "weight": 5},
        {"kind": "employees", "least": Decimal(50), "most": Decimal(400), "weight": 4},
        {"kind": "country", "values": [firm.companies[0].country], "weight": 2},
    ]
    profile = add_profile(firm.workspace, name, by=firm.story, summary=need)
    change_profile(profile, by=firm.story, name=name, summary=need, research=profile.research, criteria=wanted)
    while reckon_part(firm.workspace):
        pass
