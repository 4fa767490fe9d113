"""What became of deals that came into a stage. Each deal has exactly one fate, so the parts add up to the whole."""

from collections.abc import Sequence

WON, WENT_ON, HERE, PARKED, BACK, LOST = "won", "on", "here", "parked", "back", "lost"
FATES = (WON, WENT_ON, HERE, PARKED, BACK, LOST)
OPEN_STATUSES = ("open", "parked")
WON_STATUSES = ("won", "after_won")
LOST_STATUSES = ("lost", "after_lost")
OUTCOMES = {"won": WON_STATUSES, "lost": LOST_STATUSES, "open": OPEN_STATUSES}


def fate(place: int, next_kind: str | None, next_place: int | None, status: str) -> str:
    """The fate of a deal whose stay in the step at `place` ended with a move to a stage of `next_kind`.

    `next_place` is that stage's step (None: of another process); `status` is how the deal stands today. A deal that is
    won counts as won wherever it went first; one that went on and was lost further on went on from here.
    """
    if status in WON_STATUSES:
        return WON
    if next_kind is None:
        return HERE
    if next_kind in LOST_STATUSES:
        return LOST
    if next_kind == "parked":
        return PARKED
    return BACK if next_kind == "open" and next_place is not None and next_place < place else WENT_ON


def conversion(counts: dict[str, int], parts: Sequence[str]) -> float | None:
    """Hundredths of all that came in that are among `parts`; None where none came in."""
    whole = sum(counts.values())
    return 100 * sum(counts.get(one, 0) for one in parts) / whole if whole else None
