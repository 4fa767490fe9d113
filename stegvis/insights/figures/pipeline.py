"""A pipeline on one day and on a later one, and the steps between: they add up, deal by deal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

NEW, GROWN, SHRUNK, WON, LOST, OUT = "new", "grown", "shrunk", "won", "lost", "out"
STEPS = (NEW, GROWN, SHRUNK, WON, LOST, OUT)


@dataclass(frozen=True, slots=True)
class Seen:
    """A deal at both ends: the step it was in (None: not in the pipeline) and what it was worth, in one currency.

    `ending` is what became of it where it is no longer in the pipeline: WON, LOST or OUT. It may stand for `count`
    deals of which all that is the same, and be worth what they are together; then none has changed its value.
    """

    deal: int
    then: str | None
    now: str | None
    worth_then: Decimal
    worth_now: Decimal
    ending: str = OUT
    count: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    """One step of one deal, or of `count` deals together: by how much it moved the sum."""

    deal: int
    what: str
    worth: Decimal
    count: int = 1


def changes_between(deals: Iterable[Seen]) -> list[Change]:
    """What led from the pipeline then to the pipeline now: the sum then and all `worth` is the sum now.

    A deal that came and went in between counts as new and as won, lost or moved out.
    """
    found: list[Change] = []
    for one in deals:
        if one.then is None:
            found.append(Change(one.deal, NEW, one.worth_now, one.count))
        elif one.worth_now != one.worth_then:
            what = GROWN if one.worth_now > one.worth_then else SHRUNK
            found.append(Change(one.deal, what, one.worth_now - one.worth_then))
        if one.now is None:
            found.append(Change(one.deal, one.ending, -one.worth_now, one.count))
    return found


def state_at(visits: Iterable[tuple], moment) -> tuple | None:
    """The stay (entered, left, …) in which a deal was at `moment`: the last that had begun and not ended."""
    found = None
    for visit in visits:
        entered, left = visit[0], visit[1]
        if entered is not None and entered < moment and (left is None or left >= moment):
            found = visit
    return found


def ending_of(kind: str | None) -> str:
    """What became of a deal that left the pipeline for a stage of `kind`."""
    return {"won": WON, "after_won": WON, "lost": LOST, "after_lost": LOST}.get(kind or "", OUT)


def sums(deals: Iterable[Seen]) -> Mapping[str, Decimal]:
    """The sum of the pipeline at both ends: "then" and "now"."""
    whole = {"then": Decimal(0), "now": Decimal(0)}
    for one in deals:
        whole["then"] += one.worth_then if one.then is not None else 0
        whole["now"] += one.worth_now if one.now is not None else 0
    return whole
