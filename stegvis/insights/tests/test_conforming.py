"""How deals keep to a process, what they do otherwise, and what the next version could say."""

from stegvis.discovery.histories import Stay
from stegvis.insights.figures.cases import Case
from stegvis.insights.figures.conforming import (
    TOO_FEW,
    UNCLEAR,
    WINNING,
    Deviation,
    Model,
    conformance_of,
    deviations_of,
)
from stegvis.insights.figures.proposing import proposals_of

KINDS = {"A": "open", "B": "open", "C": "open", "D": "open", "P": "parked", "W": "won", "L": "lost"}
MODEL = Model(("A", "B", "C", "D"), KINDS)


def case(way, days=2.0):
    """A case that went along the letters of `way`; the last stay has not ended."""
    last = len(way) - 1
    return Case(
        way, tuple(Stay(step, KINDS.get(step, ""), days if place < last else None) for place, step in enumerate(way))
    )


def told(way, model=MODEL):
    return sorted(one.key for one in deviations_of(case(way), model))


def test_what_counts_as_keeping_to_it():
    assert [told(way) for way in ("A", "ABCDW", "ABL", "AL", "ABPBCDW", "ABPCDW")] == [[]] * 6


def test_what_counts_as_doing_it_otherwise():
    assert told("ACDW") == ["skip.B"]
    assert told("BCDW") == ["skip.A"]
    assert told("ABW") == ["skip.C", "skip.D"]
    assert told("ABCBCDW") == ["back.C.B"]
    assert told("ABCDBDW") == ["back.D.B"]
    assert told("ABLBCDW") == ["reopen"]
    assert told("AXBCDW") == ["strange.X"]


def test_branches_are_ways_of_the_process():
    model = Model(MODEL.steps, KINDS, frozenset({("A", "C"), ("C", "B"), ("B", "W")}))
    assert [told(way, model) for way in ("ACDW", "ABCBCDW", "ABW")] == [[]] * 3
    assert told("ADW", model) == ["skip.B", "skip.C"]


def test_a_deviation_is_judged_against_those_that_came_as_far():
    cases = [case("ACDW")] * 12 + [case("ABCDW")] * 6 + [case("ABCL")] * 14 + [case("ABL")] * 50
    found = {one.deviation.key: one for one in conformance_of(cases, MODEL).findings}
    skip = found["skip.B"]
    assert (skip.cases, skip.of, skip.verdict) == (12, 32, WINNING)
    assert (skip.without.won, skip.without.of) == (6, 20)
    few = conformance_of(cases[:6] + cases[12:], MODEL).findings[0]
    assert (few.verdict, few.surely) == (TOO_FEW, None)
    alike = [case("ACDW"), case("ACDL"), case("ABCDW"), case("ABCDL")] * 8
    assert conformance_of(alike, MODEL).findings[0].verdict == UNCLEAR


def test_conformance_adds_up():
    cases = [case("ABCDW")] * 3 + [case("ADW")] * 2 + [case("AB")]
    found = conformance_of(cases, MODEL)
    assert (found.cases, found.following, found.followed.of, found.deviated.of) == (6, 4, 3, 2)
    assert [one.deviation for one in found.findings] == [Deviation("skip", "B"), Deviation("skip", "C")]


def proposals(cases, model=MODEL, expected=()):
    return {one.kind: one for one in proposals_of(cases, model, conformance_of(cases, model), dict(expected))}


def test_a_step_that_most_won_deals_skip_could_be_optional():
    cases = [case("ACDW")] * 17 + [case("ABCDW")] * 8
    made = proposals(cases)["skip"]
    assert (made.number, made.of, made.percent) == (17, 25, 68)
    assert made.changes == ("optional.A.C", "merge.B.C")
    assert "skip" not in proposals(cases[6:])
    assert proposals([case("ABCDW")] + [case("ACDW")] * 24)["skip"].changes[0] == "merge.B.C"


def test_going_back_times_and_parking_are_proposed_too():
    cases = [case("ABCBCDW")] * 8 + [case("ABCDW")] * 14 + [case("ABCDPDW", 30.0)] * 6
    made = proposals(cases, expected={"B": 1, "A": 2}.items())
    assert (made["back"].step, made["back"].to, made["back"].number, made["back"].of) == ("C", "B", 8, 28)
    assert made["back"].changes == ("criterion.B.C", "split.B")
    assert (made["expect"].step, made["expect"].days, made["expect"].changes) == ("B", 3, ("expect.B.3",))
    assert made["branch"].changes == ("branch.D.P",)
    assert not proposals(cases[:10], expected={"B": 1}.items())
