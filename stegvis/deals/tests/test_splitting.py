"""Owners of the deals of a split stage are asked one by one; nothing moves until they say so."""

import pytest
from django.urls import reverse

from stegvis.core.errors import Refused
from stegvis.deals.models import SplitQuestion
from stegvis.deals.operations.draft_publishing import Choice
from stegvis.deals.operations.moving import move_deal
from stegvis.deals.operations.splitting import answer_split
from stegvis.deals.queries.splitting import asked_of
from stegvis.deals.tests.test_draft_publishing import edit, publish
from stegvis.processes.acts import Act
from stegvis.testing.builders import make_deal, stage_of
from stegvis.workspaces.models import Undo
from stegvis.workspaces.operations.undoing import take_back_act

TODAY = "pages:today"


@pytest.fixture
def question(process, alice, bob, mia):
    """Lead is split in version 2; Alice has two deals there, Bob one."""
    lead = stage_of(process, "Lead")
    for owner in (alice, alice, bob):
        make_deal(owner, f"Deal of {owner.name}")
    _draft, told = edit(process, Act("split_stage", lead.lineage), by=mia)
    publish(process, mia, choice=Choice(asked={lead.pk: told.made}))
    return SplitQuestion.objects.get(workspace=mia.workspace)


def test_deals_stay_until_each_owner_has_chosen(question, alice, bob, mia):
    [asked] = asked_of(alice)
    first, second = asked.deals
    assert {deal.stage.version.number for deal in asked.deals} == {1}
    moves = first.moves.count()
    assert answer_split(first, question, "second", by=alice).name == "Lead 2"
    assert (first.stage.version.number, first.moves.count(), first.visits.get().stage) == (2, moves, first.stage)
    answer_split(second, question, "stay", by=alice)
    assert (asked_of(alice), second.stage.version.number) == ([], 1)
    [left] = asked_of(mia)
    assert (left.left, left.owners, left.deals) == (1, ((bob.name, 1),), [])
    assert [deal.owner for deal in asked_of(mia, everybody=True)[0].deals] == [bob]


def test_a_word_is_taken_back_and_a_deal_that_went_on_needs_none(question, alice):
    first, second = asked_of(alice)[0].deals
    for word in ("first", "stay"):
        answer_split(first, question, word, by=alice)
        take_back_act(Undo.objects.filter(workspace=alice.workspace, verb="answer-split").latest("pk"), by=alice)
        first.refresh_from_db()
        assert first.stage_id == question.stage_id
        assert len(asked_of(alice)[0].deals) == 2
    move_deal(second, question.stage.version.stages.get(name="Qualified"), by=alice, reason="Yes")
    with pytest.raises(Refused):
        answer_split(second, question, "first", by=alice)
    with pytest.raises(Refused):
        answer_split(first, question, "third", by=alice)


def test_the_question_stands_on_today(question, alice, bob, vera, charlie, as_member):
    browser, deal = as_member(alice), asked_of(alice)[0].deals[0]
    assert reverse("deals:splits", args=["granfors"]) in browser.get(reverse(TODAY, args=["granfors"])).content.decode()
    part = browser.get(reverse("deals:splits", args=["granfors"]), headers={"HX-Request": "true"}).content.decode()
    assert "“Lead” was split" in part
    assert "Deal of Bob" not in part
    address = reverse("deals:split", args=["granfors", deal.pk])
    assert as_member(vera).post(address, {"word": "first"}).status_code == 403
    assert as_member(charlie).post(address, {"word": "first"}).status_code == 404
    assert browser.post(address, {"word": "\x00"}).status_code == 409
    assert browser.post(address, {"word": "first"}).status_code == 303
    deal.refresh_from_db()
    assert deal.stage.version.number == 2


def test_the_page_before_publishing_offers_to_ask(process, alice, mia, as_member):
    make_deal(alice)
    lead = stage_of(process, "Lead")
    draft, _told = edit(process, Act("split_stage", lead.lineage), by=mia)
    sent = {"revision": draft.revision, "run": "move", f"home-{lead.pk}": "split:ask"}
    assert (
        as_member(mia).post(reverse("deals:process_publication", args=["granfors", process.pk]), sent).status_code
        == 303
    )
    assert SplitQuestion.objects.get(workspace=mia.workspace).stage == lead
