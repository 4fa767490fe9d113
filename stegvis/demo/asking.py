"""The demo's interview: three sellers about five leads, most of it answered; and the strategy behind it."""

from stegvis.demo import material
from stegvis.demo.firm import Firm
from stegvis.discovery.models import Interview, InterviewLead, Participant
from stegvis.discovery.operations.advising import take_advice, write_offer, write_target_group
from stegvis.discovery.operations.answering import answer_question
from stegvis.discovery.operations.interviewing import start_interview
from stegvis.discovery.queries.interviews import proposed_deals
from stegvis.discovery.questions import Question, asked_about

# What each seller says, in turn: they agree on most, and differ where it is worth talking about.
SAID = {
    1: ("referral", "search", "event"),
    2: ("took", "given", "took"),
    3: ("call", "call", "mail"),
    4: ("several", "several", "few"),
    5: ("yes", "no", "no"),
    6: ("cost", "cost", "need"),
    7: ("notebook", "here", "head"),
    8: ("agreed", "agreed", "called"),
    9: ("estimate", "estimate", "case"),
    10: ("needs", "after", "after"),
    11: ("visit", "visit", "online"),
    12: ("company", "company", "standard"),
    13: ("together", "sent", "sent"),
    14: ("price", "price", "time"),
    15: ("price", "rival", "price"),
    16: ("call", "visit", "mail"),
}
ADVICE = {"what": "project", "whom": "middle", "price": "high", "complexity": "much", "decides": "few", "found": "we"}
LEADS = {"won": 2, "lost": 2, "stuck": 1}


def ask_sellers(firm: Firm) -> None:
    """An interview by the manager, answered; a target group, an offer, and the advice on them."""
    told, language = material.read("interview"), firm.language
    deals = [deal for end, some in proposed_deals(firm.manager).items() for deal in some[: LEADS[end]]]
    sellers = firm.sellers[:3]
    interview = start_interview(told["name"][language], deals, sellers, by=firm.manager)
    for number, seat in enumerate(interview.participants.order_by("id")):
        answer(interview, seat, number, language)
    group = write_target_group(told["group"][language], by=firm.manager)
    offer = write_offer(told["offer"][language], by=firm.manager, groups=[group])
    take_advice(ADVICE, by=firm.manager, offer=offer, group=group)


def answer(interview: Interview, seat: Participant, number: int, language: str) -> None:
    """What one seller says about each lead; the last one has not finished."""
    leads = list(interview.leads.all())
    seat.interview = interview
    for place, lead in enumerate(leads[: len(leads) - (number == len(SAID[1]) - 1)]):
        for question in asked_about(lead):
            say(seat, lead, question, place, number, language)


def say(seat: Participant, lead: InterviewLead, question: Question, place: int, number: int, language: str) -> None:
    """One answer; in words where there are any, about one lead each, and now and then nothing is known."""
    if seat.member is None:
        return
    if (place + question.number + number) % 13 == 0:
        answer_question(seat, lead, question.number, "unknown", by=seat.member)
        return
    speaks = place == number and question.number % len(SAID[1]) == number
    words = material.read("interview")["words"].get(str(question.number), {}) if speaks else {}
    facts = {"choice": SAID[question.number][number], "words": words.get(language, "")}
    answer_question(seat, lead, question.number, "said", by=seat.member, **facts)
