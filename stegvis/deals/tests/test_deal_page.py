"""The deal page and its panel: who sees what, and what it costs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stegvis.deals.models import Deal, StageMove
from stegvis.deals.operations.editing import edit_deal, set_stakeholders
from stegvis.deals.operations.evidence import record_evidence
from stegvis.deals.operations.lines import LineDraft, set_lines
from stegvis.deals.operations.moving import lose_deal, move_deal, park_deal, win_deal
from stegvis.people.models import ContactPoint
from stegvis.people.operations.tagging import set_tags
from stegvis.processes.models import TaskTemplate
from stegvis.testing.builders import (
    days_ago,
    make_company,
    make_criterion,
    make_deal,
    make_lost_reason,
    make_person,
    stage_of,
)
from stegvis.ui.formats import today

RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe"


@pytest.fixture
def deal(alice, process) -> Deal:
    return make_deal(alice, amount=Decimal(860000), at=days_ago(9), company=make_company(alice))


def address(deal: Deal, more: str = "") -> str:
    return f"/w/granfors/deals/{deal.pk}/{more}"


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_everyone_in_the_workspace_sees_a_deal_and_no_stranger(deal, cast, as_member, client):
    for member in (cast.owen, cast.mia, cast.alice, cast.bob, cast.vera):
        assert "Load control" in text(as_member(member).get(address(deal)))
    assert as_member(cast.charlie).get(address(deal)).status_code == 404
    assert as_member(cast.charlie).get(f"/w/elsewhere/deals/{deal.pk}/").status_code == 404
    assert client.get(address(deal)).status_code == 302


def test_a_private_deal_is_there_for_its_owner_and_the_named_only(deal, cast, as_member):
    Deal.objects.filter(workspace=deal.workspace).update(private=True)
    deal.named.add(cast.bob)
    assert "private" in text(as_member(cast.alice).get(address(deal)))
    assert as_member(cast.bob).get(address(deal)).status_code == 200
    for member in (cast.owen, cast.mia, cast.vera):
        assert as_member(member).get(address(deal)).status_code == 404


def test_only_who_may_change_it_gets_pens_and_buttons(deal, cast, as_member, process):
    make_criterion(stage_of(process, "Lead"))
    mine, his, hers = (text(as_member(member).get(address(deal))) for member in (cast.alice, cast.bob, cast.vera))
    for sign in ("fact-pen", "/moves/", "/deletion/", "/evidence/", "/people/"):
        assert sign in mine
        assert f"/deals/{deal.pk}{sign}" not in his + hers
    assert "fact-pen" not in his + hers
    assert "/copies/" in his
    assert "/copies/" not in hers


def test_the_page_shows_the_road_the_evidence_and_the_advice(deal, alice, as_member, process):
    record_evidence(deal, make_criterion(stage_of(process, "Lead"), "Budget told"), by=alice, note="40,000 a year")
    make_criterion(stage_of(process, "Qualified"), "Decision process agreed", hard=True)
    TaskTemplate.objects.create(workspace=deal.workspace, stage=deal.stage, title="Ask for the drawings")
    page = text(as_member(alice).get(address(deal)))
    for words in ("9 d, usually 5", "Budget told", "40,000 a year", "Decision process agreed", "Required", "1/1"):
        assert words in page
    assert "Ask for the drawings" in page
    assert "stale" in page


def test_the_page_calls_and_mails_the_first_person_who_can_be_reached(deal, alice, as_member):
    person = make_person(alice)
    set_stakeholders(deal, [make_person(alice, "Lena", "Forsgren"), person], by=alice)
    for kind, value in (("phone", "+46705550142"), ("email", "anders@ekhamra.example")):
        ContactPoint.objects.create(workspace=deal.workspace, person=person, kind=kind, value=value, key=value)
    page = text(as_member(alice).get(address(deal)))
    assert 'href="tel:+46705550142"' in page
    assert 'href="mailto:anders%40ekhamra.example"' in page or 'href="mailto:anders@ekhamra.example"' in page


def test_every_kind_of_stage_has_its_page(deal, alice, as_member, process):
    client = as_member(alice)
    win_deal(deal, by=alice)
    assert "Next deal with this buyer" in text(client.get(address(deal)))
    move_deal(deal, stage_of(process, "Quarterly check-in"), by=alice)
    assert "Quarterly check-in" in text(client.get(address(deal)))
    lose_deal(deal, by=alice, lost_reason=make_lost_reason(deal.workspace, "Too dear"))
    assert "Too dear" in text(client.get(address(deal)))
    park_deal(deal, by=alice, wake_on=today() + timedelta(days=30))
    assert "Wakes up" in text(client.get(address(deal)))


def test_a_deal_without_dates_value_or_owner_has_its_page(deal, alice, as_member):
    Deal.objects.filter(workspace=deal.workspace).update(entered_at=None, stale_at=None, owner=None, amount=None)
    page = text(as_member(alice).get(address(deal)))
    assert "Nobody knows when it came into this stage." in page


def test_the_panel_is_the_same_deal_without_the_frame(deal, alice, as_member, cast):
    page = text(
        as_member(alice).get(address(deal, "?panel=1"), headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    )
    assert "Load control" in page
    assert "<html" not in page
    assert 'class="side-panel"' in page
    assert "/facts/value/?panel=1" in page
    assert as_member(cast.charlie).get(address(deal, "?panel=1")).status_code == 404


def test_the_story_goes_on_below_older(deal, alice, as_member):
    for number in range(45):
        edit_deal(deal, {"title": f"Title {number}"}, by=alice)
    client, partial = as_member(alice), {"HX-Request": "true", "HX-Request-Type": "partial"}
    page = text(client.get(address(deal)))
    seen = page.count("<time")
    while "?before=" in page:
        older = page.split("?before=")[1].split('"')[0]
        page = text(client.get(address(deal, f"?before={older}"), headers=partial))
        assert "<html" not in page
        seen += page.count("<time")
    assert seen == 46


def test_the_whole_path_names_what_was_missing_and_skipped(deal, alice, as_member, process):
    make_criterion(stage_of(process, "Lead"), "Budget told")
    move_deal(deal, stage_of(process, "Proposal made"), by=alice, reason="They know us since years")
    StageMove.objects.create(
        workspace=deal.workspace,
        deal=deal,
        sequence=3,
        to_stage=deal.stage,
        from_stage=deal.stage,
        at=None,
        evidence_unknown=True,
    )
    page = text(as_member(alice).get(address(deal, "?only=moves")))
    for words in ("They know us since years", "Without evidence: Budget told", "Skipped: Qualified", "Time unknown"):
        assert words in page
    assert "Imported: what the buyer had shown is not known." in page


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", "{{ 7 * 7 }}", RIGHT_TO_LEFT, "x" * 300, "Łódź & Ö", "100 %(name)s %"]
)
def test_whatever_is_written_is_shown_as_it_was_written(deal, alice, as_member, title):
    edit_deal(deal, {"title": title, "description": title, "source": title[:200]}, by=alice)
    set_lines(deal, [LineDraft(title[:200])], by=alice)
    set_tags(deal, [title[:60]], by=alice)
    page = text(as_member(alice).get(address(deal)))
    assert "<script>alert" not in page
    assert ">49<" not in page


def test_the_page_takes_the_same_queries_however_much_is_on_it(deal, alice, as_member, process):
    client = as_member(alice)
    count(client, deal)  # what a process asks once
    few = count(client, deal)
    for number in range(50):
        criterion = make_criterion(stage_of(process, "Lead"), f"Criterion {number}")
        record_evidence(deal, criterion, by=alice)
        edit_deal(deal, {"title": f"Title {number}"}, by=alice)
        move_deal(deal, stage_of(process, ("Qualified", "Lead")[number % 2]), by=alice)
    set_lines(deal, [LineDraft(f"Sensor {number}") for number in range(50)], by=alice)
    set_stakeholders(deal, [make_person(alice, f"Person {number}") for number in range(50)], by=alice)
    assert count(client, deal) == few <= 12


def count(client, deal) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(deal)).status_code == 200
    return len(queries)
