"""Today's deals, and one deal, on the drawings of their process."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from stegvis.deals.models import StageVisit
from stegvis.deals.operations.evidence import record_evidence
from stegvis.deals.operations.moving import move_deal
from stegvis.deals.operations.suggesting import take_suggestions
from stegvis.deals.queries import process_figures
from stegvis.deals.queries.ended_stays import ENOUGH
from stegvis.deals.queries.process_figures import read_figures
from stegvis.deals.tests.test_draft_publishing import edit, publish
from stegvis.processes.acts import Act
from stegvis.processes.models import TaskTemplate
from stegvis.testing.builders import make_criterion, make_deal, stage_of
from stegvis.timeline.operations.finishing import complete_task
from stegvis.workspaces.operations.privacy import set_privacy

WAYS = ("map", "checklist", "flowchart", "buyer")


def figures(member, process) -> dict:
    names = {stage.lineage: stage.name for stage in process.current.stages.all()}
    return {names[key]: one for key, one in read_figures(member, process, list(names)).items()}


def test_a_stage_says_how_many_deals_of_which_value_it_holds(process, alice):
    for amount in (1000, 2500):
        make_deal(alice, process=process, amount=amount)
    lead = figures(alice, process)["Lead"]
    assert (lead.deals, lead.days, lead.goes_on) == (2, None, None)
    assert "3.5" in lead.value
    assert figures(alice, process)["Won"].deals == 0


def test_private_deals_of_others_are_in_no_figure(process, alice, bob):
    make_deal(alice, process=process, private=True, amount=1000)
    assert figures(bob, process)["Lead"].deals == 0
    assert figures(alice, process)["Lead"].deals == 1


def test_days_and_the_share_that_goes_on_come_from_how_stays_ended(process, alice):
    lead, lost, qualified = (stage_of(process, name) for name in ("Lead", "Lost", "Qualified"))
    for number in range(ENOUGH):
        deal = make_deal(alice, process=process)
        move_deal(deal, lost if number == 0 else qualified, by=alice, reason="Because")
    StageVisit.objects.filter(workspace=alice.workspace, stage=lead).update(
        entered_at=timezone.now() - timedelta(days=12), left_at=timezone.now()
    )
    found = figures(alice, process)["Lead"]
    assert (found.days, found.goes_on) == (12, 80)


def test_figures_cost_as_many_queries_with_many_deals_as_with_none(
    process, alice, as_member, django_assert_max_num_queries
):
    page = reverse("processes:process", args=[alice.workspace.slug, process.pk]) + "?real=1"
    browser = as_member(alice)
    browser.get(page)
    for _deal in range(12):
        make_deal(alice, process=process, amount=10)
    with django_assert_max_num_queries(12):
        text = browser.get(page).content.decode()
    assert "<dd>12</dd>" in text


def test_stale_deals_are_counted_and_those_of_private_ones_only_for_who_sees_them(process, alice, bob):
    for private in (False, True):
        make_deal(alice, process=process, private=private, at=timezone.now() - timedelta(days=30))
    make_deal(alice, process=process)
    found = figures(alice, process)["Lead"]
    assert (found.deals, found.stale, found.more, found.stale_words) == (3, 2, False, "2")
    assert figures(bob, process)["Lead"].stale == 1


def test_deals_in_a_stage_that_is_gone_are_named(process, alice, mia, as_member):
    deal, lead = make_deal(alice, process=process), stage_of(process, "Lead")
    edit(process, Act("remove_stage", lead.lineage), by=mia)
    publish(process, mia)
    address = reverse("processes:process", args=[alice.workspace.slug, process.pk])
    assert "Deals in stages that are not in this version: Lead 1" in " ".join(
        as_member(alice).get(f"{address}?real=1").content.decode().split()
    )
    page = as_member(alice).get(reverse("deals:process", args=["granfors", deal.pk, "map"])).content.decode()
    assert "“Lead” is not in the process in force any more" in page


@pytest.mark.parametrize("way", WAYS)
def test_a_deal_shows_where_it_is_on_every_drawing(way, process, alice, charlie, as_member):
    deal = make_deal(alice, process=process)
    page = reverse("deals:process", args=[alice.workspace.slug, deal.pk, way])
    text = as_member(alice).get(page).content.decode()
    assert 'class="here"' in text if way == "flowchart" else "The deal is here" in text
    assert as_member(charlie).get(page).status_code == 404


def test_what_was_shown_and_done_is_ticked(process, alice, as_member):
    lead = stage_of(process, "Lead")
    criterion = make_criterion(lead)
    task = TaskTemplate.objects.create(workspace=alice.workspace, stage=lead, title="Check the fit")
    deal = make_deal(alice, process=process)
    page = reverse("deals:process", args=[alice.workspace.slug, deal.pk, "checklist"])
    assert "tick done" not in as_member(alice).get(page).content.decode()
    record_evidence(deal, criterion, by=alice, note="Said so")
    [taken] = take_suggestions(deal, [task], by=alice)
    complete_task(taken, by=alice)
    text = as_member(alice).get(page).content.decode()
    assert "tick done" in text
    assert "seal-open met" in text


def test_a_private_deal_of_another_and_an_unknown_drawing_are_not_there(process, alice, bob, as_member):
    deal = make_deal(alice, process=process, private=True)
    assert as_member(bob).get(reverse("deals:process", args=[bob.workspace.slug, deal.pk, "map"])).status_code == 404
    for way in ("nonsense", "map.exe"):
        page = reverse("deals:process", args=[alice.workspace.slug, deal.pk, "map"]).replace("map", way)
        assert as_member(alice).get(page).status_code == 404


def test_what_many_stays_say_is_kept_with_its_time_until_others_may_see(process, alice, bob, monkeypatch):
    monkeypatch.setattr(process_figures, "MANY", ENOUGH - 1)
    cache.clear()
    deals = [make_deal(alice, process=process, at=timezone.now() - timedelta(days=30)) for _number in range(ENOUGH)]
    assert figures(bob, process)["Lead"].at
    make_deal(alice, process=process, at=timezone.now() - timedelta(days=30))
    told = figures(bob, process)["Lead"]
    assert (told.deals, told.stale) == (ENOUGH + 1, ENOUGH)
    assert figures(alice, process)["Lead"].stale == ENOUGH + 1
    set_privacy(deals[0], True, [], by=alice)
    assert figures(bob, process)["Lead"].stale == ENOUGH
    set_privacy(deals[1], True, [], by=alice)
    assert figures(bob, process)["Lead"].stale == ENOUGH - 1
