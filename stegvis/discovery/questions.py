"""The sixteen questions of the interview, as data. docs/interview.md says what becomes of their answers."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.discovery.models import InterviewLead, LeadEnd

MOST_WORDS = 5_000


@dataclass(frozen=True)
class Question:
    """One question: its words, its short name in summaries, and what can be said with one tap."""

    number: int
    words: str | Promise
    short: str | Promise
    choices: dict[str, str | Promise] = field(default_factory=dict)
    only: str = ""

    def applies(self, lead: InterviewLead) -> bool:
        """Whether it makes sense to ask it about `lead`: why it was lost of a lost one only."""
        return not self.only or self.only == lead.end


@dataclass(frozen=True)
class Chapter:
    """Questions that stand on one page."""

    key: str
    words: str | Promise
    title: str | Promise
    numbers: tuple[int, ...]


CHAPTERS = (
    Chapter("origin", _("Where it came from"), _("%(lead)s: where it came from"), (1, 2)),
    Chapter("contact", _("First contact"), _("%(lead)s: the first contact"), (3, 4, 5, 6, 7)),
    Chapter("talks", _("Further talks"), _("%(lead)s: further talks"), (8, 9, 10)),
    Chapter("solution", _("The solution"), _("%(lead)s: the solution"), (11, 12)),
    Chapter("end", _("Proposal and end"), _("%(lead)s: proposal and end"), (13, 14, 15, 16)),
)
QUESTIONS = (
    Question(
        1,
        _("How did this lead come to you?"),
        _("Where it came from"),
        {
            "referral": _("Somebody recommended us"),
            "inbound": _("They came by themselves"),
            "event": _("At a fair or an event"),
            "search": _("We looked for them"),
            "customer": _("They bought from us before"),
            "partner": _("Through a partner"),
        },
    ),
    Question(
        2,
        _("How did it become yours?"),
        _("How it was assigned"),
        {
            "took": _("I took it"),
            "given": _("Somebody gave it to me"),
            "field": _("It was in my area"),
            "turn": _("It was my turn"),
        },
    ),
    Question(
        3,
        _("How was the first contact made?"),
        _("First contact"),
        {
            "call": _("By a call"),
            "mail": _("By mail"),
            "meeting": _("In a meeting"),
            "social": _("On a social network"),
            "buyer": _("They got in touch"),
        },
    ),
    Question(
        4,
        _("How many attempts did it take?"),
        _("How many attempts"),
        {"one": _("One"), "few": _("Two or three"), "several": _("Four to six"), "many": _("Seven or more")},
    ),
    Question(
        5,
        _("Did the attempts follow a schedule?"),
        _("On a schedule?"),
        {"yes": _("Yes, a fixed one"), "loosely": _("More or less"), "no": _("No, when I thought of it")},
    ),
    Question(
        6,
        _("What did you ask first?"),
        _("What was asked first"),
        {
            "need": _("What they need"),
            "cost": _("What the problem costs them"),
            "today": _("How they do it today"),
            "money": _("Whether there is a budget"),
            "decides": _("Who decides"),
            "when": _("When they want it"),
        },
    ),
    Question(
        7,
        _("Where did you keep the answers?"),
        _("Where answers were kept"),
        {
            "here": _("In Stegvis"),
            "notebook": _("In a notebook"),
            "mail": _("In my mail"),
            "file": _("In a file"),
            "head": _("In my head"),
        },
    ),
    Question(
        8,
        _("How did you arrange further contact?"),
        _("Further contact"),
        {
            "agreed": _("We agreed on the next step each time"),
            "called": _("I called again"),
            "wrote": _("I wrote again"),
            "buyer": _("They came back to me"),
        },
    ),
    Question(
        9,
        _("Which documents did you send?"),
        _("Documents sent"),
        {
            "brochure": _("A brochure or a price list"),
            "case": _("Stories of other customers"),
            "estimate": _("An estimate"),
            "tailored": _("Something written for them"),
            "none": _("None"),
        },
    ),
    Question(
        10,
        _("When did you send them?"),
        _("When documents were sent"),
        {
            "before": _("Before the first talk"),
            "after": _("Right after the first talk"),
            "needs": _("Once the needs were clear"),
            "late": _("With the proposal"),
        },
    ),
    Question(
        11,
        _("How did you present the solution?"),
        _("How it was presented"),
        {
            "visit": _("At their place"),
            "online": _("Online"),
            "trial": _("By a demo or a trial"),
            "paper": _("In writing only"),
            "none": _("Not at all"),
        },
    ),
    Question(
        12,
        _("How did you prepare the presentation?"),
        _("How it was prepared"),
        {
            "company": _("I looked into the company"),
            "people": _("I looked into the people"),
            "colleague": _("Together with a colleague"),
            "standard": _("I used the usual one"),
            "none": _("Hardly at all"),
        },
    ),
    Question(
        13,
        _("When and how did you deliver the proposal?"),
        _("The proposal"),
        {
            "together": _("We went through it together"),
            "sent": _("I sent it by mail"),
            "portal": _("On a page they could open"),
            "none": _("There was none"),
        },
    ),
    Question(
        14,
        _("What was hard in the negotiation?"),
        _("What was hard"),
        {
            "price": _("The price"),
            "terms": _("The terms"),
            "time": _("The time it took"),
            "people": _("New people joined"),
            "rival": _("A competitor"),
            "nothing": _("Nothing"),
        },
    ),
    Question(
        15,
        _("Why was it lost?"),
        _("If lost, why"),
        {
            "price": _("The price"),
            "rival": _("A competitor"),
            "time": _("Not the right time"),
            "fit": _("It did not fit"),
            "silence": _("They went silent"),
        },
        only=LeadEnd.LOST,
    ),
    Question(
        16,
        _("What was the first contact after the sale?"),
        _("If won, the first contact after"),
        {
            "call": _("I called them"),
            "visit": _("I visited them"),
            "mail": _("I wrote to them"),
            "delivery": _("At the delivery or the start"),
            "none": _("There has been none"),
        },
        only=LeadEnd.WON,
    ),
)
BY_NUMBER = {one.number: one for one in QUESTIONS}


def chapter_of(number: int) -> Chapter:
    """The chapter in which question `number` stands."""
    return next(one for one in CHAPTERS if number in one.numbers)


def asked_about(lead: InterviewLead) -> list[Question]:
    """The questions that make sense for `lead`, in order."""
    return [one for one in QUESTIONS if one.applies(lead)]
