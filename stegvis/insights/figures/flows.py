"""What follows what: the directly-follows graph, its variants and loops, by plain counting.

The terms are those of process mining: W. van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016,
chapter 5 (directly-follows graph) and chapter 9 (variants). Arcs carry the time between the two beginnings.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from stegvis.insights.figures.cases import Case


@dataclass(frozen=True)
class Arc:
    """From one step to the next: how often, in how many cases, and the median of days where times are known."""

    source: str
    target: str
    number: int
    cases: int
    days: float | None


@dataclass(frozen=True)
class Place:
    """A step: cases that were in it, stays (more where cases come back), cases that began in it, median of days."""

    step: str
    cases: int
    stays: int
    begun: int
    days: float | None


@dataclass(frozen=True)
class Variant:
    """Cases that went the same way from beginning to end; `days` is the median of decided ones."""

    steps: tuple[str, ...]
    number: int
    won: int
    lost: int
    value: Decimal
    days: float | None


@dataclass(frozen=True)
class Loop:
    """A step that cases came back to: in how many of how many, how often in all."""

    step: str
    cases: int
    of: int
    returns: int


def arcs_of(cases: Iterable[Case]) -> list[Arc]:
    """Every arc, the most frequent first."""
    number: Counter[tuple[str, str]] = Counter()
    inside: Counter[tuple[str, str]] = Counter()
    days: dict[tuple[str, str], list[float]] = defaultdict(list)
    for case in cases:
        pairs = list(pairwise(case.steps))
        number.update(pairs)
        inside.update(set(pairs))
        for pair, stay in zip(pairs, case.stays, strict=False):
            if stay.days is not None:
                days[pair].append(stay.days)
    ordered = sorted(number, key=lambda pair: (-number[pair], pair))
    return [Arc(*pair, number[pair], inside[pair], middle(days[pair])) for pair in ordered]


def places_of(cases: Iterable[Case]) -> dict[str, Place]:
    """Every step by its key."""
    stays: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    begun: Counter[str] = Counter()
    days: dict[str, list[float]] = defaultdict(list)
    for case in cases:
        stays.update(case.steps)
        inside.update(set(case.steps))
        begun[case.steps[0]] += 1
        for stay in case.stays:
            if stay.days is not None:
                days[stay.step].append(stay.days)
    return {step: Place(step, inside[step], stays[step], begun[step], middle(days[step])) for step in stays}


def variants_of(cases: Iterable[Case]) -> list[Variant]:
    """Every variant, the most frequent first, then in the order of their steps."""
    found: dict[tuple[str, ...], list[Case]] = defaultdict(list)
    for case in cases:
        found[case.steps].append(case)
    return sorted((_variant(*one) for one in found.items()), key=lambda one: (-one.number, one.steps))


def loops_of(cases: Sequence[Case]) -> list[Loop]:
    """Steps that cases came back to, those with the most cases first."""
    returned: Counter[str] = Counter()
    times: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for case in cases:
        for step, number in Counter(case.steps).items():
            inside[step] += 1
            returned[step] += number > 1
            times[step] += number - 1
    ordered = sorted((step for step in returned if returned[step]), key=lambda step: (-returned[step], step))
    return [Loop(step, returned[step], inside[step], times[step]) for step in ordered]


def strongest(arcs: Sequence[Arc], detail: int) -> list[Arc]:
    """The arcs that a drawing of so much detail shows, 0 to 100 per cent; the strongest first.

    As many as make up that share of all steps taken, and always the strongest arc into and out of each step, so that
    no step hangs in the air.
    """
    wanted = sum(one.number for one in arcs) * detail / 100
    kept, taken = set(), 0
    into: set[str] = set()
    out: set[str] = set()
    for one in sorted(arcs, key=lambda arc: -arc.number):
        if taken < wanted or one.target not in into or one.source not in out:
            kept.add(one)
        taken += one.number
        into.add(one.target)
        out.add(one.source)
    return [one for one in arcs if one in kept]


def middle(days: Sequence[float]) -> float | None:
    """The median; None of nothing."""
    return median(days) if days else None


def _variant(steps: tuple[str, ...], cases: list[Case]) -> Variant:
    won, lost = sum(one.is_won for one in cases), sum(one.is_lost for one in cases)
    value = sum((one.value for one in cases if one.value is not None), Decimal())
    return Variant(steps, len(cases), won, lost, value, middle([one.days for one in cases if one.days is not None]))
