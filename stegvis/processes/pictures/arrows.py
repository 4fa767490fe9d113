"""Arrows with square bends, rounded a little, and an open tip."""

from collections.abc import Sequence
from itertools import pairwise

from stegvis.processes.pictures.scene import Scene

BEND, TIP = 8.0, 5.0
Point = Sequence[float]


def arrow(scene: Scene, points: Sequence[Point], role: str) -> None:
    """The way along `points` and a tip at its end."""
    scene.path(way_of(points), role)
    scene.path(_tip(points[-2], points[-1]), role)


def along(points: Sequence[Point], share: float) -> tuple[float, float]:
    """The point at `share` of the way along `points`."""
    rest = share * sum(map(_far, points, points[1:]))
    for start, end in pairwise(points):
        far = _far(start, end)
        if rest <= far:
            return _towards(start, end, rest)
        rest -= far
    return points[-1][0], points[-1][1]


def way_of(points: Sequence[Point]) -> str:
    """The way along `points` in SVG's words, its corners rounded."""
    steps = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(BEND, _far(before, corner) / 2, _far(corner, after) / 2)
        near, on = _towards(corner, before, bend), _towards(corner, after, bend)
        steps.append(f"L{near[0]:.1f} {near[1]:.1f} Q{corner[0]:.1f} {corner[1]:.1f} {on[0]:.1f} {on[1]:.1f}")
    return " ".join([*steps, f"L{points[-1][0]:.1f} {points[-1][1]:.1f}"])


def _far(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(start: Point, end: Point, far: float) -> tuple[float, float]:
    share = far / (_far(start, end) or 1)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _tip(before: Point, end: Point) -> str:
    back = _towards(end, before, TIP)
    aside = (TIP, 0) if before[0] == end[0] else (0, TIP)
    first, last = (back[0] + aside[0], back[1] + aside[1]), (back[0] - aside[0], back[1] - aside[1])
    return f"M{first[0]:.1f} {first[1]:.1f} L{end[0]:.1f} {end[1]:.1f} L{last[0]:.1f} {last[1]:.1f}"
