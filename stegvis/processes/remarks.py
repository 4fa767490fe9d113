"""What strikes somebody who has seen many processes, said while one is drawn. Pure; nothing here stops anybody.

The rules and why they are so are told in docs/process-templates.md.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.utils.translation import gettext as _

from stegvis.processes.acts import Act
from stegvis.processes.bodies import Body, Row, from_buyer
from stegvis.processes.models import StageKind

FEW, MANY = 3, 7
NAMING = Path(__file__).parent / "data" / "naming.json"


@dataclass(frozen=True)
class Remark:
    """One remark: what was seen at which stage (or the whole), why it matters, and an act that would mend it."""

    kind: str
    place: str
    title: str
    why: str
    fix: Act | None = None
    words: str = ""

    @property
    def key(self) -> str:
        """What it is called when a team lets it rest."""
        return f"{self.kind}:{self.place}"


def remarks(body: Body) -> list[Remark]:
    """All that strikes one about the draft, in the order of its stages, without what the team let rest."""
    left = set(body.get("left", ()))
    places = {row["key"]: place for place, row in enumerate(body["stages"])}
    found = [one for rule in RULES for one in rule(body) if one.key not in left]
    return sorted(found, key=lambda one: places.get(one.place, -1))


def _opened(body: Body) -> list[Row]:
    return [row for row in body["stages"] if row["kind"] == StageKind.OPEN]


def _first(body: Body, kind: str) -> Row | None:
    return next((row for row in body["stages"] if row["kind"] == kind), None)


def _phase(body: Body, stage: Row) -> Row | None:
    return next((row for row in body["phases"] if row["key"] == stage["buyer_phase"]), None)


def too_many(body: Body) -> Iterator[Remark]:
    """More open stages than people tell apart."""
    opened = _opened(body)
    if len(opened) > MANY:
        first, second = _most_alike(opened)
        facts = {"first": first["name"], "second": second["name"]}
        why = _("Most teams tell at most seven apart. “%(first)s” and “%(second)s” are nearest to each other.") % facts
        fix = Act("merge_stage", second["key"], first["key"])
        yield Remark("many", "", _("More than seven open stages"), why, fix, _("Merge these two"))


def _most_alike(opened: list[Row]) -> tuple[Row, Row]:
    pairs = list(pairwise(opened))
    alike = [pair for pair in pairs if pair[0]["buyer_phase"] == pair[1]["buyer_phase"]]
    return min(alike or pairs, key=lambda pair: sum(len(one["criteria"]) for one in pair))


def too_few(body: Body) -> Iterator[Remark]:
    """So few open stages that they say little about where a deal is."""
    opened = _opened(body)
    if 0 < len(opened) < FEW:
        longest = max(opened, key=lambda row: row["expected_days"] or 0)
        why = _("A deal stands so long in one place that nobody sees it move. “%(stage)s” takes longest.")
        fix, words = Act("split_stage", longest["key"]), _("Split it")
        yield Remark("few", "", _("Fewer than three open stages"), why % {"stage": longest["name"]}, fix, words)


def undefined(body: Body) -> Iterator[Remark]:
    """Stages of which nobody can say whether a deal is in them."""
    before: Row | None = None
    for row in body["stages"]:
        if not row["definition"].strip():
            why = _("Two sellers put the same deal in different places when nothing says what is true here.")
            text = _definition(body, row, before)
            fix = Act("set", row["key"], "definition", {"value": text}) if text else None
            yield Remark(
                "undefined", row["key"], _("It does not say when a deal is here"), why, fix, _("Begin with this")
            )
        before = row


def _definition(body: Body, row: Row, before: Row | None) -> str:
    """A sentence to begin with: how one knows the buyer's phase, or the evidence that led here."""
    phase = _phase(body, row)
    if phase and phase["summary"]:
        return phase["summary"]
    texts = [one["text"] for one in (before or {}).get("criteria", ()) if one["text"]]
    return _("True here: %(facts)s.") % {"facts": "; ".join(texts)} if texts and row["kind"] == StageKind.OPEN else ""


def nothing_from_buyer(body: Body) -> Iterator[Remark]:
    """Open stages that a deal leaves because the seller says so."""
    for row in _opened(body):
        if not from_buyer(row):
            why = _("What does the buyer say or do when they are ready for the next stage? Only that moves a deal.")
            fix = _commitment(body, row)
            words = _("Add “%(text)s”") % {"text": fix.values["text"]} if fix else ""
            yield Remark("evidence", row["key"], _("Nothing here comes from the buyer"), why, fix, words)


def _commitment(body: Body, row: Row) -> Act | None:
    """The first thing a buyer commits to in this phase that no stage asks for yet."""
    asked = {one["text"].casefold() for stage in body["stages"] for one in stage["criteria"]}
    phase = _phase(body, row)
    free = [text for text in (phase or {}).get("commitments", ()) if text.casefold() not in asked]
    return Act("add_line", row["key"], "criteria", {"text": free[0], "evidence_kind": "buyer"}) if free else None


def named_after_us(body: Body) -> Iterator[Remark]:
    """Open stages that say what the seller does, by name and definition."""
    names = {row["name"].casefold() for row in body["stages"]}
    for row in _opened(body):
        if _speaks_of_us(row["name"]) and not _speaks_of_buyer(row["definition"]):
            phase = _phase(body, row)
            free = phase is not None and phase["name"].casefold() not in names
            fix = Act("set", row["key"], "name", {"value": phase["name"]}) if free and phase else None
            words = _("Call it “%(name)s”") % {"name": phase["name"]} if free and phase else ""
            why = _(
                "What you did says little about whether they buy. Name it after what the buyer does or has decided."
            )
            yield Remark("naming", row["key"], _("Named after what you do"), why, fix, words)


@cache
def _words(side: str) -> tuple[str, ...]:
    return tuple(word for words in json.loads(NAMING.read_text(encoding="utf-8"))[side].values() for word in words)


def _speaks_of_us(name: str) -> bool:
    return name.casefold().startswith(_words("seller"))


def _speaks_of_buyer(text: str) -> bool:
    said = f" {text.casefold()} "
    return any(f" {word}" in said for word in _words("buyer"))


def dead_end(body: Body) -> Iterator[Remark]:
    """Stages from which a deal cannot go on although people do."""
    lost = _first(body, StageKind.LOST)
    if lost and not lost["branches"] and not _first(body, StageKind.AFTER_LOST):
        why = _("A no today is often a not yet. A stage after it with a day to call again brings some of them back.")
        fix = Act("add_stage", "", StageKind.AFTER_LOST, {"name": _("Win-back")})
        yield Remark(
            "dead-end", lost["key"], _("Lost deals end here"), why, fix, _("Add “%(name)s”") % {"name": _("Win-back")}
        )


def no_way_back(body: Body) -> Iterator[Remark]:
    """Parked stages that lead nowhere."""
    opened = {row["key"] for row in _opened(body)}
    for row in body["stages"]:
        if row["kind"] == StageKind.PARKED and opened and not any(one["to"] in opened for one in row["branches"]):
            why = _("A deal that wakes up needs a place to go, or it falls asleep again.")
            values = {"text": _("The day has come and the buyer wants to go on"), "to": _opened(body)[0]["key"]}
            fix = Act("add_line", row["key"], "branches", values)
            words = _("Lead it to “%(name)s”") % {"name": _opened(body)[0]["name"]}
            yield Remark("no-way-back", row["key"], _("No way back from here"), why, fix, words)


def nothing_after_won(body: Body) -> Iterator[Remark]:
    """A sale that ends with the signature."""
    won = _first(body, StageKind.WON)
    if won and not _first(body, StageKind.AFTER_WON):
        why = _("The next sale begins when the customer gets what was promised. Somebody should ask how it went.")
        fix = Act("add_stage", "", StageKind.AFTER_WON, {"name": _("Follow-up")})
        words = _("Add “%(name)s”") % {"name": _("Follow-up")}
        yield Remark("after-won", won["key"], _("Nothing happens after won"), why, fix, words)


def twins(body: Body) -> Iterator[Remark]:
    """Neighbours that differ in nothing but their names."""
    for first, second in pairwise(_opened(body)):
        if first["buyer_phase"] and first["buyer_phase"] == second["buyer_phase"] and _same(first, second):
            facts = {"stage": first["name"]}
            title = _("It looks like “%(stage)s”") % facts
            why = _("Same phase of the buyer, and no evidence that tells the two apart: deals move for our sake only.")
            fix = Act("merge_stage", second["key"], first["key"])
            yield Remark("twins", second["key"], title, why, fix, _("Merge with “%(stage)s”") % facts)


def _same(first: Row, second: Row) -> bool:
    asks = [{one["text"].casefold() for one in row["criteria"] if one["text"]} for row in (first, second)]
    says = {row["definition"].casefold().strip() for row in (first, second)} - {""}
    return asks[0] == asks[1] and len(says) <= 1


RULES: tuple[Callable[[Body], Iterator[Remark]], ...] = (
    too_many,
    too_few,
    named_after_us,
    undefined,
    nothing_from_buyer,
    twins,
    no_way_back,
    dead_end,
    nothing_after_won,
)
