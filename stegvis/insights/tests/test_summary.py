"""How it goes, on the overview: what was won of what was decided, what needs attention, in which currencies."""

import pytest
from django.http import QueryDict

from stegvis.deals.operations.moving import move_deal
from stegvis.insights.kinds import all_kinds, known
from stegvis.insights.queries.asking import read_asked
from stegvis.testing import builders
from stegvis.workspaces.models import Rate


@pytest.fixture
def quarter(alice, bob, process):
    """Alice won 1,000 SEK and 100 EUR and lost one, all today; Bob has one open and a private one."""
    won, lost = builders.stage_of(process, "Won"), builders.stage_of(process, "Lost")
    reason = builders.make_lost_reason(process.workspace)
    for amount, currency in ((1000, "SEK"), (100, "EUR"), (5, "XAU")):
        move_deal(builders.make_deal(alice, amount=amount, currency=currency), won, by=alice)
    move_deal(builders.make_deal(alice), lost, by=alice, lost_reason=reason)
    builders.make_deal(bob, "open", amount=70)
    builders.make_deal(bob, "secret", amount=1, private=True)
    Rate.objects.create(workspace=process.workspace, currency="EUR", rate="11.5", since="2020-01-01")


def summary(member):
    return known("summary").make(read_asked(member, known("summary"), QueryDict()))


def test_sums_are_in_the_workspaces_currency_and_what_has_no_rate_is_named(quarter, mia):
    report = summary(mia)
    won, rate, time, waiting = report.stats
    assert (won.value, rate.value, time.value) == (2150, None, None)
    assert "too few to say" in rate.note
    assert report.notes == ["The value of 1 deal in XAU is not in the sums: the currency has no rate."]
    assert waiting.value == 1


def test_private_deals_of_others_are_in_nobody_elses_figures(quarter, mia, bob):
    assert [summary(member).stats[3].value for member in (mia, bob)] == [1, 2]


def test_every_report_answers_an_empty_workspace_with_a_sentence(mia, charlie):
    for kind in all_kinds():
        for member in (mia, charlie):
            report = kind.make(read_asked(member, kind, QueryDict()))
            assert report.empty or report.sentences, kind.name


def test_who_may_not_see_figures_meets_a_closed_door(quarter, vera, as_member):
    address = f"/w/{vera.workspace.slug}/insights/"
    assert as_member(vera).get(address).status_code == 200
    vera.workspace.grants = {"viewer": {"insights": "none"}}
    vera.workspace.save(update_fields=["grants"])
    assert as_member(vera).get(address).status_code == 403
    assert as_member(vera).get(f"{address}funnel/").status_code == 403


def test_strange_addresses_are_answered_without_an_error(quarter, alice, as_member):
    client, address = as_member(alice), f"/w/{alice.workspace.slug}/insights/"
    for query in ("period=never", "period-from=9999-99-99", "owner=9" * 30, "process=%00", "source=%00x", "version=x"):
        assert client.get(f"{address}funnel/?{query}").status_code == 200, query
    for query in ("part=%00", "part=" + "x" * 10_000, "part=won.won.won", ""):
        assert client.get(f"{address}summary/deals/?{query}").status_code == 404, query
    assert client.get(f"{address}nothing/").status_code == 404
