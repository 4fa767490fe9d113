"""Several sellers answer the same sixteen questions, each alone; what they said is never lost."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stegvis.core.errors import Refused
from stegvis.core.secrets import digest_of
from stegvis.discovery.models import Interview, InterviewAnswer
from stegvis.discovery.operations.answering import answer_question
from stegvis.discovery.operations.interviewing import ask_guest, close_interview, start_interview, stop_asking
from stegvis.discovery.queries.interviews import answers_of, leads_for
from stegvis.discovery.views import answering
from stegvis.testing import builders
from stegvis.timeline.operations.writing import log_call, log_meeting
from stegvis.workspaces.models import Notice
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.purging import erase_deletion, erase_part
from stegvis.workspaces.permissions import Automation
from stegvis.workspaces.throttling import Throttle


@pytest.fixture
def deal(alice, process):
    return builders.make_deal(alice, company=builders.make_company(alice), source="Fair")


@pytest.fixture
def interview(mia, alice, bob, deal):
    return start_interview("How we sell", [deal], [alice, bob], by=mia)


@pytest.fixture
def seat(interview, alice):
    return interview.participants.get(member=alice)


@pytest.fixture
def lead(interview):
    return interview.leads.get()


def erase(record, by):
    deletion = delete_records([record], by=by)
    erase_deletion(deletion, by=Automation("trash", by.workspace))
    while erase_part(deletion.workspace_id, deletion.pk):
        pass


def page(name, *args):
    return reverse(f"discovery:{name}", args=["granfors", *args])


def test_members_are_told_that_they_are_asked(interview, alice):
    assert Notice.objects.get(workspace=interview.workspace, member=alice).act == "asked"


def test_a_seller_starts_none_and_a_manager_needs_a_lead(alice, mia, deal):
    with pytest.raises(PermissionDenied):
        start_interview("x", [deal], [], by=alice)
    with pytest.raises(Refused):
        start_interview("x", [], [], by=mia)


def test_every_answer_is_a_version_and_the_newest_counts(seat, lead, alice):
    for words in ("Tuesdays", "Tuesdays and Thursdays", "Tuesdays and Thursdays"):
        answer_question(seat, lead, 5, "said", by=alice, choice="yes", words=words)
    assert InterviewAnswer.objects.filter(workspace=seat.workspace).count() == 2
    [answer] = answers_of(seat.interview).values()
    assert (answer.words, answer.choice) == ("Tuesdays and Thursdays", "yes")
    answer_question(seat, lead, 5, "said", by=alice)
    assert answers_of(seat.interview) == {}


def test_nobody_answers_for_somebody_else_nor_what_makes_no_sense(seat, lead, alice, bob):
    with pytest.raises(PermissionDenied):
        answer_question(seat, lead, 5, "unknown", by=bob)
    for number, state, words in ((99, "said", "x"), (5, "shouted", "x"), (15, "said", "x"), (5, "said", "x" * 10_000)):
        with pytest.raises(Refused):
            answer_question(seat, lead, number, state, by=alice, words=words)


def test_a_closed_interview_takes_no_answers(seat, lead, alice, mia):
    close_interview(seat.interview, by=mia)
    with pytest.raises(Refused):
        answer_question(seat, lead, 5, "unknown", by=alice)


def test_the_page_shows_what_is_known_to_be_confirmed(seat, lead, deal, alice, as_member):
    start = timezone.now() - timedelta(days=20)
    for days, outcome in ((0, "no_answer"), (7, "no_answer"), (15, "reached")):
        log_call(deal, by=alice, at=start + timedelta(days=days), outcome=outcome)
    log_meeting(deal, by=alice, at=start + timedelta(days=18))
    client = as_member(alice)
    assert client.get(page("asked", seat.interview_id)).url == page("question", seat.interview_id, lead.pk, 1)
    assert "Its source is “Fair”." in client.get(page("question", seat.interview_id, lead.pk, 1)).text
    address = page("question", seat.interview_id, lead.pk, 4)
    told = client.get(address).text
    assert "3 attempts in 15 days; the last one reached somebody." in told
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = client.post(address, {"state": "right"}, headers=headers)
    assert answer.status_code == 200
    assert 'aria-pressed="true"' in answer.text
    [kept] = answers_of(seat.interview).values()
    assert (kept.state, kept.choice) == ("right", "few")
    assert kept.known.startswith("3 attempts")


def test_autosaving_says_how_far_one_is_and_leaves_the_words_alone(seat, lead, alice, as_member):
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    address = page("question", seat.interview_id, lead.pk, 6)
    answer = as_member(alice).post(address, {"state": "said", "words": "Who\x00 decides?"}, headers=headers)
    assert "Saved" in answer.text
    assert "textarea" not in answer.text
    assert next(iter(answers_of(seat.interview).values())).words == "Who decides?"
    assert as_member(alice).post(address, {"state": "x"}, headers=headers).status_code == 422


def test_private_leads_are_asked_of_nobody_who_may_not_see_them(interview, deal, bob, owen, as_member):
    deal.private = True
    deal.save(update_fields=["private"])
    assert "no lead here" in as_member(bob).get(page("asked", interview.pk)).text
    assert leads_for(None, interview) == []
    erase(deal, deal.owner)
    assert [leads_for(one, interview) for one in (None, bob, owen)] == [[], [], []]


def test_an_erased_interview_takes_its_answers_along(interview, seat, lead, alice, owen):
    answer_question(seat, lead, 5, "said", by=alice, choice="yes")
    erase(interview, owen)
    assert not InterviewAnswer.objects.filter(workspace=owen.workspace).exists()
    assert not Interview.with_deleted.filter(workspace=owen.workspace).exists()


@pytest.mark.parametrize("address", ["/asked/%00/", "/invitations/%00/", "/calendar/%00.ics"])
def test_an_address_that_no_database_can_hold_is_unknown(address, workspace):
    assert Client().get(address).status_code == 404


def test_a_guest_answers_by_a_link_until_it_is_taken_back(interview, lead, mia):
    seat, token = ask_guest(interview, "Kalle", by=mia)
    client, address = Client(), reverse("asked_question", args=[token, lead.pk, 6])
    assert client.get(reverse("asked", args=[token])).status_code == 303
    answer = client.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert client.post(address, {"state": "said", "words": "The price"}).status_code == 303
    assert [one.words for one in answers_of(interview, seat).values()] == ["The price"]
    stop_asking(seat, by=mia)
    assert client.get(address).status_code == 404
    assert len(answers_of(interview)) == 1


def test_a_link_is_shown_once_and_kept_nowhere(interview, mia, as_member):
    client = as_member(mia)
    made = client.post(page("people", interview.pk), {"name": "Kalle"})
    [token] = re.findall(r'made-link">[^<]+/asked/([^/]+)/', made.text)
    assert interview.participants.get(member=None).digest == digest_of(token)
    shown = client.get(page("people", interview.pk)).text
    assert "By link, until" in shown
    assert token not in shown
    assert Client().get(reverse("asked", args=[token])).status_code == 303


def test_answers_without_end_are_not_taken(interview, lead, mia, monkeypatch):
    cache.clear()
    monkeypatch.setattr(answering, "ACTS", Throttle("asked-acts", amount=2, seconds=600))
    address = reverse("asked_question", args=[ask_guest(interview, "Kalle", by=mia)[1], lead.pk, 6])
    sent = [Client().post(address, {"state": "said", "words": words}).status_code for words in ("a", "b", "c")]
    assert sent == [303, 303, 429]


def test_guessed_links_are_soon_not_looked_at(interview, mia):
    _seat, token = ask_guest(interview, "Kalle", by=mia)
    client = Client()
    statuses = [client.get(reverse("asked", args=[f"guess{n}"])).status_code for n in range(21)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert client.get(reverse("asked", args=[token])).status_code == 429


def test_a_manager_starts_one_and_sees_how_far_everybody_is(mia, bob, deal, as_member, settings):
    client = as_member(mia)
    assert deal.title in client.get(page("new_interview") + f"?deal={deal.pk}").text
    assert client.post(page("new_interview"), {"deal": "x"}).status_code == 422
    begun = client.post(page("new_interview"), {"deal": deal.pk, "member": bob.pk, "name": "N" * 10_000})
    assert begun.status_code == 303
    assert "0 of 14" in client.get(begun.url).text


def test_the_page_of_a_question_asks_little(interview, seat, lead, alice, as_member, django_assert_max_num_queries):
    client = as_member(alice)
    client.get(page("question", interview.pk, lead.pk, 4))
    with django_assert_max_num_queries(12):
        client.get(page("question", interview.pk, lead.pk, 4))
