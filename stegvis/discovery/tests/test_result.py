"""Answers become a summary, and by readable rules a draft, each part with the answers it came from."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stegvis.discovery.operations.answering import answer_question
from stegvis.discovery.operations.deciding import (
    accept_rest,
    change_proposal,
    decide_proposal,
    draft_from_interview,
)
from stegvis.discovery.operations.interviewing import start_interview
from stegvis.discovery.queries.results import result_of
from stegvis.processes.models import ProcessDraft
from stegvis.testing import builders


@pytest.fixture
def interview(mia, alice, bob, process):
    deals = [builders.make_deal(alice, f"Deal {number}") for number in range(3)]
    return start_interview("How we sell", deals, [alice, bob], by=mia)


@pytest.fixture
def said(interview, alice, bob):
    """`said(5, "yes", "no")`: what Alice says about each lead, and Bob."""

    def say(number: int, hers: str, his: str, words: str = "") -> None:
        for member, choice in ((alice, hers), (bob, his)):
            seat = interview.participants.get(member=member)
            for lead in interview.leads.all():
                answer_question(seat, lead, number, "said", by=member, choice=choice, words=words)

    return say


def stage(result, key):
    return next(one for one in result.decisions if one.proposal.key == key)


def texts(result, key):
    return {one.part.key: one.taken for one in stage(result, key).parts}


def test_a_summary_says_who_agrees_where_they_differ_and_in_which_words(interview, said, mia):
    said(3, "call", "call")
    said(5, "yes", "no", "Tuesdays before nine")
    result = result_of(mia, interview)
    assert (result.findings[3].alike, result.findings[3].of, result.findings[3].differs) == (6, 6, False)
    assert (result.findings[5].alike, result.findings[5].of, result.findings[5].differs) == (3, 6, True)
    assert result.findings[5].quotes[0].words == "Tuesdays before nine"
    assert (result.done, result.of) == (12, 84)


def test_without_a_single_answer_there_is_a_process_all_the_same(interview, mia):
    kinds = {one.proposal.kind for one in result_of(mia, interview).decisions if one.taken}
    assert {"open", "won", "lost"} <= kinds


@pytest.mark.parametrize(
    ("number", "choice", "key", "part"),
    [
        (1, "referral", "lead", "thank"),
        (2, "given", "lead", "assign"),
        (3, "mail", "contacted", "mail"),
        (4, "several", "contacted", "attempts"),
        (5, "yes", "contacted", "schedule"),
        (6, "cost", "needs", "cost"),
        (7, "head", "needs", "write"),
        (8, "agreed", "needs", "next"),
        (9, "case", "shown", "case"),
        (11, "trial", "shown", "trial"),
        (12, "people", "shown", "people"),
        (13, "sent", "proposed", "after"),
        (14, "price", "proposed", "price"),
    ],
)
def test_each_answer_has_its_consequence(interview, said, mia, number, choice, key, part):
    before = texts(result_of(mia, interview), key)
    assert part not in before
    said(number, choice, choice)
    assert texts(result_of(mia, interview), key)[part]


def test_what_few_say_is_proposed_but_not_taken(interview, said, mia):
    said(6, "need", "need")
    seat, lead = interview.participants.first(), interview.leads.first()
    answer_question(seat, lead, 6, "said", by=seat.member, choice="money")
    assert texts(result_of(mia, interview), "needs")["money"] is False


def test_material_is_a_task_and_writing_alone_no_stage(interview, said, mia):
    said(9, "estimate", "estimate")
    said(11, "paper", "paper")
    result = result_of(mia, interview)
    assert not stage(result, "sent").taken
    assert "shown" not in {one.proposal.key for one in result.decisions}


def test_a_draft_holds_what_was_accepted_with_its_sources(interview, said, mia, alice):
    said(3, "call", "call")
    with pytest.raises(PermissionDenied):
        decide_proposal(interview, "lead", "dropped", by=alice)
    decide_proposal(interview, "fridge", "dropped", by=mia)
    change_proposal(interview, "needs", "Needs mapped", "They confirmed it.", by=mia)
    accept_rest(interview, result_of(mia, interview).undecided_keys, by=mia)
    draft = draft_from_interview(result_of(mia, interview), by=mia)
    rows = {row["name"]: row for row in draft.body["stages"]}
    assert "Needs mapped" in rows
    assert "Fridge" not in rows
    assert draft.process.current is None
    assert rows["Contacted"]["buyer_phase"] == "researching"
    [task] = [one for one in rows["Contacted"]["tasks"] if one["kind"] == "call"]
    assert task["sources"] == ["Question 3, First contact: By a call"]


def test_the_page_takes_verdicts_and_opens_the_draft(interview, mia, as_member, django_assert_max_num_queries):
    client, address = as_member(mia), reverse("discovery:result", args=["granfors", interview.pk])
    assert client.get(address).status_code == 200
    with django_assert_max_num_queries(12):
        client.get(address + "?differ=1")
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = client.post(address + "proposals/lead/", {"verdict": "dropped"}, headers=headers)
    assert "Dropped" in answer.text
    assert client.post(address + "proposals/nothing/", {"verdict": "dropped"}).status_code == 404
    assert client.post(address + "proposals/lead/", {"verdict": "x"}).status_code == 422
    assert client.post(address + "proposals/lead/", {"name": "N" * 10_000}).status_code == 422
    assert client.post(address + "drafting/").status_code == 303
    assert ProcessDraft.objects.filter(workspace=interview.workspace).count() == 1
