"""The page before publishing says what it does, and moves deals only where that was chosen."""

import pytest
from django.urls import reverse

from stegvis.deals.operations.remapping import delete_process
from stegvis.processes.acts import Act
from stegvis.processes.models import ProcessDraft
from stegvis.processes.operations.draft_editing import edit_draft
from stegvis.testing.builders import make_deal, make_process, stage_of


def address(process, name: str = "process_publication") -> str:
    return reverse(f"deals:{name}", args=[process.workspace.slug, process.pk])


@pytest.fixture
def split(process, alice, mia):
    """A draft that splits Lead, in which two deals are."""
    deals = [make_deal(alice, amount=amount) for amount in (100, 900)]
    draft, told = edit_draft(process, Act("split_stage", stage_of(process, "Lead").lineage), by=mia)
    return draft, told.made, deals


def test_the_page_shows_news_lineage_and_deals(split, process, mia, as_member, django_assert_max_num_queries):
    browser = as_member(mia)
    browser.get(address(process))
    with django_assert_max_num_queries(12):
        page = browser.get(address(process)).content.decode()
    for words in ("Publish version 2", "Split from Lead", "Stay in the version they run in", "One by one", "Why"):
        assert words in page


def test_without_a_choice_no_deal_goes_anywhere(split, process, mia, as_member):
    draft, _part, deals = split
    sent = {"revision": draft.revision, "name": "Two leads", "note": "They differ", f"home-{deals[0].stage_id}": "x"}
    assert as_member(mia).post(address(process), sent).status_code == 303
    process.refresh_from_db()
    for deal in deals:
        deal.refresh_from_db()
    assert (process.current.name, {deal.stage.version.number for deal in deals}) == ("Two leads", {1})


def test_a_rule_splits_the_deals(split, process, mia, as_member):
    draft, _part, deals = split
    stage = deals[0].stage_id
    sent = {"revision": draft.revision, "run": "move", f"home-{stage}": "split:value", f"least-{stage}": "5 00,5"}
    assert as_member(mia).post(address(process), sent).status_code == 303
    for deal in deals:
        deal.refresh_from_db()
    assert [deal.stage.name for deal in deals] == ["Lead", "Lead 2"]


@pytest.mark.parametrize("least", ["", "many", "-1", "1e400", "9" * 400, "NaN"])
def test_a_rule_that_says_nothing_is_refused_and_all_is_kept(least, split, process, mia, as_member):
    draft, _part, deals = split
    stage = deals[0].stage_id
    sent = {"revision": draft.revision, "run": "move", f"home-{stage}": "split:value", f"least-{stage}": least}
    answer = as_member(mia).post(address(process), sent | {"note": "My reason"})
    assert (answer.status_code, "My reason" in answer.content.decode()) == (422, True)
    assert ProcessDraft.objects.filter(workspace=process.workspace_id).exists()


def test_what_cannot_be_published_says_why(process, mia, as_member):
    draft, _told = edit_draft(process, Act("remove_stage", stage_of(process, "Won").lineage), by=mia)
    assert "needs at least one stage" in as_member(mia).get(address(process)).content.decode()
    assert as_member(mia).post(address(process), {"revision": draft.revision}).status_code == 422


@pytest.mark.parametrize("revision", ["", "x", "99", "9" * 40])
def test_another_draft_than_the_one_looked_at_is_not_published(revision, split, process, mia, as_member):
    assert as_member(mia).post(address(process), {"revision": revision}).status_code == 422
    assert process.versions.count() == 1


def test_without_a_draft_one_is_led_to_the_designer(process, mia, as_member):
    assert as_member(mia).get(address(process)).status_code == 303


def test_a_process_without_deals_can_be_deleted(process, alice, mia, workspace, as_member):
    make_deal(alice)
    assert as_member(mia).post(address(process, "process_deletion")).status_code == 409
    empty = make_process(workspace, "Mistake")
    assert as_member(mia).post(address(empty, "process_deletion")).status_code == 303
    assert delete_process
