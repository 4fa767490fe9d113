"""What is derived can be made anew from moves and deals, and is the same as before."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from stegvis.deals.models import DealTally, StageVisit
from stegvis.deals.operations.moving import lose_deal, move_deal
from stegvis.deals.operations.rebuilding import rebuild_visits
from stegvis.testing.builders import make_deal, make_lost_reason, stage_of

VISIT = ("deal_id", "sequence", "stage_id", "entered_at", "left_at", "next_stage_id", "seller_id", "amount")
TALLY = ("stage_id", "owner_id", "currency", "private", "closed_month", "deals", "hundredths")


@pytest.fixture
def deals(alice, process, workspace):
    moved, lost = make_deal(alice, "Moved", amount=100), make_deal(alice, "Lost", amount=50)
    move_deal(moved, stage_of(process, "Qualified"), by=alice)
    lose_deal(lost, by=alice, lost_reason=make_lost_reason(workspace))
    return moved, lost


def derived(workspace) -> tuple[list, set]:
    visits = StageVisit.objects.filter(workspace=workspace).order_by("deal", "sequence").values_list(*VISIT)
    tallies = DealTally.objects.filter(workspace=workspace).exclude(deals=0).values_list(*TALLY)
    return list(visits), set(tallies)


def rebuild(workspace) -> str:
    said = StringIO()
    call_command("rebuild", workspace=workspace.slug, stdout=said)
    return said.getvalue()


def test_what_is_right_stays_as_it_is(deals, workspace):
    before = derived(workspace)
    assert "visits of 0 deals" in rebuild(workspace)
    assert derived(workspace) == before


def test_lost_visits_and_wrong_sums_come_back(deals, workspace):
    before = derived(workspace)
    StageVisit.objects.filter(workspace=workspace).delete()
    DealTally.objects.filter(workspace=workspace).update(deals=7, hundredths=7)
    assert "visits of 2 deals" in rebuild(workspace)
    assert derived(workspace) == before


def test_it_is_for_admins_and_for_a_workspace_that_exists(workspace, alice):
    with pytest.raises(PermissionDenied):
        rebuild_visits(workspace, by=alice)
    with pytest.raises(CommandError, match="no workspace"):
        call_command("rebuild", workspace="nowhere")
