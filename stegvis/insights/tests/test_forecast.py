"""Forecast: a report that reads the history as it was known, and says what it is made of."""

import csv
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from stegvis.deals.operations.recording import PastDeal, Step, record_deals
from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.testing import builders
from stegvis.workspaces.permissions import Automation


def asked(member, query=""):
    return read_asked(member, known("forecast"), QueryDict(query))


def forecast(member, query=""):
    return known("forecast").make(asked(member, query))


@pytest.fixture
def history(alice, bob, process):
    """Sixty deals of the last 240 days, each won or lost after twenty; Bob has every third; two are open."""
    stage = {name: builders.stage_of(process, name) for name in ("Lead", "Qualified", "Won", "Lost")}
    now, past = timezone.now(), []
    for at in range(60):
        begun, end = now - timedelta(days=240 - 3 * at), "Won" if at % 2 else "Lost"
        ends = [(stage["Lead"], begun), (stage["Qualified"], begun + timedelta(days=10))]
        ends += [(stage[end], begun + timedelta(days=20))]
        owner = bob if at % 3 == 0 else alice
        steps = [Step(one, moment) for one, moment in ends if moment <= now - timedelta(days=2)]
        past.append(PastDeal(title=f"Deal {at}", owner_id=owner.pk, amount=Decimal(1000), currency="SEK", steps=steps))
    record_deals(past, by=Automation("test", process.workspace))
    return [builders.make_deal(alice, "big", amount=90_000, currency="SEK")]


def test_a_workspace_without_deals_gets_a_sentence(mia, process):
    assert forecast(mia).empty
    assert not forecast(mia).stats


def test_the_first_deals_are_told_by_the_process_and_it_says_so(alice, mia, process):
    builders.make_deal(alice, amount=1000, currency="SEK")
    told = forecast(mia)
    assert any("process expects" in one for one in told.notes)
    assert any("too little history" in one for one in told.sentences)
    assert [stat.kind for stat in told.stats] == ["money"] * 7


def test_a_range_with_the_deals_that_matter_and_the_record_of_the_past(history, mia):
    told = forecast(mia)
    low, high = told.stats[1].value, told.stats[2].value
    assert low <= told.stats[0].value <= high
    matter = told.table("matter").rows
    assert matter[0][0].value == "big"
    assert matter[0][5].value == 90_000
    months = forecast(mia, "period=month").table("record")
    assert len(months.rows) >= 3
    assert all(row[1].value <= row[2].value <= row[3].value for row in months.rows)


def test_the_won_figure_leads_to_its_deals(history, mia):
    kind, question = known("forecast"), asked(mia, "period=12-months")
    won = next(stat for stat in kind.make(question).stats if stat.part == "won")
    assert won.value == 1000 * kind.deals(question, "won").count() > 0
    with pytest.raises(KeyError):
        kind.deals(question, "nonsense")


def test_who_sees_the_own_has_the_figures_of_a_manager_who_filters_on_them(history, bob, mia):
    everything = forecast(bob)
    bob.workspace.grants = {"seller": {"insights": "own"}}
    assert forecast(bob) == forecast(mia, f"owner={bob.pk}") != everything
    assert "big" not in str(forecast(bob))


def test_a_value_that_was_recorded_later_is_not_known_in_the_past(history, mia):
    from stegvis.insights.queries.histories import read_histories

    stays = read_histories(asked(mia)).stays
    today = timezone.localdate().toordinal()
    earlier = stays.known_on(today - 60)
    assert len(earlier) > 50
    assert not (earlier.value >= 0).any()
    assert (stays.with_current().known_on(today).value == 90_000).any()


def test_amounts_without_a_rate_are_named_and_times_that_nobody_knows_are_counted(alice, mia, process):
    builders.make_deal(alice, amount=1000, currency="NOK")
    lead = builders.stage_of(process, "Lead")
    unknown = PastDeal(title="Old", owner_id=alice.pk, amount=None, currency="SEK", steps=[Step(lead, None)])
    record_deals([unknown], by=Automation("test", process.workspace))
    told = forecast(mia)
    assert any("NOK" in one for one in told.notes)
    assert any("1 stay in a stage has no known times" in one for one in told.notes)
    assert told.stats[4].value == 0


def test_the_page_shows_it_in_every_language(history, mia, as_member):
    client, address = as_member(mia), f"/w/{mia.workspace.slug}/insights/forecast/"
    page = client.get(address).content.decode()
    assert "Deals that matter most" in page
    assert client.get(f"{address}matter.csv").status_code == 200
    for language in ("sv", "nb", "pl"):
        assert client.get(address, headers={"Accept-Language": language}).status_code == 200


def test_the_page_asks_little(history, mia, as_member, django_assert_max_num_queries):
    client, address = as_member(mia), reverse("insights:report", args=[mia.workspace.slug, "forecast"])
    client.get(address)  # what the past would have been told is worked out once
    with django_assert_max_num_queries(15):
        assert client.get(address).status_code == 200


def test_the_real_pipeline_is_read_to_the_krona(data_folder, mia, process):
    """Wins of each month, as the record tells them, are those of the file."""
    from stegvis.insights.queries.histories import read_histories

    zone, stage = (
        ZoneInfo("Europe/Stockholm"),
        {name: builders.stage_of(process, name) for name in ("Lead", "Won", "Lost")},
    )
    with (data_folder / "maven_crm" / "sales_pipeline.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["engage_date"]][::10]

    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(hour=12, tzinfo=zone)

    past = []
    for row in rows:
        steps = [Step(stage["Lead"], moment(row["engage_date"]))]
        if row["close_date"]:
            steps.append(Step(stage[row["deal_stage"]], moment(row["close_date"])))
        worth = Decimal(row["close_value"]) if row["close_value"] else None
        past.append(PastDeal(title=row["opportunity_id"], owner_id=mia.pk, amount=worth, currency="SEK", steps=steps))
    record_deals(past, by=Automation("test", process.workspace))
    stays = read_histories(asked(mia)).stays
    from stegvis.insights.figures.forecasting.foretelling import won_between

    for month in (5, 9, 12):
        first, last = date(2017, month, 1), date(2017, month, 28)
        won = [
            row
            for row in rows
            if row["deal_stage"] == "Won" and first.isoformat() <= row["close_date"] <= last.isoformat()
        ]
        assert won_between(stays, first.toordinal(), last.toordinal()) == sum(int(row["close_value"]) for row in won)
