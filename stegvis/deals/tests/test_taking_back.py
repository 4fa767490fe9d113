"""A publication is taken back within minutes, as long as nothing happened in it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.core.errors import Refused
from stegvis.deals.models import SplitQuestion
from stegvis.deals.operations.draft_publishing import Choice, Rule
from stegvis.deals.operations.evidence import record_evidence
from stegvis.deals.operations.moving import move_deal, park_deal
from stegvis.deals.tests.test_draft_publishing import edit, publish
from stegvis.deals.tests.test_tallies import recount, tallies
from stegvis.processes.acts import Act
from stegvis.processes.drafts import StageDraft
from stegvis.processes.models import ProcessDraft, ProcessVersion
from stegvis.processes.operations.draft_editing import undo_step
from stegvis.processes.operations.drafting import propose_draft
from stegvis.processes.tests.test_draft_editing import put
from stegvis.testing.builders import days_ago, make_criterion, make_deal, stage_of
from stegvis.workspaces.models import Undo
from stegvis.workspaces.operations.undoing import take_back_act


def take_back(by) -> None:
    take_back_act(Undo.objects.filter(workspace=by.workspace, verb="publish-process").latest("pk"), by=by)


def facts(deals) -> list:
    for deal in deals:
        deal.refresh_from_db()
    return [
        (deal.stage, deal.status, deal.stale_at, deal.wake_on, deal.visits.get(next_stage=None).stage) for deal in deals
    ]


@pytest.fixture
def split(process, alice, mia):
    """Two deals in Lead and one that sleeps; version 2 splits Lead by value and turns the fridge into an open stage."""
    lead, fridge = stage_of(process, "Lead"), stage_of(process, "Fridge")
    deals = [make_deal(alice, amount=amount, at=days_ago(3)) for amount in (100, 900, 5)]
    park_deal(deals[2], by=alice, wake_on=timezone.localdate() + timedelta(days=30), reason="Later")
    before = facts(deals)
    _draft, told = edit(process, Act("split_stage", lead.lineage), put("process", "name", "Split"), by=mia)
    homes = {lead.pk: lead.lineage, fridge.pk: lead.lineage}
    rule = Rule(told.made, least=Decimal(500), currency=deals[0].currency)
    publish(process, mia, choice=Choice(homes, {lead.pk: rule}))
    return deals, before


def test_everything_is_where_it_was_and_the_draft_is_there_again(split, process, mia):
    deals, before = split
    assert {stage.version.number for stage, *_rest in facts(deals)} == {2}
    take_back(mia)
    process.refresh_from_db()
    assert facts(deals) == before
    assert (process.current.number, process.name) == (1, "New business")
    assert ProcessVersion.objects.filter(workspace=mia.workspace).count() == 1
    draft = ProcessDraft.objects.get(workspace=mia.workspace, process=process)
    assert (draft.body["name"], len(draft.body["stages"])) == ("Split", 9)
    undo_step(process, draft.steps.last().number, by=mia)
    draft.refresh_from_db()
    assert (draft.body["name"], len(draft.body["stages"])) == ("New business", 9)
    assert tallies(mia.workspace) == recount(mia.workspace)


def test_every_step_of_the_draft_comes_back_with_it(process, mia):
    for number in range(30):
        edit(process, put("process", "name", f"Name {number}"), by=mia)
    draft = ProcessDraft.objects.get(workspace=mia.workspace, process=process)
    before = list(draft.steps.values("number", "sentence", "place", "body", "by", "at"))
    publish(process, mia)
    kept = Undo.objects.filter(workspace=mia.workspace, verb="publish-process").latest("pk").before["steps"]
    assert len(kept["stages"]) == len(draft.body["stages"])
    take_back(mia)
    draft = ProcessDraft.objects.get(workspace=mia.workspace, process=process)
    assert list(draft.steps.values("number", "sentence", "place", "body", "by", "at")) == before
    assert len(before) == 30


@pytest.mark.parametrize("happened", ["moved", "begun", "shown", "drafted", "published", "late"])
def test_what_happened_since_keeps_it_in_force(happened, split, process, alice, mia):
    deals, _before = split
    process.refresh_from_db()
    if happened == "moved":
        move_deal(deals[0], stage_of(process, "Qualified"), by=alice, reason="Yes")
    elif happened == "begun":
        make_deal(alice, process=process)
    elif happened == "shown":
        record_evidence(deals[0], make_criterion(stage_of(process, "Lead")), by=alice, note="Said so")
    elif happened == "late":
        undo = Undo.objects.filter(workspace=mia.workspace, verb="publish-process").latest("pk")
        undo.before["at"] = (undo.at - timedelta(minutes=16)).isoformat()
        undo.save(update_fields=["before"])
    else:
        edit(process, Act("add_stage", values={"name": "Third"}), by=mia)
        if happened == "published":
            publish(process, mia)
    now = facts(deals)
    first = Undo.objects.filter(workspace=mia.workspace, verb="publish-process").earliest("pk")
    with pytest.raises(Refused):
        take_back_act(first, by=mia)
    process.refresh_from_db()
    assert facts(deals) == now
    assert process.current.number == (3 if happened == "published" else 2)


def test_words_that_were_mended_are_what_they_were(process, alice, mia):
    lead, deal = stage_of(process, "Lead"), make_deal(alice)
    edit(process, put(lead.lineage, "definition", "They asked"), put(lead.lineage, "expected_days", "9"), by=mia)
    publish(process, mia)
    take_back(mia)
    lead.refresh_from_db()
    deal.refresh_from_db()
    assert (lead.definition, lead.expected_days, deal.stage) == ("", 5, lead)
    assert ProcessDraft.objects.get(workspace=mia.workspace).body["stages"][0]["definition"] == "They asked"


def test_a_first_version_that_is_taken_back_is_a_proposal_again(workspace, mia):
    ends = [StageDraft("Won", "won"), StageDraft("Lost", "lost")]
    process = propose_draft(workspace, "New", [StageDraft("A"), *ends], by=mia).process
    publish(process, mia)
    take_back(mia)
    process.refresh_from_db()
    assert process.current is None
    assert process.draft.body["name"] == "New"


def test_the_page_of_versions_offers_it_to_who_published(split, process, mia, owen, as_member):
    page = reverse("processes:versions", args=["granfors", process.pk])
    browser = as_member(mia)
    text = browser.get(page).content.decode()
    undo = Undo.objects.filter(workspace=mia.workspace, verb="publish-process").latest("pk")
    address = reverse("workspaces:undoing", args=["granfors", undo.pk])
    assert address in text
    assert address not in as_member(owen).get(page).content.decode()
    assert as_member(owen).post(address).status_code == 403
    assert "Taken back." in browser.post(address, follow=True).content.decode()
    assert not SplitQuestion.objects.filter(workspace=mia.workspace).exists()
