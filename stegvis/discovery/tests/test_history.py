"""From history: steps, order and typical days as they really were, with figures, to a draft."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stegvis.core.errors import Refused
from stegvis.deals.models import StageVisit
from stegvis.discovery import event_logs
from stegvis.discovery.event_logs import cases_of_log
from stegvis.discovery.histories import Stay, proposed_kind, read_cases
from stegvis.discovery.models import HistoryReading
from stegvis.discovery.operations.reading import draft_from_reading, read_log, read_process
from stegvis.discovery.queries import visits
from stegvis.testing import builders

LOG = b"case;activity;timestamp\n" + b"".join(
    f"{case};{step};2026-01-{day:02}\n".encode()
    for case in range(10)
    for step, day in (("Call", 1), ("Offer", 4), ("Call", 6), ("Accepted", 9))
)


def steps(result):
    return {one["name"]: one for one in result["steps"]}


def test_shares_days_order_and_loops_are_counted():
    cases = [[Stay("Lead", "open", 2), Stay("Offer", "open", 8), Stay("Won", "won")]] * 3
    cases += [[Stay("Lead", "open", 4), Stay("Lead", "open", 4), Stay("Lost", "lost")]]
    result = read_cases(cases)
    assert [one["name"] for one in result["steps"]] == ["Lead", "Offer", "Won", "Lost"]
    assert (steps(result)["Lead"]["days"], steps(result)["Offer"]["share"]) == (2, 75)
    assert result["loops"] == [{"step": "Lead", "cases": 1}]
    assert result["ways"][0] == {"from": "Lead", "to": "Offer", "cases": 3}


def test_a_late_step_of_what_was_won_is_not_seldom():
    lost = [[Stay("Lead", "open"), Stay("Fair", "open"), Stay("Lost", "lost")]] * 9
    cases = [*lost, *[[Stay("Lead", "open"), Stay("Lost", "lost")]] * 60]
    won = [Stay("Lead", "open"), Stay("Closing", "open"), Stay("Won", "won")]
    found = steps(read_cases([*cases, *[won] * 8]))
    assert found["Closing"]["share"] < 20
    assert (proposed_kind(found["Closing"]), proposed_kind(found["Fair"])) == ("open", "")
    assert proposed_kind(steps(read_cases([*cases, *[won] * 4]))["Closing"]) == ""


def test_skips_and_plan_b_are_counted_and_become_branches(mia, workspace):
    straight = [Stay("Lead", "open", 2), Stay("Talk", "open", 4), Stay("Offer", "open", 8), Stay("Won", "won")]
    cases = [straight] * 10
    cases += [[straight[0], straight[2], straight[3]]] * 4
    cases += [[*straight[:3], straight[1], Stay("Lost", "lost")]] * 3
    cases += [[straight[0], Stay("Fridge", "parked", 60)]] * 3
    result = read_cases(cases)
    assert result["skips"] == [{"step": "Talk", "cases": 4}]
    assert [(one["from"], one["to"], one["cases"]) for one in result["plan_b"]] == [
        ("Offer", "Talk", 3),
        ("Talk", "Lost", 3),
        ("Lead", "Fridge", 3),
    ]
    reading = HistoryReading.objects.create(workspace=workspace, name="Ours", result=result, by=mia)
    stages = {row["name"]: row for row in draft_from_reading(reading, {}, by=mia).body["stages"]}
    [parked], [back] = stages["Lead"]["branches"], stages["Offer"]["branches"]
    assert (parked["to"], parked["wake_days"], back["to"]) == (stages["Fridge"]["key"], 60, stages["Talk"]["key"])
    assert "Passed over in 4 cases" in stages["Talk"]["sources"]


def test_a_seldom_step_is_left_out_and_an_end_is_known_by_its_name():
    result = read_cases([[Stay("A")]] * 9 + [[Stay("A"), Stay("Odd"), Stay("Cancelled")]])
    assert {name: proposed_kind(one) for name, one in steps(result).items()} == {
        "A": "open",
        "Odd": "",
        "Cancelled": "lost",
    }


def test_a_log_of_any_separator_is_read_and_becomes_a_draft(mia, alice):
    with pytest.raises(PermissionDenied):
        read_log("log.csv", LOG, by=alice)
    reading = read_log("log.csv", LOG, by=mia)
    assert (reading.result["cases"], steps(reading.result)["Call"]["days"]) == (10, 3)
    draft = draft_from_reading(reading, {}, by=mia)
    assert [(row["name"], row["kind"]) for row in draft.body["stages"]] == [
        ("Call", "open"),
        ("Offer", "open"),
        ("Accepted", "won"),
        ("Lost", "lost"),
    ]
    assert draft.body["stages"][0]["sources"] == ["In 100 % of 10 cases"]


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff", b"a,b,c\n1,2,3\n", b"case,activity,time\n1,Call,yesterday\n", LOG + b"a" * 200_000]
)
def test_what_is_no_log_is_refused_with_a_sentence(content):
    with pytest.raises(Refused):
        cases_of_log(content)


def test_ends_of_lines_of_any_sort_and_times_before_all_time_are_read(monkeypatch):
    log = LOG.replace(b"\n", b"\r") + b"x;Call;0001-01-01T00:00+14:00\r"
    assert len(cases_of_log(log)[0]) == 10
    monkeypatch.setattr(event_logs, "MOST_EVENTS", 8)
    cases, more = cases_of_log(LOG)
    assert (len(cases), more) == (2, True)


def test_a_log_that_is_read_in_part_says_so(mia, as_member, monkeypatch):
    for most, said in ((8, True), (500, False)):
        monkeypatch.setattr(event_logs, "MOST_EVENTS", most)
        reading = read_log("calls.csv", LOG, by=mia)
        page = as_member(mia).get(reverse("discovery:reading", args=[mia.workspace.slug, reading.pk]))
        assert ("The first ones were read" in page.content.decode()) is said


def test_private_deals_are_not_read_for_others_to_see(mia, process):
    for private in (True, False):
        builders.make_deal(mia, f"Private: {private}", process=process, private=private)
    assert read_process(process, by=mia).result["cases"] == 1


def test_the_deals_of_a_process_are_read_in_a_bounded_sample(alice, mia, process, monkeypatch):
    monkeypatch.setattr(visits, "EACH", 2)
    now = timezone.now()
    for number in range(5):
        deal = builders.make_deal(alice, f"Deal {number}", process=process)
        StageVisit.objects.filter(workspace=deal.workspace, deal=deal).update(
            entered_at=now - timedelta(days=4), left_at=now
        )
    reading = read_process(process, by=mia)
    assert (reading.result["cases"], steps(reading.result)["Lead"]["days"]) == (2, 4)


def test_a_real_log_of_thirty_thousand_events_is_read(data_folder):
    result = read_cases(cases_of_log((data_folder / "event_log" / "loan_offers_2012.csv").read_bytes())[0])
    assert result["cases"] == 5015
    assert steps(result)["O_ACCEPTED"]["cases"] == 2243
    assert [one["name"] for one in result["steps"]][:2] == ["O_SELECTED", "O_CREATED"]
    assert result["loops"]


def test_the_page_takes_a_file_and_opens_the_draft(mia, as_member):
    client, address = as_member(mia), reverse("discovery:new_reading", args=["granfors"])
    assert client.post(address, {"log": SimpleUploadedFile("x.csv", b"junk")}).status_code == 422
    shown = client.post(address, {"log": SimpleUploadedFile("log.csv", LOG)})
    page = client.get(shown.url)
    assert "Back in Call" in page.text
    assert client.post(shown.url + "drafting/", {"kind-0": "won", "kind-1": "won"}).status_code == 422
    assert client.post(shown.url + "drafting/", {"kind-0": "", "kind-1": "open"}).status_code == 303


def test_a_browser_sends_a_file_and_a_foreign_page_sends_none(mia):
    client, address = Client(enforce_csrf_checks=True), reverse("discovery:new_reading", args=["granfors"])
    client.force_login(mia.user)
    client.get(address)
    sent = {"log": SimpleUploadedFile("log.csv", LOG), "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post(address, sent).status_code == 303
    assert client.post(address, {"log": SimpleUploadedFile("log.csv", LOG)}).status_code == 403
