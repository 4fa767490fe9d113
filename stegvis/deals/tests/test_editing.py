"""Changing deals: two people at one deal, products as lines, copies."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.deals.models import Deal, DealLine, Period
from stegvis.deals.operations.copying import create_next_deal, duplicate_deal
from stegvis.deals.operations.editing import edit_deal, set_stakeholders
from stegvis.deals.operations.lines import LineDraft, set_lines
from stegvis.deals.operations.moving import win_deal
from stegvis.testing.builders import make_company, make_deal, make_person, stage_of
from stegvis.workspaces.models import FieldChange


@pytest.fixture
def deal(alice, process) -> Deal:
    return make_deal(alice, amount=Decimal(1000))


def changes_of(deal: Deal) -> list[tuple]:
    changes = FieldChange.objects.filter(workspace=deal.workspace, kind="deal", record_id=deal.pk).order_by("id")
    return list(changes.values_list("field", "before", "after"))


def test_a_change_is_kept_with_who_made_it(deal, alice):
    assert edit_deal(deal, {"title": "Metering", "source": ""}, by=alice) == ["title"]
    change = FieldChange.objects.get(workspace=deal.workspace)
    assert (change.field, change.before, change.after, change.by) == ("title", "Load control", "Metering", alice)


def test_the_second_editor_of_the_same_fact_is_told_and_nothing_is_overwritten(deal, alice, mia):
    hers = Deal.objects.get(workspace=deal.workspace, pk=deal.pk)
    edit_deal(deal, {"amount": Decimal(2000)}, by=mia)
    with pytest.raises(ChangedMeanwhile) as refusal:
        edit_deal(hers, {"amount": Decimal(3000)}, by=alice, seen={"amount": Decimal(1000)})
    (clash,) = refusal.value.clashes
    assert (clash.field, clash.theirs, clash.ours, clash.by) == ("amount", "2000.00", "3000", "Mia")
    deal.refresh_from_db()
    assert deal.amount == 2000


def test_editors_of_different_facts_do_not_disturb_each_other(deal, alice, mia):
    hers = Deal.objects.get(workspace=deal.workspace, pk=deal.pk)
    edit_deal(deal, {"amount": Decimal(2000)}, by=mia)
    edit_deal(hers, {"title": "Metering"}, by=alice, seen={"title": "Load control"})
    deal.refresh_from_db()
    assert (deal.title, deal.amount) == ("Metering", 2000)


def test_the_stage_changes_by_moving_only(deal, alice, process):
    with pytest.raises(Refused):
        edit_deal(deal, {"stage": stage_of(process, "Won")}, by=alice)


def test_nothing_of_another_workspace_is_taken(deal, alice, charlie):
    with pytest.raises(Refused):
        edit_deal(deal, {"company": make_company(charlie)}, by=alice)
    with pytest.raises(Refused):
        set_stakeholders(deal, [make_person(charlie)], by=alice)


def test_giving_a_deal_away_takes_its_own_permission(deal, alice, bob, vera, mia):
    edit_deal(deal, {"owner": bob}, by=alice)
    with pytest.raises(PermissionDenied):
        edit_deal(deal, {"owner": alice}, by=alice)
    with pytest.raises(PermissionDenied):
        edit_deal(deal, {"title": "Mine"}, by=vera)
    with pytest.raises(PermissionDenied):
        edit_deal(deal, {"owner": alice}, by=mia)


def test_people_come_and_go_with_a_trace(deal, alice):
    anders, lena = make_person(alice), make_person(alice, "Lena", "Forsgren")
    set_stakeholders(deal, [anders, lena], by=alice)
    set_stakeholders(deal, [lena], by=alice)
    assert [one.person for one in deal.stakeholders.all()] == [lena]
    assert changes_of(deal)[-1] == ("people", "Anders Ekhamra, Lena Forsgren", "Lena Forsgren")


def test_the_value_follows_the_first_year_of_the_products(deal, alice):
    drafts = [
        LineDraft("Sensor", quantity=Decimal(2), price=Decimal("450.50")),
        LineDraft("Service", price=Decimal(100), period=Period.MONTHLY),
        LineDraft("Report", price=Decimal(900), period=Period.YEARLY),
        LineDraft("Training, price to come"),
    ]
    set_lines(deal, drafts, by=alice)
    deal.refresh_from_db()
    assert (deal.amount, deal.amount_from_lines) == (Decimal("3001.00"), True)
    assert ("lines", "", "2 x Sensor, 1 x Service, 1 x Report, 1 x Training, price to come") in changes_of(deal)


def test_a_value_set_by_hand_stops_following(deal, alice):
    set_lines(deal, [LineDraft("Sensor", price=Decimal(10))], by=alice)
    edit_deal(deal, {"amount": Decimal(8)}, by=alice)
    deal.refresh_from_db()
    assert (deal.amount, deal.amount_from_lines) == (8, False)
    set_lines(deal, [LineDraft("Sensor", price=Decimal(12))], by=alice, value_follows=False)
    deal.refresh_from_db()
    assert deal.amount == 8


def test_a_duplicate_has_the_facts_but_not_the_history(deal, alice, process):
    set_lines(deal, [LineDraft("Sensor", price=Decimal(10))], by=alice)
    set_stakeholders(deal, [make_person(alice)], by=alice)
    win_deal(deal, by=alice)
    copy = duplicate_deal(deal, by=alice)
    assert (copy.title, copy.stage.name, copy.amount) == ("Load control (copy)", "Lead", 10)
    assert (copy.lines.count(), copy.stakeholders.count(), copy.moves.count()) == (1, 1, 1)
    assert DealLine.objects.filter(workspace=deal.workspace).count() == 2


def test_a_colleague_duplicates_into_their_own_hands(deal, bob):
    assert duplicate_deal(deal, by=bob).owner == bob


def test_the_next_deal_follows_from_a_won_one_only(deal, alice):
    with pytest.raises(Refused):
        create_next_deal(deal, by=alice)
    win_deal(deal, by=alice)
    following = create_next_deal(deal, by=alice, title="Hall 2")
    assert (following.after, following.title, following.status) == (deal, "Hall 2", "open")
