"""A process as boxes and arrows: after each stage the question, for each no a way on.

The way to the sale is drawn once. Whatever leads back to it, or to a place that stands elsewhere already, ends in a
small box that names where one is then: arrows across the whole drawing would be drawn, but not followed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.processes.drawings import Drawing, DrawnBranch, DrawnStage
from stegvis.processes.models import StageKind

THEN = {StageKind.WON: StageKind.AFTER_WON, StageKind.LOST: StageKind.AFTER_LOST}


@dataclass(frozen=True)
class Node:
    """A box. `kind` is a stage's kind, "ask" (a question), or "back" (go on at the stage `goal`)."""

    kind: str
    title: str
    details: tuple[str, ...] = ()
    drawn: DrawnStage | None = None
    ours: bool = False
    goal: str = ""


@dataclass(frozen=True)
class Edge:
    """An arrow from node to node (places in `Flow.nodes`); on the `spine` it leads to the sale.

    `branch` names the branch it draws, `before` the stage it leads to from the one before it.
    """

    source: int
    target: int
    words: str = ""
    spine: bool = False
    branch: str = ""
    before: str = ""


@dataclass
class Flow:
    """All of it."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    def add(self, node: Node) -> int:
        """Put in a node; its place."""
        self.nodes.append(node)
        return len(self.nodes) - 1

    def lead(self, source: int, target: int, words: str = "", **more: Any) -> None:
        """Put in an arrow."""
        self.edges.append(Edge(source, target, words, **more))


def flow_of(drawing: Drawing) -> Flow:
    """The flowchart of a process."""
    return _Drawer(drawing).draw()


class _Drawer:
    """Puts nodes in as they are reached, each stage once."""

    def __init__(self, drawing: Drawing) -> None:
        self.flow = Flow()
        self.opened = drawing.stages
        self.others = {one.key: one for row in drawing.rows for one in (*row.ends, *row.then)}
        self.asks: list[int] = []
        self.placed: dict[str, int] = {}
        self.waiting: list[DrawnStage] = []
        self.order = {one.key: place for place, one in enumerate((*self.opened, *self.others.values()))}

    def draw(self) -> Flow:
        for drawn in self.opened:
            self._open_stage(drawn)
        self._goal()
        for place, drawn in zip(self.asks, self.opened, strict=True):
            self._branches(place, drawn)
        self._unreached()
        self._afterwards()
        self._not_yet()
        return self.flow

    def _open_stage(self, drawn: DrawnStage) -> None:
        stage = self.flow.add(Node(StageKind.OPEN, drawn.stage.name, drawn=drawn))
        if self.asks:
            self.flow.lead(self.asks[-1], stage, _("yes"), spine=True, before=drawn.key)
        shown = tuple(one.text for one in drawn.criteria)
        title = _("Shown by the buyer?") if drawn.from_buyer else _("Ready to go on?")
        self.asks.append(self.flow.add(Node("ask", title, shown, drawn, ours=not drawn.from_buyer)))
        self.flow.lead(stage, self.asks[-1], spine=True)
        self.placed[drawn.key] = stage

    def _goal(self) -> None:
        won = next((one for one in self.others.values() if one.stage.kind == StageKind.WON), None)
        if won and self.asks:
            self.flow.lead(self.asks[-1], self._place(won), _("yes"), spine=True, before=won.key)

    def _place(self, drawn: DrawnStage) -> int:
        if drawn.key not in self.placed:
            self.placed[drawn.key] = self.flow.add(Node(drawn.stage.kind, drawn.stage.name, drawn=drawn))
            self.waiting.append(drawn)
        return self.placed[drawn.key]

    def _branches(self, source: int, drawn: DrawnStage) -> None:
        for branch in drawn.branches:
            self.flow.lead(source, self._target(drawn, branch.to), words_of(branch), branch=branch.key)

    def _target(self, source: DrawnStage, key: str) -> int:
        """The stage itself where it is met for the first time, else a box that names it."""
        if key in self.others and key not in self.placed:
            return self._place(self.others[key])
        target = next((one for one in self.opened if one.key == key), None) or self.others.get(key)
        back = self.order.get(key, 0) <= self.order[source.key]
        return self._mention(target.stage.name if target else "", back=back, goal=key)

    def _mention(self, name: str, *, back: bool = True, goal: str = "") -> int:
        return self.flow.add(Node("back", f"{'↺' if back else '→'} {name}", goal=goal))

    def _unreached(self) -> None:
        """Lost and parked are drawn even where no branch names them: they are what remains after every no."""
        if not self.asks:
            return
        says: dict[str, str] = {StageKind.LOST: _("no"), StageKind.PARKED: _("not now")}
        for drawn in self.others.values():
            if drawn.stage.kind in says and drawn.key not in self.placed:
                self.flow.lead(self.asks[-1], self._place(drawn), says[drawn.stage.kind])

    def _afterwards(self) -> None:
        """Follow every branch of what was reached, then the order of the stages where no branch says another."""
        self._follow()
        for kind, then in THEN.items():
            for one, following in pairwise([*self._of(kind)[:1], *self._of(then)]):
                if following.key not in self.placed:
                    self.flow.lead(self._place(one), self._place(following), before=following.key)
                    self._follow()
        for drawn in self.others.values():
            self._wake(drawn)

    def _follow(self) -> None:
        while self.waiting:
            drawn = self.waiting.pop(0)
            self._branches(self.placed[drawn.key], drawn)

    def _of(self, kind: str) -> list[DrawnStage]:
        return [one for one in self.others.values() if one.stage.kind == kind]

    def _wake(self, drawn: DrawnStage) -> None:
        """The way back of what would be an end: parked deals wake, others begin anew."""
        place = self.placed.get(drawn.key)
        if place is None or any(edge.source == place for edge in self.flow.edges) or drawn.stage.kind in THEN:
            return
        if drawn.stage.kind == StageKind.PARKED:
            self.flow.lead(place, self._mention(_("Where it was")), _("wakes on its day"))
        elif self.opened:
            self.flow.lead(place, self._mention(self.opened[0].stage.name, goal=self.opened[0].key), _("a new need"))

    def _not_yet(self) -> None:
        """A question that knows only yes: the deal stays where it is."""
        for place in self.asks:
            if sum(edge.source == place for edge in self.flow.edges) < 2:
                self.flow.lead(place, self._mention(_("Stays here")), _("not yet"))


def words_of(branch: DrawnBranch) -> str:
    """What is written at its arrow."""
    if not branch.wake_days:
        return branch.words
    days = ngettext("after %(num)d day", "after %(num)d days", branch.wake_days) % {"num": branch.wake_days}
    return _("%(what)s, %(when)s") % {"what": branch.words, "when": days} if branch.words else days


def ways_from(flow: Flow, node: int) -> Iterable[tuple[str, str]]:
    """What is said at each arrow that leaves `node`, and the title of where it leads."""
    return ((edge.words, flow.nodes[edge.target].title) for edge in flow.edges if edge.source == node)
