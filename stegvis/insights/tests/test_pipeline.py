"""Pipeline then and now: any day as history has it, and steps between that add up."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from stegvis.deals.operations.creating import create_deal
from stegvis.deals.operations.moving import move_deal
from stegvis.insights.figures.pipeline import Seen, changes_between, sums
from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.testing import builders
from stegvis.workspaces.operations.editing import record_changes

AMOUNTS = some.decimals(0, 10_000, places=2)
STEPS = some.sampled_from([None, "lead", "proposal"])
DEALS = some.lists(
    some.builds(Seen, some.integers(1, 99), STEPS, STEPS, AMOUNTS, AMOUNTS, some.sampled_from(["won", "lost", "out"]))
)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(DEALS)
def test_the_steps_lead_from_the_one_sum_to_the_other_whatever_happened(deals):
    whole = sums(deals)
    assert whole["then"] + sum(one.worth for one in changes_between(deals)) == whole["now"]


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def history(alice, process):
    """Thirty days: one stayed and grew, one was won, one lost, one parked, one is new, one came and went."""
    stage = {name: builders.stage_of(process, name) for name in ("Qualified", "Won", "Lost", "Fridge")}
    reason = builders.make_lost_reason(process.workspace)

    def sell(title: str, begun: int, amount: int, *path: tuple[str, int]):
        deal = create_deal(by=alice, process=process, title=title, amount=amount, at=ago(begun))
        for name, days in path:
            how = {"lost_reason": reason} if name == "Lost" else {}
            move_deal(deal, stage[name], by=alice, at=ago(days), **how)
        return deal

    grown = sell("grown", 40, 300, ("Qualified", 10))
    record_changes(grown, {"amount": Decimal("200.00")}, {"amount": Decimal("300.00")}, by=alice, at=ago(5))
    sell("won", 40, 1000, ("Won", 10))
    sell("lost", 40, 50, ("Lost", 10))
    sell("parked", 40, 20, ("Fridge", 10))
    sell("new", 10, 7)
    sell("quick", 12, 4, ("Won", 8))
    sell("long ago", 90, 9000, ("Won", 60))


def pipeline(member, query: str):
    kind = known("pipeline")
    asked = read_asked(member, kind, QueryDict(query))
    return kind, asked, kind.make(asked)


def test_any_past_day_is_shown_as_it_was_and_what_changed_adds_up(history, mia):
    kind, asked, report = pipeline(mia, f"period-from={ago(30):%Y-%m-%d}")
    rows = {row[0].value: (row[1].value, int(row[2].value)) for row in report.table("steps").rows}
    assert rows == {
        "Pipeline then": (4, 1270),
        "New": (2, 11),
        "Grown": (1, 100),
        "Shrunk": (0, 0),
        "Won": (2, -1004),
        "Lost": (1, -50),
        "Moved out": (1, -20),
        "Pipeline now": (2, 307),
    }
    for row in report.table("steps").rows:
        assert kind.deals(asked, row[1].part).count() == row[1].value


def test_a_day_between_knows_nothing_of_what_came_later(history, mia):
    _kind, _asked, report = pipeline(mia, f"period-from={ago(80):%Y-%m-%d}&period-to={ago(30):%Y-%m-%d}")
    rows = {row[0].value: int(row[2].value) for row in report.table("steps").rows}
    assert (rows["Pipeline then"], rows["Pipeline now"]) == (9000, 1270)
