"""Kept counts and sums are what counting and summing would give, whatever happened to the deals."""

from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.deals.models import Deal, DealTally
from stegvis.deals.operations.moving import move_deal, win_deal
from stegvis.deals.tallying import rebuild_statement
from stegvis.testing.builders import make_deal, make_lost_reason, stage_of
from stegvis.workspaces.operations.deleting import delete_records, restore_deletion
from stegvis.workspaces.operations.editing import edit_record


def tallies(workspace) -> set[tuple]:
    rows = DealTally.objects.filter(workspace=workspace).exclude(deals=0, hundredths=0)
    return set(rows.values_list("stage_id", "owner_id", "currency", "private", "closed_month", "deals", "hundredths"))


def recount(workspace) -> set[tuple]:
    DealTally.objects.filter(workspace=workspace).delete()
    with connection.cursor() as cursor:
        cursor.execute(rebuild_statement(connection.vendor), [workspace.pk])
    return tallies(workspace)


def test_a_new_deal_counts(alice, process):
    make_deal(alice, amount=Decimal("1000.10"))
    make_deal(alice, amount=Decimal("0.20"))
    make_deal(alice)
    lead = stage_of(process, "Lead").pk
    assert tallies(alice.workspace) == {(lead, alice.pk, "SEK", False, 0, 3, 100030)}


def test_edits_moves_deletions_and_restorations_are_followed(alice, mia, process, workspace):
    make_lost_reason(workspace)
    deal = make_deal(alice, amount=500)
    move_deal(deal, stage_of(process, "Qualified"), by=alice)
    edit_record(deal, {"amount": Decimal("70.5"), "currency": "NOK"}, by=alice)
    edit_record(deal, {"owner": mia, "private": True}, by=alice)
    qualified = stage_of(process, "Qualified").pk
    assert tallies(workspace) == {(qualified, mia.pk, "NOK", True, 0, 1, 7050)}
    deletion = delete_records([deal], by=mia)
    assert tallies(workspace) == set()
    restore_deletion(deletion, by=mia)
    assert tallies(workspace) == recount(workspace) != set()


ACTS = st.lists(
    st.tuples(st.sampled_from(["make", "value", "own", "win", "delete", "bulk"]), st.integers(0, 10**12)), max_size=12
)


@given(acts=ACTS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.django_db
def test_any_sequence_of_acts_keeps_them_true(acts, alice, owen, process):
    for act, number in acts:
        perform(act, number, alice, owen)
    workspace = alice.workspace
    assert tallies(workspace) == recount(workspace)


def perform(act: str, number: int, alice, owen) -> None:
    deals = Deal.objects.filter(workspace=alice.workspace, status="open")
    deal = deals.order_by("?").first()
    if act == "make" or deal is None:
        make_deal(alice, amount=Decimal(number) / 100)
    elif act == "value":
        edit_record(deal, {"amount": Decimal(number) / 100}, by=owen)
    elif act == "own":
        edit_record(deal, {"owner": owen if number % 2 else None}, by=owen)
    elif act == "win":
        win_deal(deal, by=owen)
    elif act == "delete":
        delete_records([deal], by=owen)
    else:
        deals.update(amount=number % 1000, currency="PLN")
