"""The rules by which answers become a draft of a process. docs/interview.md explains them; there is no other magic.

Each rule looks at the findings of a few questions and answers one stage with its tasks and criteria. What only few
said is proposed, but not ticked; what a seller does rather than where the buyer is, is proposed as a task.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.discovery.findings import Finding, Findings
from stegvis.processes.models import StageKind

TASK, CRITERION = "task", "criterion"


@dataclass(frozen=True)
class Part:
    """A task or a criterion: its text, of which kind, the questions it comes from, and why."""

    key: str
    what: str
    text: str
    kind: str
    sources: tuple[int, ...]
    why: str = ""
    due: int | None = None
    taken: bool = True


@dataclass(frozen=True)
class Proposal:
    """A stage as the answers propose it; `taken` says what happens to it if nobody decides."""

    key: str
    name: str
    kind: str
    definition: str
    sources: tuple[int, ...]
    parts: tuple[Part, ...] = ()
    why: str = ""
    phase: str | None = None
    days: int | None = None
    probability: int | None = None
    taken: bool = True


def propose(findings: Findings) -> list[Proposal]:
    """The stages that the answers propose, in order; always enough of them for a process."""
    return [proposal for rule in RULES if (proposal := rule(findings))]


def _share(finding: Finding, *choices: str) -> str:
    """ "3 of 5 say so", for the foot of a proposal."""
    number = finding.has(*choices)
    said = ngettext("%(number)s of %(of)s says so", "%(number)s of %(of)s say so", number)
    return said % {"number": number, "of": finding.of}


def _task(findings: Findings, key: str, number: int, choice: str, text: str, kind: str, due: int = 0) -> list[Part]:
    """A task where the answer `choice` to question `number` was given; ticked where a third of all say so."""
    finding = findings[number]
    if not finding.has(choice):
        return []
    often = finding.has(choice) * 3 >= finding.of
    return [Part(key, TASK, text, kind, (number,), _share(finding, choice), due, often)]


def _criterion(key: str, text: str, kind: str, sources: tuple[int, ...], why: str = "") -> Part:
    return Part(key, CRITERION, text, kind, sources, why)


def _lead(findings: Findings) -> Proposal:
    parts = [
        *_task(findings, "thank", 1, "referral", _("Thank who recommended us, and ask for one more"), "call", 2),
        *_task(findings, "inbound", 1, "inbound", _("Answer what came in within a working day"), "mail", 1),
        *_task(findings, "event", 1, "event", _("Go through the contacts of the last event"), "to_do", 2),
        *_task(findings, "search", 1, "search", _("Collect companies that fit, and who decides there"), "research", 3),
        *_task(findings, "customer", 1, "customer", _("Look up what they bought before"), "research", 1),
        *_task(findings, "partner", 1, "partner", _("Agree with the partner who says what"), "call", 2),
        *_task(findings, "assign", 2, "given", _("Agree who takes it, and say so"), "to_do", 1),
        _criterion("fits", _("We know a person there and why it could be worth their while"), "tick", (1, 2)),
    ]
    return Proposal(
        "lead",
        _("Lead"),
        StageKind.OPEN,
        _("We know a company, a person in it, and a reason why we could be of use."),
        (1, 2),
        tuple(parts),
        phase="not-interested",
        days=3,
        probability=5,
    )


def _contacted(findings: Findings) -> Proposal:
    tries = findings.tries
    parts = [
        *_task(findings, "call", 3, "call", _("Call for the first time"), "call"),
        *_task(findings, "mail", 3, "mail", _("Write the first mail, short and about them"), "mail"),
        *_task(findings, "social", 3, "social", _("Get in touch on the social network they use"), "to_do"),
        *_task(findings, "meet", 3, "meeting", _("Ask for a first meeting"), "meeting", 5),
        *_attempts(findings),
        *_task(findings, "schedule", 5, "yes", _("Set the days of the next attempts beforehand"), "to_do", 1),
        _criterion("answered", _("They have answered and want to go on talking"), "meeting", (3, 8)),
    ]
    why = (
        ngettext("It took %(number)s attempt", "It took %(number)s attempts", tries) % {"number": tries}
        if tries
        else ""
    )
    return Proposal(
        "contacted",
        _("Contacted"),
        StageKind.OPEN,
        _("We have talked with each other, however briefly."),
        (3, 4, 5),
        tuple(parts),
        why,
        "researching",
        max(5, findings.days_to_reach or 0),
        10,
    )


def _attempts(findings: Findings) -> list[Part]:
    """Try at least as often as it took; where only tapped answers are there, as often as most say."""
    told = {"one": 1, "few": 3, "several": 5, "many": 8}.get(findings[4].most)
    number = max(findings.tries or 0, told or 0)
    if number < 2:
        return []
    text = ngettext("Try %(number)s time before giving up", "Try %(number)s times before giving up", number)
    return [Part("attempts", TASK, text % {"number": number}, "call", (4, 5), _share(findings[4], findings[4].most), 7)]


def _needs(findings: Findings) -> Proposal:
    parts = [
        *_task(findings, "need", 6, "need", _("Ask what they need"), "call"),
        *_task(findings, "cost", 6, "cost", _("Ask what the problem costs them"), "call"),
        *_task(findings, "today", 6, "today", _("Ask how they do it today"), "call"),
        *_task(findings, "money", 6, "money", _("Ask whether there is a budget"), "call"),
        *_task(findings, "decides", 6, "decides", _("Ask who decides, and how"), "call"),
        *_task(findings, "when", 6, "when", _("Ask by when they want it"), "call"),
        *_kept(findings[7]),
        _criterion("agreed", _("They have confirmed what they need"), "mail", (6, 7)),
    ]
    if findings[8].has("agreed"):
        parts.append(
            _criterion("next", _("The next talk is in both calendars"), "meeting", (8,), _share(findings[8], "agreed"))
        )
    return Proposal(
        "needs",
        _("Needs clear"),
        StageKind.OPEN,
        _("Both sides would describe what is needed in the same words."),
        (6, 7, 8),
        tuple(parts),
        phase="defining",
        days=14,
        probability=25,
    )


def _kept(finding: Finding) -> list[Part]:
    """Answers that are kept where nobody else finds them are written down."""
    elsewhere = ("notebook", "mail", "file", "head")
    if not finding.has(*elsewhere):
        return []
    return [Part("write", TASK, _("Write the answers on the deal"), "to_do", (7,), _share(finding, *elsewhere), 1)]


def _sent(findings: Findings) -> Proposal | None:
    """Material is something we do, not where the buyer is: not taken unless somebody wants it."""
    sent = findings[9].has("brochure", "case", "estimate", "tailored")
    if not sent:
        return None
    return Proposal(
        "sent",
        _("Material sent"),
        StageKind.OPEN,
        _("They have our documents."),
        (9, 10),
        why=_("This is something you do, not where the buyer is. It is proposed as tasks instead."),
        phase="defining",
        days=7,
        probability=30,
        taken=False,
    )


def _shown(findings: Findings) -> Proposal | None:
    """A stage of its own where the solution was presented in more than writing."""
    if findings[11].of and not findings[11].has("visit", "online", "trial"):
        return None
    parts = [
        *_task(findings, "visit", 11, "visit", _("Present it at their place"), "meeting", 10),
        *_task(findings, "online", 11, "online", _("Present it online"), "meeting", 7),
        *_task(findings, "trial", 11, "trial", _("Let them try it, and ask after three days"), "to_do", 3),
        *_task(findings, "company", 12, "company", _("Look into the company before presenting"), "research", 5),
        *_task(findings, "people", 12, "people", _("Look into the people who will be there"), "research", 5),
        *_task(findings, "colleague", 12, "colleague", _("Prepare the presentation with a colleague"), "to_do", 5),
        *_task(findings, "brochure", 9, "brochure", _("Send what they can pass on"), "document", 3),
        *_task(findings, "case", 9, "case", _("Send the story of a customer like them"), "document", 3),
        *_task(findings, "tailored", 9, "tailored", _("Write down what it means for them"), "document", 5),
        _criterion("seen", _("They have seen it and said what fits and what does not"), "meeting", (11,)),
    ]
    return Proposal(
        "shown",
        _("Solution shown"),
        StageKind.OPEN,
        _("They have seen how it would work for them."),
        (9, 11, 12),
        tuple(parts),
        phase="selecting",
        days=14,
        probability=45,
    )


def _proposed(findings: Findings) -> Proposal:
    parts = [
        *_task(findings, "estimate", 9, "estimate", _("Send an estimate before the proposal"), "document", 3),
        *_task(findings, "together", 13, "together", _("Go through the proposal together"), "meeting", 3),
        *_task(findings, "after", 13, "sent", _("Call two days after the proposal was sent"), "call", 2),
        *_task(findings, "price", 14, "price", _("Prepare what we can give, and what we want for it"), "to_do", 3),
        *_task(findings, "terms", 14, "terms", _("Let our lawyer see the terms early"), "document", 3),
        *_task(findings, "joined", 14, "people", _("Meet everybody who joined since"), "meeting", 5),
        *_task(findings, "rival", 14, "rival", _("Say what sets us apart from the competitor"), "to_do", 3),
        *_task(findings, "time", 14, "time", _("Agree on the day of the decision"), "call", 5),
        _criterion("decides", _("They have said who decides, and when"), "tick", (13, 14)),
        _criterion("yes", _("They have said yes"), "document", (13,)),
    ]
    return Proposal(
        "proposed",
        _("Proposal made"),
        StageKind.OPEN,
        _("A proposal that they are able to approve lies with them."),
        (13, 14),
        tuple(parts),
        phase="negotiating",
        days=max(7, findings.days_of_proposal or 0),
        probability=60,
    )


def _won(findings: Findings) -> Proposal:
    return Proposal("won", _("Won"), StageKind.WON, _("They have ordered."), (13,), phase="approving")


def _lost(findings: Findings) -> Proposal:
    reason = findings[15].question.choices.get(findings[15].most, "")
    why = _("Most often: %(reason)s") % {"reason": reason} if reason else ""
    return Proposal("lost", _("Lost"), StageKind.LOST, _("They have said no, or bought elsewhere."), (15,), why=why)


def _fridge(findings: Findings) -> Proposal:
    part = Part("wake", TASK, _("Ask whether the time has come"), "call", (15,), "", 90)
    why = _share(findings[15], "time", "silence") if findings[15].has("time", "silence") else ""
    definition = _("Not now, and we know when to ask again.")
    return Proposal("fridge", _("Fridge"), StageKind.PARKED, definition, (15,), (part,), why, days=90)


def _welcomed(findings: Findings) -> Proposal:
    parts = [
        *_task(findings, "call", 16, "call", _("Call in the first week"), "call", 5),
        *_task(findings, "visit", 16, "visit", _("Visit them in the first month"), "meeting", 20),
        *_task(findings, "mail", 16, "mail", _("Write to them in the first week"), "mail", 5),
        *_task(findings, "start", 16, "delivery", _("Be there at the delivery or the start"), "meeting", 14),
        Part("refer", TASK, _("Ask for a recommendation"), "call", (16,), "", 60),
    ]
    missing = _share(findings[16], "none") if findings[16].has("none") else ""
    why = _("Nobody had been in touch: %(share)s") % {"share": missing} if missing else ""
    definition = _("They use what they bought, and somebody of us has asked how it goes.")
    return Proposal("welcomed", _("Welcomed"), StageKind.AFTER_WON, definition, (16,), tuple(parts), why, days=60)


def _back(findings: Findings) -> Proposal | None:
    """A way back is proposed where something was lost for a reason that passes."""
    if not findings[15].has("price", "rival", "time"):
        return None
    part = Part("again", TASK, _("Ask how they are doing with what they bought"), "call", (15,), "", 180)
    why = _share(findings[15], "price", "rival", "time")
    definition = _("Lost, but we stay in touch.")
    return Proposal("back", _("Win-back"), StageKind.AFTER_LOST, definition, (15,), (part,), why, days=180)


RULES: tuple[Callable[[Findings], Proposal | None], ...] = (
    _lead,
    _contacted,
    _needs,
    _sent,
    _shown,
    _proposed,
    _won,
    _lost,
    _fridge,
    _welcomed,
    _back,
)
