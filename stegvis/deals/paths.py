"""From moves to what follows from them: visits, and the facts a deal copies from its last move. No database here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from stegvis.processes.models import Stage, StageKind

_KINDS = {kind.value: kind for kind in StageKind}
DECIDED = {StageKind.WON, StageKind.LOST}
# What has been lost stays so while one tries to win it back.
LOST = (StageKind.LOST, StageKind.AFTER_LOST)
CLOSED = {StageKind.WON, StageKind.LOST, StageKind.AFTER_WON, StageKind.AFTER_LOST}


class Stay(NamedTuple):
    """A visit before it has an id: times are None where nobody knows them."""

    sequence: int
    stage_id: int
    entered_at: datetime | None
    left_at: datetime | None
    next_stage_id: int | None


def stays(steps: Sequence[tuple[int, datetime | None]]) -> list[Stay]:
    """The visits of a deal whose moves led to these stages at these times, in the order of `steps`."""
    last = len(steps) - 1
    return [
        Stay(
            place + 1,
            stage_id,
            at,
            steps[place + 1][1] if place < last else None,
            steps[place + 1][0] if place < last else None,
        )
        for place, (stage_id, at) in enumerate(steps)
    ]


def deal_after(
    stage: Stage,
    at: datetime | None,
    *,
    was_closed_at: datetime | None = None,
    contacted_at: datetime | None = None,
) -> dict:
    """What a deal knows of itself after a move to `stage` at `at`: status, times, rank in its column.

    Stages after won and after lost keep the day of the decision; an unknown time stays unknown and is never stale.
    """
    return {
        "status": _KINDS[stage.kind],
        "entered_at": at,
        "stale_at": stale_at(stage, at, contacted_at),
        "closed_at": closed_after(stage, at, was_closed_at),
        "rank": rank(at),
    }


def closed_after(stage: Stage, at: datetime | None, was_closed_at: datetime | None) -> datetime | None:
    """When a deal that came to `stage` at `at` was decided: now, before, or it is open."""
    if stage.kind in DECIDED:
        return at
    return was_closed_at if stage.kind in CLOSED else None


def stale_at(stage: Stage, at: datetime | None, contacted_at: datetime | None = None) -> datetime | None:
    """The moment a deal that entered an open `stage` at `at` becomes stale: the first of two.

    After 1.5 times the stage's expected days, and after its days of silence since the last two-way contact. What
    nobody knows (an entry, a contact) or the stage does not say makes nothing stale. `retiming` says the same in SQL.
    """
    if stage.kind != StageKind.OPEN:
        return None
    ends = [at + _days(stage.stale_after)] if at and stage.stale_after else []
    if contacted_at and stage.silence_days:
        ends.append(contacted_at + timedelta(days=stage.silence_days))
    return min(ends, default=None)


@lru_cache(maxsize=256)
def _days(number: Decimal) -> timedelta:
    return timedelta(days=float(number))


def rank(at: datetime | None) -> int:
    """The place in a board's column: newest first, unknown times last. Milliseconds since 1970."""
    return int(at.timestamp() * 1000) if at else 0
