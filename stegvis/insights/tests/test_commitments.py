"""Committing a deal: its seller says in, best case or out; a manager sees it otherwise, with a note."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils import timezone

from stegvis.core.errors import Refused
from stegvis.deals.operations.moving import move_deal
from stegvis.insights.kinds import known
from stegvis.insights.models import ForecastCommitment
from stegvis.insights.operations.committing import commit_deal
from stegvis.insights.queries.asking import read_asked
from stegvis.testing import builders


@pytest.fixture
def deal(alice, process):
    return builders.make_deal(alice, "Load control", amount=1000, currency="SEK")


def address(deal):
    return f"/w/{deal.workspace.slug}/deals/{deal.pk}/commitment/"


def report(member):
    kind = known("forecast")
    return kind.make(read_asked(member, kind, QueryDict()))


def test_the_newest_word_counts_and_earlier_ones_stay(deal, alice, mia):
    commit_deal(deal, "in", by=alice)
    assert commit_deal(deal, "in", by=alice) is None
    commit_deal(deal, "best", by=mia, note="The budget is not approved")
    stats = {stat.part: stat.value for stat in report(mia).stats}
    assert (stats["in"], stats["best"]) == (0, 1000)
    [row] = report(mia).table("commitments").rows
    assert [cell.value for cell in row][:5] == ["Load control", "Alice", "Best case", 1000, "Mia"]
    assert row[0].href.endswith(f"/deals/{deal.pk}/")
    said = ForecastCommitment.objects.filter(workspace=deal.workspace).values_list("call", "by__name", "adjusts")
    assert list(said) == [("in", "Alice", False), ("best", "Mia", True)]


def test_changes_since_last_week_are_told(deal, alice, mia):
    commit_deal(deal, "in", by=alice)
    old = ForecastCommitment.objects.filter(workspace=deal.workspace)
    old.update(at=timezone.now() - timedelta(days=8))
    assert report(mia).table("changes") is None
    commit_deal(deal, "out", by=mia, note="Their buyer left")
    row = [cell.value for cell in report(mia).table("changes").rows[0]]
    assert (row[0], row[1], row[2], row[3], row[5]) == ("Load control", "In", "Out", "Mia", "Their buyer left")


def test_who_may_not_is_refused_and_a_decided_deal_is_not_committed(deal, alice, bob, vera, mia):
    for stranger in (bob, vera):
        with pytest.raises(PermissionDenied):
            commit_deal(deal, "in", by=stranger, note="mine")
    with pytest.raises(Refused):
        commit_deal(deal, "out", by=mia)
    move_deal(deal, builders.stage_of(deal.process, "Won"), by=alice)
    with pytest.raises(Refused):
        commit_deal(deal, "in", by=alice)


def test_the_forecast_list_takes_a_word_with_one_press(deal, alice, bob, mia, as_member):
    client, partial = as_member(alice), {"HX-Request": "true", "HX-Request-Type": "partial"}
    page = client.get(f"/w/{deal.workspace.slug}/insights/forecast/commitments/").content.decode()
    assert f'id="commitment-{deal.pk}"' in page
    answer = client.post(address(deal), {"call": "best", "list": "1"}, headers=partial).content.decode()
    assert 'value="best" aria-pressed="true"' in answer
    assert client.post(address(deal), {"call": "in", "list": "1"}).status_code == 303
    for other, words in ((bob, "In"), (mia, "/commitment/")):
        page = as_member(other).get(f"/w/{deal.workspace.slug}/insights/forecast/commitments/").content.decode()
        assert words in page
        assert f'id="commitment-{deal.pk}"' not in page


def test_the_panel_shows_and_takes_it(deal, alice, vera, charlie, as_member):
    client, partial = as_member(alice), {"HX-Request": "true", "HX-Request-Type": "partial"}
    assert "Will it be won this quarter?" in client.get(address(deal), headers=partial).content.decode()
    answer = client.post(address(deal), {"call": "in", "note": "Signed on Friday"}, headers=partial)
    assert answer.status_code == 200
    assert "Signed on Friday" in answer.content.decode()
    for wrong in ({"call": "maybe"}, {"call": "in", "note": "\x00"}, {"call": "in", "note": "x" * 10_000}, {}):
        assert client.post(address(deal), wrong, headers=partial).status_code == 422
    assert "<form" not in as_member(vera).get(address(deal), headers=partial).content.decode()
    assert as_member(vera).post(address(deal), {"call": "in"}).status_code == 403
    assert as_member(charlie).get(address(deal)).status_code == 404
    vera.workspace.grants = {"viewer": {"insights": "none"}}
    vera.workspace.save()
    assert as_member(vera).get(address(deal), headers=partial).status_code == 403
