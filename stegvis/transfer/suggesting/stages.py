"""Their stages and ours: kinds told from names, and a mapping that keeps the order of the funnel."""

from collections.abc import Sequence
from functools import cache

from stegvis.core.folding import squeeze

from .words import load, phrases, words

KINDS = ("open", "parked", "won", "lost", "after_won", "after_lost")
_FALLBACK = {"parked": ("open",), "after_won": ("won",), "after_lost": ("lost",), "won": (), "lost": (), "open": ()}
_FAR = 1_000.0


def guess_stage_kind(name: str) -> str:
    """The kind of stage that `name` speaks of; "open" unless its words say otherwise."""
    spoken = words(name)
    known = _kind_phrases()
    if spoken in known:
        return known[spoken]
    if spoken in _depths():
        return "open"
    inside = _inside(spoken, known)
    return known[inside] if inside else "open"


def suggest_stage_mapping(
    their_stages: Sequence[str], our_stages: Sequence[tuple[str, str, str]]
) -> dict[str, str | None]:
    """Map each of their stages, in order of first appearance, to the key of one of ours.

    `our_stages` are (key, name, kind) in their order. Equal names come first, then the same kind; open
    stages keep their order. None where we have no stage of that kind.
    """
    theirs = list(dict.fromkeys(their_stages))
    mapping = _equal(theirs, our_stages)
    left = [name for name in theirs if name not in mapping]
    opened = [name for name in left if guess_stage_kind(name) == "open"]
    for name in left:
        if name not in opened:
            mapping[name] = _first_of_kind(guess_stage_kind(name), our_stages)
    if opened:
        mapping.update(_in_order(theirs, opened, mapping, our_stages))
    return {name: mapping[name] for name in theirs}


def stage_depth(name: str) -> float | None:
    """How far into the funnel (0 to 100) a stage of that name usually lies; None for names nobody uses."""
    spoken = words(name)
    if spoken in _depths():
        return _depths()[spoken]
    inside = _inside(spoken, _depths())
    return _depths()[inside] if inside else None


def _equal(theirs: Sequence[str], ours: Sequence[tuple[str, str, str]]) -> dict[str, str | None]:
    by_name = {squeeze(name): key for key, name, _ in reversed(ours)}
    by_key = {squeeze(key): key for key, _, _ in reversed(ours)}
    found = {name: by_name.get(squeeze(name)) or by_key.get(squeeze(name)) for name in theirs}
    return {name: key for name, key in found.items() if key}


def _first_of_kind(kind: str, ours: Sequence[tuple[str, str, str]]) -> str | None:
    for wanted in (kind, *_FALLBACK[kind]):
        for key, _, own in ours:
            if own == wanted:
                return key
    return None


def _in_order(
    theirs: Sequence[str],
    opened: Sequence[str],
    mapping: dict[str, str | None],
    ours: Sequence[tuple[str, str, str]],
) -> dict[str, str | None]:
    """Open stages onto our open stages: by depth where names tell it, else by order of appearance."""
    targets = [(key, name) for key, name, kind in ours if kind == "open"]
    if not targets:
        return dict.fromkeys(opened)
    if sum(stage_depth(name) is not None for name in opened) * 2 < len(opened):
        return {name: targets[_spread(place, len(opened), len(targets))][0] for place, name in enumerate(opened)}
    depths = _filled([stage_depth(name) for name in opened])
    order = sorted(range(len(opened)), key=lambda place: depths[place])
    goals = _rising(_filled([stage_depth(name) for _, name in targets]))
    steps = _nearest_in_order([depths[place] for place in order], goals)
    return {opened[place]: targets[step][0] for place, step in zip(order, steps, strict=True)}


def _spread(place: int, many: int, targets: int) -> int:
    """One to one while there is room, else evenly."""
    return place if many <= targets else place * targets // many


def _filled(depths: Sequence[float | None]) -> list[float]:
    """Unknown depths between those of their neighbours."""
    known = [(-1, 0.0), *[(place, depth) for place, depth in enumerate(depths) if depth is not None]]
    known.append((len(depths), 100.0))
    return [_between(place, known) if depth is None else depth for place, depth in enumerate(depths)]


def _between(place: int, known: Sequence[tuple[int, float]]) -> float:
    before = max(pair for pair in known if pair[0] < place)
    after = min(pair for pair in known if pair[0] > place)
    return before[1] + (after[1] - before[1]) * (place - before[0]) / (after[0] - before[0])


def _rising(depths: Sequence[float]) -> list[float]:
    """Our order stands whatever the names say: a depth never falls behind the one before."""
    risen: list[float] = []
    for depth in depths:
        risen.append(max([depth, *risen[-1:]]))
    return risen


def _nearest_in_order(depths: Sequence[float], goals: Sequence[float]) -> list[int]:
    """For each depth (rising) the index of a goal, never falling, with the least distance in all."""
    costs = [[0.0] * len(goals)]
    for depth in depths:
        best, row = _FAR * _FAR, []
        for before, goal in zip(costs[-1], goals, strict=True):
            best = min(best, before)
            row.append(best + abs(depth - goal))
        costs.append(row)
    return _trace(costs, len(goals))


def _trace(costs: Sequence[Sequence[float]], width: int) -> list[int]:
    steps: list[int] = []
    limit = width
    for row in reversed(costs[1:]):
        step = min(range(limit), key=lambda place: (row[place], place))
        steps.append(step)
        limit = step + 1
    return steps[::-1]


def _inside(spoken: str, known: dict[str, object] | dict[str, str] | dict[str, float]) -> str | None:
    """The longest known phrase within a name, words that must stand alone left out."""
    padded = f" {spoken} "
    found = [phrase for phrase in known if f" {phrase} " in padded and phrase not in _exact_only()]
    return max(found, key=len, default=None)


@cache
def _exact_only() -> frozenset[str]:
    return frozenset(words(word) for word in load("stages")["exact_only"])


@cache
def _kind_phrases() -> dict[str, str]:
    return {phrase: kind for kind, listed in load("stages")["kinds"].items() for phrase, _ in phrases(listed)}


@cache
def _depths() -> dict[str, float]:
    return {phrase: step["depth"] for step in load("stages")["steps"] for phrase, _ in phrases(step["names"])}
