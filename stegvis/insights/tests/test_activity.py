"""Activity: what was done on deals, how soon leads were answered, what a win took; colleagues' figures are not told."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from stegvis.deals.operations.creating import create_deal
from stegvis.deals.operations.moving import move_deal
from stegvis.insights.figures.activity import classed, middle, middle_of_team
from stegvis.insights.kinds import known
from stegvis.insights.queries.activity import HOURS
from stegvis.insights.queries.asking import read_asked
from stegvis.insights.reports.activity import hours_words
from stegvis.testing import builders
from stegvis.timeline.operations.correcting import correct_entry, withdraw_entry
from stegvis.timeline.operations.writing import log_call, log_meeting, write_note
from stegvis.workspaces.models import Role

NOW = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=2)


def hours(count: float):
    return timedelta(hours=count)


@pytest.fixture
def sellers(workspace, alice, bob):
    """Alice, Bob and three more."""
    more = builders.make_members(workspace, carl=Role.SELLER, dora=Role.SELLER, emil=Role.SELLER)
    return [alice, bob, *more.values()]


@pytest.fixture
def done(sellers, process):
    """Each has six leads, the first five of which were called after 1, 2, 3 ... hours times the seller's place.

    The first try reached nobody, the second did an hour later. The sixth was not called. Each won the first lead, on
    which there was a meeting and a note besides, in that order.
    """
    won = builders.stage_of(process, "Won")
    for place, seller in enumerate(sellers, start=1):
        begun = NOW - timedelta(days=10)
        deals = [create_deal(by=seller, process=process, title=f"{seller} {at}", at=begun) for at in range(6)]
        for at, deal in enumerate(deals[:5], start=1):
            log_call(deal, by=seller, outcome="no_answer", at=begun + hours(at * place))
            log_call(deal, by=seller, at=begun + hours(at * place + 1))
        log_meeting(deals[0], by=seller, at=begun + hours(50))
        write_note(deals[0], "Signed", by=seller, at=begun + hours(51))
        move_deal(deals[0], won, by=seller, at=begun + hours(60))
    return sellers


def asked(member, query=""):
    return read_asked(member, known("activity"), QueryDict(query))


def report(member, query=""):
    return known("activity").make(asked(member, query))


def rows(table) -> dict:
    return {
        row[0].value: [cell.value for cell in row[1:]] for row in [*table.rows, *([table.foot] if table.foot else [])]
    }


def test_each_seller_is_told_by_name_with_medians(done, mia):
    told = rows(report(mia).table("sellers"))
    assert list(told) == ["Alice", "Bob", "Carl", "Dora", "Emil", "The middle of the team"]
    # Calls, meetings, notes, reached, leads, hours, attempts, won, touches for a win (of one win: too few).
    assert told["Alice"] == [10, 1, 1, 50.0, 6, 3.0, 2.0, 1, None]
    assert told["Emil"] == [10, 1, 1, 50.0, 6, 15.0, 2.0, 1, None]
    assert told["The middle of the team"] == [10.0, 1.0, 1.0, 50.0, 6.0, 9.0, 2.0, 1.0, None]
    stats = {stat.label: stat.value for stat in report(mia).stats}
    assert (stats["Calls"], stats["Activity for a win"], stats["Attempts until contact"]) == (50, 4, 2)
    answers = rows(report(mia).table("answers"))
    assert [answers[name][0] for name in ("Within an hour", "Within a day", "Within three days", "Not yet")] == [
        0,
        24,
        1,
        5,
    ]


def test_figures_lead_to_their_deals(done, mia, alice):
    kind = known("activity")
    wanted = {"did.call": 25, "did.meeting": 5, f"did.call.{alice.pk}": 5, f"leads.{alice.pk}": 6, "won": 5,
              "answered.none": 5, "answered.day": 24}  # fmt: skip
    for part, count in wanted.items():
        assert kind.deals(asked(mia), part).count() == count, part
    bins = [cell.part for row in report(mia).table("times").rows for cell in row[1:2]]
    assert sum(kind.deals(asked(mia), part).count() for part in bins) >= 25
    wrong = ("did.x", "x", "answered.x", f"leads.{'9' * 30}", "did.call..soon", "leads.x")
    for part in (*wrong, "did.call..0001-01-01", "did.call..9999-12-31"):
        with pytest.raises((KeyError, ValueError, TypeError)):
            kind.deals(asked(mia), part).count()


def test_a_seller_sees_the_own_against_the_middle_and_nobody_else(done, alice, bob):
    told = rows(report(alice).table("sellers"))
    assert list(told) == ["Alice", "The middle of the team"]
    assert report(alice).stats[0].value == 10
    kind = known("activity")
    assert kind.deals(asked(alice), "did.call").count() == 5
    with pytest.raises(KeyError):
        kind.deals(asked(alice), f"did.call.{bob.pk}")
    assert report(alice, f"owner={bob.pk}").empty
    assert list(rows(report(alice, f"owner={alice.pk}").table("sellers"))) == ["Alice"]


def test_of_few_colleagues_nothing_is_said(alice, bob, mia, process):
    for seller in (alice, bob):
        write_note(builders.make_deal(seller), "Hello", by=seller)
    for reader, names in ((alice, ["Alice"]), (mia, ["Alice", "Bob"])):
        told = report(reader)
        assert list(rows(told.table("sellers"))) == names
        assert any("too few colleagues" in note for note in told.notes) == (reader == alice)


def test_what_counts_is_the_newest_version_once_and_on_deals(alice, mia, process):
    person = builders.make_person(alice)
    deal = builders.make_deal(alice, company=builders.make_company(alice))
    write_note(person, "Not on a deal", by=alice)
    entry = log_call(deal, by=alice, people=[person])
    correct_entry(entry, by=alice, text="We spoke", facts={"direction": "in"})
    withdraw_entry(write_note(deal, "Wrong", by=alice), by=alice)
    told = report(mia)
    assert [stat.value for stat in told.stats[:3]] == [1, 0, 0]
    # They called us: nobody has answered yet.
    assert rows(told.table("answers"))["Not yet"][0] == 1


def test_leads_that_were_known_before_are_told_apart(alice, bob, mia, process):
    deal = create_deal(by=alice, process=process, title="Met at a fair", at=NOW)
    log_meeting(deal, by=alice, at=NOW - hours(5))
    told = report(mia)
    assert rows(told.table("sellers"))["Alice"][4] == 0
    assert any("1 lead had been in contact" in note for note in told.notes)
    write_note(builders.make_deal(bob), "Hello", by=bob)
    assert not any("had been in contact" in note for note in report(bob).notes)
    assert report(mia, "period-from=1999-01-01&period-to=1999-02-01").empty


def test_middles_are_of_enough():
    assert (middle([1, 2, 3, 4]), middle([1, 2, 30, 4, 5])) == (None, 4)
    assert (middle_of_team([1, 2, None], [3]), middle_of_team([1, 2, 3, None], [10])) == (None, 2.5)
    assert classed([0, 0.99, 1, 24, 500], HOURS) == {"hour": 2, "day": 1, "three": 1, "week": 0, "later": 1}


def test_hours_are_said_as_they_are_shown():
    assert [hours_words(one) for one in (1, 1.4, 30, 47.9, 50)] == [
        "1 hour",
        "1.4 hours",
        "30 hours",
        "48 hours",
        "2 days",
    ]
