"""Time in stage: stays that go on count as long as they have lasted, and figures lead to their deals."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from stegvis.deals.models import Deal, StageVisit
from stegvis.deals.operations.moving import move_deal
from stegvis.insights.figures.survival import kaplan_meier
from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.testing import builders

STAYS = st.lists(st.tuples(st.integers(0, 400), st.booleans()), min_size=1, max_size=60)


def test_a_curve_is_that_of_the_textbook():
    """Weeks of remission of 21 patients under 6-MP (Freireich and others 1963), with the shares printed since."""
    over = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    going = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = kaplan_meier([*((week, True) for week in over), *((week, False) for week in going)])
    shares = {step.days: round(step.share, 3) for step in curve.steps}
    assert shares == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.69, 16: 0.627, 22: 0.538, 23: 0.448}
    assert (curve.median, curve.size, curve.ended) == (23, 21, 9)
    assert curve.median_bounds[0] <= 23


@given(STAYS)
def test_a_curve_falls_within_its_bounds_and_without_open_stays_is_plain_counting(stays):
    curve = kaplan_meier(stays)
    shares = [step.share for step in curve.steps]
    assert shares == sorted(shares, reverse=True)
    assert all(-1e-12 <= step.low <= step.share + 1e-12 and step.share <= step.high + 1e-12 for step in curve.steps)
    days = sorted(day for day, _ended in stays)
    whole = kaplan_meier([(day, True) for day in days])
    assert whole.median == next(day for n, day in enumerate(days, 1) if 2 * n >= len(days))


@pytest.fixture
def stayed(alice, process):
    """Six deals left Lead after 2, 4, 6, 8, 10 and 12 days for the win; one has been there for 20 (expected: 5)."""
    now = timezone.now()
    for days in (2, 4, 6, 8, 10, 12):
        deal = builders.make_deal(alice, f"after {days}")
        move_deal(deal, builders.stage_of(process, "Won"), by=alice)
        Deal.objects.filter(workspace=process.workspace, pk=deal.pk).update(created_at=now - timedelta(days=days))
        first = StageVisit.objects.filter(workspace=process.workspace, deal=deal).order_by("sequence")[0]
        StageVisit.objects.filter(workspace=process.workspace, pk=first.pk).update(
            entered_at=now - timedelta(days=days), left_at=now
        )
    long = builders.make_deal(alice, "long")
    StageVisit.objects.filter(workspace=process.workspace, deal=long).update(entered_at=now - timedelta(days=20))
    return process


def asked(member, query=""):
    return read_asked(member, known("stage_time"), QueryDict(query))


def test_a_stay_that_goes_on_counts_and_what_is_slower_than_expected_is_said(stayed, mia):
    report = known("stage_time").make(asked(mia))
    row = dict(zip([c.key for c in report.table("stages").columns], report.table("stages").rows[0], strict=True))
    assert (row["stage"].value, row["stays"].value, row["here"].value, row["over"].value) == ("Lead", 7, 1, 5)
    # Four of seven left within 8 days.
    assert (row["median"].value, row["median"].tone, row["expected"].value) == (8, "worse", 5)
    assert report.sentences[0] == "Half of the won deals took at most 7 days from their beginning."
    assert "Lead takes longest against the plan" in report.sentences[1]


def test_each_figure_leads_to_its_deals(stayed, mia):
    kind = known("stage_time")
    for cell in kind.make(asked(mia)).table("stages").rows[0]:
        if cell.part:
            assert kind.deals(asked(mia), cell.part).count() == cell.value, cell.part
    assert kind.deals(asked(mia), "sold").count() == 6
    with pytest.raises(KeyError):
        kind.deals(asked(mia), "nowhere.all")


def test_a_firm_without_deals_and_a_stranger_to_them_are_told_so(stayed, bob):
    bob.workspace.grants = {"seller": {"insights": "own"}}
    assert known("stage_time").make(asked(bob)).empty
