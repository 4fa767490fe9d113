"""Reading how things really went: from cases, each a row of steps, to the steps that make a process.

Plain counting, explained in docs/interview.md; no database here.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median
from typing import Any

from stegvis.discovery.detours import plan_b, skipped_steps
from stegvis.processes.models import StageKind

MOST_STEPS = 40
MOST_WAYS = 12
# A step that fewer cases take is left out of the draft, until somebody takes it in.
SELDOM = 20
# In percent of the won cases, of which there have to be a few.
MOSTLY, FEWEST_WON = 50, 5
# Stands for all steps that mean won, behind the open ones.
WON_STEP = "\x00won"
WON = re.compile(r"accept|approv|won\b|signed|vunn|godk|wygra|akcept", re.IGNORECASE)
LOST = re.compile(r"declin|cancel|reject|lost\b|refus|förlor|tap[te]|avsl|przegra|odrzu|anul", re.IGNORECASE)


@dataclass(frozen=True)
class Stay:
    """One step of a case: its name, its kind where known, and how many days until the next (None: unknown)."""

    step: str
    kind: str = ""
    days: float | None = None


def read_cases(cases: Iterable[Sequence[Stay]]) -> dict[str, Any]:
    """Steps with shares, median days and order; frequent ways, loops, skips and plan B. Plain data, for JSON."""
    taken = [case for case in cases if case]
    inside = Counter(step for case in taken for step in {stay.step for stay in case})
    places, stays, kinds = _places(taken), _stays(taken), _kinds(taken)
    of_won = _shares_of_won(taken, kinds)
    names = [name for name, _number in inside.most_common(MOST_STEPS)]
    ordered = sorted(names, key=lambda name: (_rank(kinds[name]), median(places[name])))
    steps: list[dict[str, Any]] = [
        {
            "name": name,
            "kind": kinds[name],
            "cases": inside[name],
            "share": round(100 * inside[name] / len(taken)),
            "of_won": of_won.get(name, 0),
            "days": round(median(stays[name])) if stays[name] else None,
        }
        for name in ordered
    ]
    ways = [[stay.step for stay in case] for case in taken]
    usual = [one["name"] for one in steps if kinds[one["name"]] == StageKind.OPEN and _is_usual(one)]
    told = {"cases": len(taken), "steps": steps, "ways": _ways(taken), "loops": _loops(taken)}
    return told | {"skips": _skips(ways, usual, kinds), "plan_b": plan_b(ways, usual, kinds)}


def _skips(ways: list[list[str]], usual: list[str], kinds: dict[str, str]) -> list[dict[str, Any]]:
    """A won case has passed everything that it has not been in."""
    won = [step for step, kind in kinds.items() if kind == StageKind.WON]
    return skipped_steps([[WON_STEP if step in won else step for step in way] for way in ways], [*usual, WON_STEP])


def proposed_kind(step: dict[str, Any]) -> str:
    """What a step becomes in a draft unless somebody decides: its kind, or nothing for a seldom one."""
    if step["kind"] and step["kind"] != StageKind.OPEN:
        return step["kind"]
    return StageKind.OPEN if _is_usual(step) else ""


def _is_usual(step: dict[str, Any]) -> bool:
    """Few cases come as far as late steps: what most won cases went through belongs to the way all the same."""
    return step["share"] >= SELDOM or step.get("of_won", 0) >= MOSTLY


def _shares_of_won(cases: Sequence[Sequence[Stay]], kinds: dict[str, str]) -> dict[str, int]:
    """How many of a hundred won cases went through each step; nothing where too few were won to say."""
    ways = [{stay.step for stay in case} for case in cases]
    won = [way for way in ways if any(kinds[step] == StageKind.WON for step in way)]
    if len(won) < FEWEST_WON:
        return {}
    return {step: round(100 * number / len(won)) for step, number in Counter(chain.from_iterable(won)).items()}


def _places(cases: Sequence[Sequence[Stay]]) -> dict[str, list[float]]:
    """Where in its case each step came first: 0 is the beginning, 1 the end."""
    found: dict[str, list[float]] = defaultdict(list)
    for case in cases:
        seen = set()
        for place, stay in enumerate(case):
            if stay.step not in seen:
                seen.add(stay.step)
                found[stay.step].append(place / max(len(case) - 1, 1))
    return found


def _stays(cases: Sequence[Sequence[Stay]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for case in cases:
        for stay in case:
            if stay.days is not None:
                found[stay.step].append(stay.days)
    return found


def _kinds(cases: Sequence[Sequence[Stay]]) -> dict[str, str]:
    """The kind of each step: as it is known, else by its name; what says neither is open."""
    known = {stay.step: stay.kind for case in cases for stay in case}
    return {step: kind or _kind_by_name(step) for step, kind in known.items()}


def _kind_by_name(step: str) -> str:
    if LOST.search(step):
        return StageKind.LOST
    return StageKind.WON if WON.search(step) else StageKind.OPEN


def _rank(kind: str) -> int:
    return [*StageKind.values].index(kind) if kind in StageKind.values and kind != StageKind.PARKED else 0


def _ways(cases: Sequence[Sequence[Stay]]) -> list[dict[str, Any]]:
    """The most frequent ways from one step to another."""
    counted = Counter(
        (before.step, after.step) for case in cases for before, after in pairwise(case) if before.step != after.step
    )
    return [{"from": one, "to": other, "cases": number} for (one, other), number in counted.most_common(MOST_WAYS)]


def _loops(cases: Sequence[Sequence[Stay]]) -> list[dict[str, Any]]:
    """Steps that cases come back to, and in how many cases."""
    counted = Counter(
        step for case in cases for step, number in Counter(stay.step for stay in case).items() if number > 1
    )
    return [{"step": step, "cases": number} for step, number in counted.most_common(5)]
