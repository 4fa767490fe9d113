"""Bottlenecks: what waits beyond its days, what is lost against the best quarter, and what to do about it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from stegvis.deals.models import Deal, StageVisit
from stegvis.deals.operations.moving import move_deal
from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.testing import builders


def asked(member, query=""):
    return read_asked(member, known("bottlenecks"), QueryDict(query))


def entered(deal, days):
    """As if `deal` had come into its first stage so many days ago."""
    at = timezone.now() - timedelta(days=days)
    Deal.objects.filter(workspace=deal.workspace_id, pk=deal.pk).update(entered_at=at)
    first = StageVisit.objects.filter(workspace=deal.workspace_id, deal=deal).order_by("sequence")[0]
    StageVisit.objects.filter(workspace=deal.workspace_id, pk=first.pk).update(entered_at=at)


@pytest.fixture
def stuck(alice, process):
    """Two wait in Lead (5 days expected) for 15 and 378 days; ten of twelve went on in spring, now one of twelve."""
    for title, days in (("a while", 15), ("a year", 378)):
        entered(builders.make_deal(alice, title, amount=1000, currency="SEK"), days)
    reason = builders.make_lost_reason(process.workspace)
    for days, going in ((200, 10), (1, 1)):
        for n in range(12):
            deal = builders.make_deal(alice, f"{days} {n}", amount=100, currency="SEK")
            if n < going:
                move_deal(deal, builders.stage_of(process, "Qualified"), by=alice)
                move_deal(deal, builders.stage_of(process, "Won"), by=alice)
            else:
                move_deal(deal, builders.stage_of(process, "Lost"), by=alice, lost_reason=reason)
            entered(deal, days)
    return process


def test_what_waits_and_what_is_lost_against_the_best_quarter_is_priced(stuck, mia):
    report = known("bottlenecks").make(asked(mia, "period=all"))
    rows = {
        row[0].value: {column.key: cell for column, cell in zip(report.table("stages").columns, row, strict=True)}
        for row in report.table("stages").rows
    }
    lead = rows["Lead"]
    assert (lead["waiting"].value, lead["value"].value) == (2, 2000)
    # 1,000 for 10 days and 1,000 for 373 days, as part of a year.
    assert lead["cost_waiting"].value == Decimal(1000 * 383 / 365).quantize(1)
    # 11 of 26 went on; in the best quarter 10 of 12, of which Wilson's lower bound is 60.2 %.
    assert round(lead["went_on"].value, 1) == 42.3
    assert 58 < lead["best"].value < 62
    assert lead["lost"].value == 13
    more = Decimal((lead["best"].value - lead["went_on"].value) / 100 * 26).quantize(Decimal("0.01"))
    assert lead["cost_losses"].value == (more * 100).quantize(1)
    assert report.sentences[0].startswith("Lead costs most")


def test_proposals_say_why_and_lead_to_the_deals(stuck, mia):
    kind, all_time = known("bottlenecks"), asked(mia, "period=all")
    report = kind.make(all_time)
    proposals = [(row[0].value, row[1].value.split()[0]) for row in report.table("proposals").rows]
    assert ("Lead", "Decide") in proposals
    assert ("Lead", "Coach:") in proposals
    assert ("Proposal made", "Drop") in proposals
    for row in report.table("stages").rows:
        for cell in (row[1], row[7]):
            assert kind.deals(all_time, cell.part).count() == cell.value, cell.part
    assert kind.deals(all_time, "waiting").count() == 2
    with pytest.raises(KeyError):
        kind.deals(all_time, "nowhere.lost")


def test_nothing_of_others_and_nothing_without_deals(stuck, bob):
    bob.workspace.grants = {"seller": {"insights": "own"}}
    assert known("bottlenecks").make(asked(bob)).empty
