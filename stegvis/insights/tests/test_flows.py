"""What follows what, counted: on thirty thousand real events exactly as plain Python counts them."""

import csv
from collections import Counter, defaultdict
from datetime import datetime
from itertools import pairwise
from operator import itemgetter
from statistics import median

import pytest

from stegvis.discovery.event_logs import cases_of_log
from stegvis.discovery.histories import Stay
from stegvis.insights.figures.cases import Case, cases_of
from stegvis.insights.figures.flows import arcs_of, loops_of, places_of, strongest, variants_of

KINDS = {"O_ACCEPTED": "won", "O_DECLINED": "lost", "O_CANCELLED": "lost"}


@pytest.fixture(scope="module")
def log(data_folder):
    return data_folder / "event_log" / "loan_offers_2012.csv"


@pytest.fixture(scope="module")
def plain(log):
    """The log by case in nothing but Python: rows of (moment, step) in order of time."""
    found = defaultdict(list)
    with log.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found[row["case:concept:name"]].append((datetime.fromisoformat(row["time:timestamp"]), row["concept:name"]))
    assert (len(found), sum(map(len, found.values()))) == (5_015, 31_244)
    return [sorted(events, key=itemgetter(0)) for events in found.values()]


@pytest.fixture(scope="module")
def cases(log):
    return cases_of(cases_of_log(log.read_bytes())[0], KINDS)


def test_arcs_of_a_real_log_agree_with_plain_counting(cases, plain):
    number, inside, days = Counter(), defaultdict(set), defaultdict(list)
    for place, events in enumerate(plain):
        for (began, one), (ended, other) in pairwise(events):
            number[one, other] += 1
            inside[one, other].add(place)
            days[one, other].append((ended - began).total_seconds() / 86_400)
    arcs = {(one.source, one.target): one for one in arcs_of(cases)}
    assert {pair: one.number for pair, one in arcs.items()} == dict(number)
    assert {pair: one.cases for pair, one in arcs.items()} == {pair: len(found) for pair, found in inside.items()}
    assert {pair: one.days for pair, one in arcs.items()} == {pair: median(found) for pair, found in days.items()}
    assert number["O_CREATED", "O_SENT"] == 7_030


def test_variants_conversions_and_loops_of_a_real_log_agree(cases, plain):
    ways = [tuple(step for _at, step in events) for events in plain]
    variants = variants_of(cases)
    assert {one.steps: one.number for one in variants} == dict(Counter(ways))
    assert {one.steps: one.won for one in variants if one.won} == dict(
        Counter(w for w in ways if w[-1] == "O_ACCEPTED")
    )
    assert (len(variants), variants[0].number, variants[0].won) == (168, 1_537, 1_537)
    places = places_of(cases)
    assert {step: one.cases for step, one in places.items()} == dict(Counter(step for way in ways for step in set(way)))
    returned = Counter(step for way in ways for step, number in Counter(way).items() if number > 1)
    assert {one.step: one.cases for one in loops_of(cases)} == dict(returned)
    took = [
        (events[-1][0] - events[0][0]).total_seconds() / 86_400 for events in plain if events[-1][1] == "O_ACCEPTED"
    ]
    won = [one.days for one in cases if one.is_won]
    assert median(won) == pytest.approx(median(took), abs=1e-9)
    assert sum(one.is_won for one in cases) == len(took)


def test_with_less_detail_no_step_hangs_in_the_air(cases):
    arcs = arcs_of(cases)
    for detail in (0, 40, 100):
        shown = strongest(arcs, detail)
        assert {one.target for one in shown} | {"O_SELECTED"} >= {one.target for one in arcs}
        assert {one.source for one in shown} == {one.source for one in arcs}
    assert len(strongest(arcs, 0)) < len(strongest(arcs, 90)) < len(strongest(arcs, 100)) == len(arcs)


def test_a_deal_that_came_back_is_decided_by_its_last_end():
    back = Case(1, (Stay("A", "open", 2), Stay("L", "lost", 30), Stay("A", "open", 3), Stay("W", "won")))
    assert (back.is_won, back.days) == (True, 35)
    unknown = Case(2, (Stay("A", "open", None), Stay("W", "won")))
    assert unknown.days is None
