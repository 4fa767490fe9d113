"""Qualifying a deal: what is known, how sure, and the score that explains itself; saying no early."""

import datetime

import pytest
from django.utils import timezone

from stegvis.core.errors import Refused
from stegvis.deals.models import Qualification, QualificationAnswer
from stegvis.deals.operations.editing import set_stakeholders
from stegvis.deals.operations.guiding import equip_process
from stegvis.deals.operations.playbook import adopt_ready
from stegvis.deals.operations.qualifying import answer_question, choose_framework
from stegvis.deals.playbook import BOOKS, ready_sets
from stegvis.testing.builders import make_deal, make_lost_reason, make_person
from stegvis.timeline.operations.writing import log_call
from stegvis.workspaces.models import FieldChange


@pytest.fixture
def bant(workspace, owen):
    return adopt_ready(workspace, BOOKS["frameworks"], "bant", by=owen)


@pytest.mark.parametrize("book", BOOKS)
def test_the_shipped_sets_speak_four_languages(book):
    rows = set()
    for language in ("en", "sv", "nb", "pl"):
        sets = ready_sets(book, language)
        assert len(sets) >= 4
        rows.add(tuple((key, len(one.rows), all(row["text"] for row in one.rows)) for key, one in sets.items()))
    assert len(rows) == 1


def test_the_score_is_the_weight_times_how_sure_we_are(alice, process, bant):
    deal = make_deal(alice)
    choose_framework(deal, bant, by=alice)
    budget, authority, need, _timeline = bant.questions.all()
    answer_question(deal, need, by=alice, text="Errors cost 2 MSEK", confidence=3)
    answer_question(deal, budget, by=alice, text="Perhaps", confidence=1)
    answer_question(deal, authority, by=alice, text="The board is against it", confidence=2, speaks="against")
    # Weights 3, 3, 5, 3: five whole points, one of three, nothing for what speaks against the deal.
    assert Qualification.objects.get(workspace=deal.workspace_id, deal=deal).score == round(100 * 6 / 14)
    answer_question(deal, budget, by=alice, text="Approved on 3 May", confidence=3)
    assert QualificationAnswer.objects.filter(workspace=deal.workspace_id, question=budget).count() == 2
    with pytest.raises(Refused):
        answer_question(deal, budget, by=alice, text=" ", confidence=2)


def test_a_deal_follows_its_process_until_it_chooses(alice, owen, as_member, process, bant):
    deal, client = make_deal(alice), as_member(alice)
    address = f"/w/granfors/deals/{deal.pk}/qualification/"
    assert "No questions yet" in client.get(address).content.decode()
    equip_process(process, by=owen, framework=bant, guide=None)
    assert "Who decides, who has to agree" in client.get(address).content.decode()
    client.post(address, {"framework": "ready:meddic"})
    page = client.get(address).content.decode()
    assert "Economic buyer" in page
    assert "Who decides, who has to agree" not in page
    assert FieldChange.objects.get(workspace=deal.workspace_id, field="framework").after == "MEDDIC"


def test_an_answer_says_how_sure_and_where_from(cast, as_member, process, bant):
    deal, anna = make_deal(cast.alice), make_person(cast.alice, "Anna", "Berg")
    set_stakeholders(deal, [anna], by=cast.alice)
    choose_framework(deal, bant, by=cast.alice)
    entry = log_call(deal, by=cast.alice, text="They have money")
    question = bant.questions.first()
    address = f"/w/granfors/deals/{deal.pk}/qualification/{question.pk}/"
    told = {"text": "200,000 kr", "confidence": "2", "speaks": "for", "origin": f"person:{anna.pk}", "source": ""}
    for member, status in ((cast.vera, 403), (cast.bob, 403), (cast.charlie, 404), (cast.alice, 303)):
        assert as_member(member).post(address, told).status_code == status
    client = as_member(cast.alice)
    client.post(address, told | {"origin": f"entry:{entry.pk}", "confidence": "3", "text": "Seen the plan"})
    for wrong in ({"confidence": "9"}, {"origin": "person:999999"}, {"text": ""}, {"text": "a" * 10_000}):
        assert client.post(address, told | wrong).status_code == 422
    page = client.get(f"/w/granfors/deals/{deal.pk}/qualification/").content.decode()
    assert "from Anna Berg" in page
    assert "from the timeline" in page
    assert "1 earlier answer" in page
    other = make_deal(cast.bob, "Other")
    assert client.post(f"/w/granfors/deals/{other.pk}/qualification/{question.pk}/", told).status_code == 403


def test_no_is_said_in_two_presses(cast, as_member, process):
    deal, reason = make_deal(cast.alice), make_lost_reason(cast.alice.workspace, "No budget")
    address = f"/w/granfors/deals/{deal.pk}/disqualification/"
    client = as_member(cast.alice)
    assert "No budget" in client.get(address).content.decode()
    assert as_member(cast.vera).post(address, {"reason": reason.pk}).status_code == 403
    assert client.post(address, {"reason": "9" * 30}).status_code == 422
    client.post(address, {"reason": reason.pk})
    deal.refresh_from_db()
    assert (deal.status, deal.lost_reason, deal.moves.last().reason) == ("lost", reason, "Disqualified: No budget")


def test_no_for_now_has_a_day(alice, as_member, process):
    deal, reason = make_deal(alice), make_lost_reason(alice.workspace, "Timing")
    day = timezone.localdate() + datetime.timedelta(days=90)
    client, address = as_member(alice), f"/w/granfors/deals/{deal.pk}/disqualification/"
    assert client.post(address, {"reason": reason.pk, "wake_on": "soon"}).status_code == 422
    assert client.post(address, {"reason": reason.pk, "wake_on": "2001-01-01"}).status_code == 409
    client.post(address, {"reason": reason.pk, "wake_on": day.isoformat()})
    deal.refresh_from_db()
    assert (deal.status, deal.wake_on) == ("parked", day)


def test_a_set_is_the_workspaces_own(cast, as_member, bant):
    address = f"/w/granfors/settings/playbook/frameworks/{bant.pk}/"
    client = as_member(cast.mia)
    page = client.get(address).content.decode()
    assert "What has been set aside" in page
    budget = bant.questions.first()
    rows = {"id": [budget.pk, ""], "title": ["Money", "Fit"], "text": ["How much?", "Who likes us?"], "weight": [5, 1]}
    assert client.post(address, {"name": "Ours", "note": ""} | rows).status_code == 303
    told = [(one.title, one.weight) for one in bant.questions.all()]
    assert told == [("Money", 5), ("Fit", 1)]
    assert client.post(address, {"name": "", "note": ""} | rows).status_code == 422
    assert client.post(address, {"name": "x", "note": ""} | rows | {"title": ["a" * 200, ""]}).status_code == 422
    assert as_member(cast.alice).get(address).status_code == 403
