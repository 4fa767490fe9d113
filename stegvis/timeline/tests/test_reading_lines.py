"""Tasks are typed as people speak, and come back as calendars do."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.timeline.dues import due_at, time_of
from stegvis.timeline.models import Repeat
from stegvis.timeline.repeating import next_day
from stegvis.timeline.wording import read_line

MONDAY = datetime.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "title", "kind", "days", "time"),
    [
        ("call Anna tomorrow", "call Anna", "call", 1, None),
        ("Ringa Anna fre 14:30", "Ringa Anna", "call", 4, "14:30"),
        ("Send the offer +3d", "Send the offer", "to_do", 3, None),
        ("oferta dla Nowaka pojutrze", "oferta dla Nowaka", "document", 2, None),
        ("Zadzwoń do Ani w środę o 9.15", "Zadzwoń do Ani", "call", 2, "09:15"),
        ("møte på torsdag", "møte", "meeting", 3, None),
        ("Mejla Bo i morgon kl 8:00", "Mejla Bo", "mail", 1, "08:00"),
        ("Ring +2v", "Ring", "call", 14, None),
        ("monday", "monday", "to_do", None, None),
        ("Friday report", "Friday report", "to_do", None, None),
        ("Report 2026-12-24", "Report", "to_do", 24, None),
        ("Report 2026-13-45", "Report 2026-13-45", "to_do", None, None),
        ("Meet monday", "Meet", "meeting", 7, None),
        ("Call 14:30", "Call", "call", 0, "14:30"),
    ],
)
def test_a_line_is_read(typed, title, kind, days, time):
    line = read_line(typed, MONDAY)
    assert (line.title, line.kind) == (title, kind)
    assert line.day == (None if days is None else MONDAY + datetime.timedelta(days=days))
    assert line.time == (time and datetime.time.fromisoformat(time))


@given(st.text(max_size=80))
def test_any_line_is_read_without_losing_what_is_no_day(typed):
    line = read_line(typed, MONDAY)
    assert bool(line.title) == bool(typed.split())
    assert typed.split()[: len(line.title.split())] == line.title.split()


def test_the_last_of_the_month_stays_the_last():
    day, found = datetime.date(2027, 1, 31), []
    for _ in range(4):
        day = next_day(Repeat.MONTHLY, day, day, 31)
        found.append(day.day)
    assert found == [28, 31, 30, 31]
    assert (
        next_day(Repeat.YEARLY, datetime.date(2028, 2, 29), datetime.date(2028, 2, 29), 29).isoformat() == "2029-02-28"
    )
    assert next_day(Repeat.WEEKLY, MONDAY, datetime.date(2026, 12, 16)).isoformat() == "2026-12-21"


@given(
    st.sampled_from(Repeat.values),
    st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)),
    st.integers(-400, 4000),
)
def test_the_next_day_is_always_ahead_and_never_skips_a_turn(repeat, due, late):
    done = due + datetime.timedelta(days=late)
    found = next_day(repeat, due, done, due.day)
    assert found > max(due, done)
    assert (found - max(due, done)).days <= 366


def test_nine_is_nine_when_the_clocks_change():
    warsaw = ZoneInfo("Europe/Warsaw")
    for day in (datetime.date(2027, 3, 28), datetime.date(2027, 10, 31)):
        assert time_of(due_at(day, datetime.time(9), warsaw), warsaw) == datetime.time(9)
    missing = due_at(datetime.date(2027, 3, 28), datetime.time(2, 30), warsaw)
    assert time_of(missing, warsaw) == datetime.time(3, 30)
