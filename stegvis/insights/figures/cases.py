"""Cases: what single deals, or cases of a log, went through from beginning to end. Nothing here knows the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from stegvis.discovery.histories import Stay
from stegvis.processes.models import StageKind

WON = frozenset({StageKind.WON, StageKind.AFTER_WON})
LOST = frozenset({StageKind.LOST, StageKind.AFTER_LOST})


@dataclass(frozen=True)
class Case:
    """One deal: its stays in order, its value in one currency for all (None: unknown) and when it began."""

    key: int | str
    stays: tuple[Stay, ...]
    value: Decimal | None = None
    began: datetime | None = None

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The steps in order."""
        return tuple(stay.step for stay in self.stays)

    @property
    def is_won(self) -> bool:
        """Whether it ended won, or goes on after having been."""
        return self.stays[-1].kind in WON

    @property
    def is_lost(self) -> bool:
        """Whether it ended lost."""
        return self.stays[-1].kind in LOST

    @property
    def is_decided(self) -> bool:
        """Whether it is won or lost."""
        return self.is_won or self.is_lost

    @cached_property
    def days(self) -> float | None:
        """Days from the beginning until it was won or lost; None while it is open, or where a time is unknown."""
        if not self.is_decided:
            return None
        # What was lost and came back is decided by its last end.
        side, place = WON if self.is_won else LOST, len(self.stays)
        while place and self.stays[place - 1].kind in side:
            place -= 1
        times = [stay.days for stay in self.stays[:place]]
        return None if None in times else sum(one for one in times if one is not None)


def cases_of(found: Iterable[list[Stay]], kinds: Mapping[str, str] | None = None) -> list[Case]:
    """Cases of rows of stays, as logs are read; `kinds` say what a step means where the log does not know."""
    known = kinds or {}
    return [
        Case(place, tuple(Stay(one.step, one.kind or known.get(one.step, StageKind.OPEN), one.days) for one in stays))
        for place, stays in enumerate(found)
        if stays
    ]
