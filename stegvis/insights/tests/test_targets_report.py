"""Targets: how far each is, whether that is fast enough, and the pipeline it takes; colleagues' are not told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from stegvis.deals.models import Deal
from stegvis.deals.operations.creating import create_deal
from stegvis.deals.operations.moving import move_deal
from stegvis.insights.attained import Standing, stand
from stegvis.insights.figures.shares import share
from stegvis.insights.kinds import known
from stegvis.insights.operations.targets import set_targets
from stegvis.insights.queries.asking import read_asked
from stegvis.insights.queries.attaining import Aim, aim_of_period, read_aims, read_tallies
from stegvis.insights.queries.reading import read_for_export
from stegvis.insights.reports.targets import _main
from stegvis.insights.targeting import Plan, Whose
from stegvis.testing import builders
from stegvis.workspaces.models import Rate

YEAR = timezone.localdate().year - 1
PERIOD = f"period-from={YEAR}-01-01&period-to={YEAR}-06-30"


def day(month: int, number: int = 10):
    return timezone.make_aware(timezone.datetime(YEAR, month, number, 12))


@pytest.fixture
def team(workspace, alice, mia):
    return builders.make_team(workspace, "North", alice, mia)


@pytest.fixture
def sold(team, alice, bob, process):
    """Alice won 100 in February and 40 in May, Bob 60 in May, in the workspace's currency."""
    won = builders.stage_of(process, "Won")
    for owner, month, amount in ((alice, 2, 100), (alice, 5, 40), (bob, 5, 60)):
        deal = create_deal(by=owner, process=process, title=f"{owner} {month}", amount=amount, at=day(1))
        move_deal(deal, won, by=owner, at=day(month))
    return process


@pytest.fixture
def aimed(sold, team, mia, alice, bob):
    """Quarters of 100 for all, 50 for North and Alice, 40 for Bob; two deals a month for all."""
    quarters = [date(YEAR, 1, 1), date(YEAR, 4, 1)]
    amounts = {Whose(): 100, Whose("team", team.pk): 50, Whose("member", alice.pk): 50, Whose("member", bob.pk): 40}
    cells = {(whose, start): Decimal(amount) for whose, amount in amounts.items() for start in quarters}
    set_targets(Plan("quarter", "value"), cells, by=mia)
    set_targets(Plan("month", "wins"), {(Whose(), date(YEAR, 5, 1)): Decimal(2)}, by=mia)
    set_targets(Plan("month", "value"), {(Whose(), date(YEAR, 5, 1)): Decimal(7)}, by=mia)


def report(member, query=PERIOD):
    asked = read_asked(member, known("targets"), QueryDict(query))
    return asked, known("targets").make(asked)


def rows(table) -> dict:
    return {row[0].value: [int(cell.value) for cell in row[1:4]] for row in table.rows}


def test_each_target_says_what_is_won_of_it(aimed, mia):
    asked, found = report(mia)
    assert rows(found.table("value")) == {
        "Everybody": [200, 200, 100],
        "North": [100, 140, 140],
        "Alice": [100, 140, 140],
        "Bob": [80, 60, 75],
    }
    assert rows(found.table("wins")) == {"Everybody": [2, 2, 100]}
    assert [int(row[4].value or 0) for row in found.table("months").rows] == [0, 100, 100, 100, 200, 200]
    links = 0
    for row in (*found.table("value").rows, *found.table("wins").rows, *found.table("months").rows):
        for cell in row:
            if cell.part and ".won." in cell.part:
                deals = known("targets").deals(asked, cell.part)
                worth = sum((deal.amount for deal in deals), Decimal(0)) if "value" in cell.part else deals.count()
                assert worth == cell.value, cell.part
                links += 1
    assert links == 11


def test_a_seller_sees_the_own_and_what_is_of_all(aimed, alice, bob, vera, workspace):
    assert list(rows(report(alice)[1].table("value"))) == ["Everybody", "North", "Alice"]
    asked, found = report(bob)
    assert list(rows(found.table("value"))) == ["Everybody", "Bob"]
    for part in (f"value.won.member-{alice.pk}", "value.won.x", "x", "value.won.whole.2026-99", "value.x.whole"):
        with pytest.raises((KeyError, ValueError)):
            known("targets").deals(asked, part)
    assert report(bob, f"{PERIOD}&owner={alice.pk}")[1].empty
    workspace.grants = {"seller": {"insights": "own"}}
    workspace.save()
    bob.workspace = workspace
    assert list(rows(report(bob)[1].table("value"))) == ["Bob"]


def test_what_leaves_the_program_is_of_what_one_may_take_out(aimed, bob, mia):
    taken = read_for_export(bob, known("targets"), QueryDict(PERIOD)).report
    assert list(rows(taken.table("value"))) == ["Bob"]
    assert len(rows(read_for_export(mia, known("targets"), QueryDict(PERIOD)).report.table("value"))) == 4
    assert report(mia, f"{PERIOD}&owner=none")[1].empty


def test_what_a_period_does_not_hold_as_a_whole_does_not_count(aimed, mia):
    _asked, found = report(mia, f"period-from={YEAR}-05-01&period-to={YEAR}-05-20")
    assert rows(found.table("value")) == {"Everybody": [7, 100, 1428]}
    assert report(mia, "period=all")[1].table("value")
    assert "Settings" in report(mia, "period-from=1999-01-01&period-to=1999-05-20")[1].empty


def test_targets_of_another_currency_and_process(aimed, workspace, mia, process):
    set_targets(Plan("quarter", "value", process.pk), {(Whose(), date(YEAR, 1, 1)): Decimal(10)}, by=mia)
    assert rows(report(mia, f"{PERIOD}&process={process.pk}")[1].table("value")) == {"Everybody": [10, 100, 1000]}
    home = workspace.currency
    workspace.currency = mia.workspace.currency = "NOK"
    workspace.save()
    assert "value" not in [table.key for table in report(mia)[1].all_tables]
    Rate.objects.create(workspace=workspace, currency=home, rate=2, since=date(YEAR, 1, 1))
    Deal.objects.filter(workspace=workspace).update(currency=home)
    assert rows(report(mia)[1].table("value"))["Bob"] == [160, 120, 75]


def test_pace_and_pipeline_are_told_with_their_doubt():
    aim = Aim(Whose(), "", "value", {date(2026, 11, 1): Decimal(1000)}, None)
    one = Standing(aim, Decimal(400), 0.5, share(25, 100), Decimal(2000))
    assert (one.due, one.ahead, one.needed) == (500, -100, 600)
    middle, least, most = one.pipeline
    # 600 at 25 % is 2,400; at the bounds of Wilson's interval for 25 of 100, 18.6 % and 32.8 %.
    assert (middle, 1800 < least < 1860, 3200 < most < 3260) == (2400, True, True)
    assert Standing(aim, Decimal(400), 0.5, None, Decimal(0)).pipeline is None
    assert Standing(aim, Decimal(400), 0.5, share(0, 9), Decimal(0)).pipeline is None
    # The last working day of a month that ends on a Sunday: all of them are gone, and there is a day to win on.
    last = Standing(aim, Decimal(400), 1, share(25, 100), Decimal(0))
    assert (last.needed, last.missed) == (600, 0)
    over = Standing(aim, Decimal(400), 1, share(25, 100), Decimal(0), over=True)
    assert (over.needed, over.missed, over.pipeline) == (0, 600, None)


def test_deals_in_a_quarter_add_up_and_are_told_with_one_decimal(aimed, mia):
    numbers = Plan("quarter", "wins")
    set_targets(numbers, {(Whose("member", mia.pk), date(YEAR, 1, 1)): Decimal(10)}, by=mia)
    set_targets(numbers, {(Whose("member", mia.pk), date(YEAR, 4, 1)): Decimal(5)}, by=mia)
    _asked, found = report(mia, f"{PERIOD}&owner={mia.pk}")
    assert "of 15 deals" in found.sentences[0]
    parts = [str(row[1].value) for row in found.table("months").rows]
    assert parts == ["3.3", "3.3", "3.3", "1.7", "1.7", "1.7"]
    assert str(found.table("months").rows[-1][3].value) == "15.0"
    assert found.stats[3].value == 15


def test_a_time_is_over_when_its_last_day_is(aimed, mia):
    asked, _found = report(mia)
    aims, _unrated = read_aims(asked)
    for today, over in ((date(YEAR, 6, 30), False), (date(YEAR, 7, 1), True)):
        on = replace(asked, today=today)
        assert {stand(on, aim, read_tallies(on)).over for aim in aims if len(aim.months) == 6} == {over}


def test_the_headline_is_of_the_own_target_not_of_a_team_of_the_same_number(mia, alice):
    months = {date(YEAR, 1, 1): Decimal(10)}
    whoses = [Whose("team", alice.pk), Whose("member", alice.pk)]
    standings = [
        Standing(Aim(whose, whose.key, "value", months, None), Decimal(1), 0.5, None, Decimal(0)) for whose in whoses
    ]
    assert _main(alice, standings).aim.whose == whoses[1]


def test_several_processes_and_deals_of_nobody_are_no_ones_target(aimed, mia, bob, process):
    other = builders.make_process(mia.workspace, "Renewals")
    for query in (f"process={process.pk}&process={other.pk}", f"owner={bob.pk}&owner=none"):
        asked, found = report(mia, f"{PERIOD}&{query}")
        assert aim_of_period(asked) is None
        assert "Targets are for all deals" in found.notes[0]
    assert aim_of_period(report(mia, f"{PERIOD}&owner={bob.pk}")[0]).amount == 80


def test_the_page_asks_little(aimed, mia, as_member, django_assert_max_num_queries):
    client, address = as_member(mia), f"/w/{mia.workspace.slug}/insights/targets/?{PERIOD}"
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def test_the_forecast_says_the_target_and_the_chance_to_reach_it(sold, mia, bob, alice):
    now = timezone.localdate()
    start = now.replace(month=(now.month - 1) // 3 * 3 + 1, day=1)
    set_targets(Plan("quarter", "value"), {(Whose(), start): Decimal(10) ** 9}, by=mia)
    make = known("forecast").make
    said = make(read_asked(mia, known("forecast"), QueryDict()))
    assert [(stat.value, stat.note) for stat in said.stats if stat.label == "Target"] == [
        (10**9, "chance to reach it: 1%")
    ]
    assert "hardly reached" in said.sentences[1]
    several = f"process={sold.pk}&process={builders.make_process(sold.workspace, 'Renewals').pk}"
    for query in (f"owner={alice.pk}", "source=x", "period=month", several):
        narrowed = make(read_asked(mia, known("forecast"), QueryDict(query)))
        assert "Target" not in [stat.label for stat in narrowed.stats], query
