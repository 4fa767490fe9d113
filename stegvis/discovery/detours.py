"""What cases pass over, and where they go when the way on is closed: skipped steps and plan B.

Plain counting like `histories`; explained in docs/interview.md.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from stegvis.processes.models import StageKind

# Fewer cases, or a smaller share of those that were in the step, are an accident.
FEW, SMALL = 3, 5
MOST = 12
ASIDE = (StageKind.PARKED, StageKind.LOST, StageKind.AFTER_LOST)
Ways = Sequence[Sequence[str]]


def skipped_steps(ways: Ways, order: Sequence[str]) -> list[dict[str, Any]]:
    """Of the open steps in their usual `order`, those that cases passed over on their way to a later one, or to won."""
    places = {step: place for place, step in enumerate(order)}
    counted: Counter[str] = Counter()
    for way in ways:
        been = {places[step] for step in way if step in places}
        counted.update(order[place] for place in range(max(been, default=0)) if place not in been)
    return [{"step": step, "cases": number} for step, number in counted.most_common(MOST) if number >= FEW]


def plan_b(ways: Ways, order: Sequence[str], kinds: Mapping[str, str]) -> list[dict[str, Any]]:
    """Where cases went from an open step but onward: aside (put away, lost), or back to an earlier step."""
    places = {step: place for place, step in enumerate(order)}
    inside = Counter(step for way in ways for step in set(way))
    counted = Counter(pair for way in ways for pair in dict.fromkeys(_detours(way, places, kinds)))
    told: list[dict[str, Any]] = [
        {"from": one, "to": other, "cases": number, "share": round(100 * number / inside[one])}
        for (one, other), number in counted.most_common()
    ]
    return [one for one in told if one["cases"] >= FEW and one["share"] >= SMALL][:MOST]


def _detours(way: Sequence[str], places: Mapping[str, int], kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for one, other in pairwise(way):
        aside = kinds.get(other) in ASIDE
        back = other in places and one in places and places[other] < places[one]
        if one in places and (aside or back):
            yield one, other
