"""How one target stands: what is won of it, what would be by now, what is missing and which pipeline that takes."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from stegvis.deals.periods import next_month
from stegvis.insights.asked import Asked
from stegvis.insights.figures.shares import Share, share
from stegvis.insights.queries.attaining import Aim, Tallies
from stegvis.insights.targeting import VALUE, share_gone


@dataclass(frozen=True)
class Standing:
    """`gone` is the share of working days that is over (0 to 1), `rate` the share of decided deals that was won.

    On its last working day a time is gone, but it is not `over`: there is still a day to win on.
    """

    aim: Aim
    won: Decimal
    gone: float
    rate: Share | None
    open: Decimal
    over: bool = False

    @property
    def progress(self) -> float:
        """Hundredths of the target that are won."""
        return float(100 * self.won / self.aim.amount)

    @property
    def due(self) -> Decimal:
        """What would be won by now if each working day brought the same."""
        return (self.aim.amount * Decimal(self.gone)).quantize(self.step)

    @property
    def ahead(self) -> Decimal:
        """How much more than that is won; negative where it is less."""
        return self.won - self.due

    @property
    def needed(self) -> Decimal:
        """What is still to be won; nothing where the time is over."""
        return Decimal(0) if self.over else max(Decimal(0), self.aim.amount - self.won)

    @property
    def missed(self) -> Decimal:
        """By how much a time that is over fell short."""
        return max(Decimal(0), self.aim.amount - self.won) if self.over else Decimal(0)

    @property
    def pipeline(self) -> tuple[Decimal, Decimal, Decimal | None] | None:
        """Open deals that it takes to win what is needed, at the win rate: in the middle, at least, at most.

        None where too few deals were decided or none was won; without an upper end where the rate may be zero.
        """
        if self.rate is None or not self.rate.middle or not self.needed:
            return None
        most = self._at(self.rate.low) if round(self.rate.low, 1) else None
        return self._at(self.rate.middle), self._at(self.rate.high), most

    @property
    def step(self) -> Decimal:
        """Sums are told in whole units of a currency, deals one by one."""
        return Decimal(1) if self.aim.measure == VALUE else Decimal("0.1")

    def _at(self, rate: float) -> Decimal:
        return (self.needed * 100 / Decimal(rate)).quantize(Decimal(1), ROUND_CEILING)


def stand(asked: Asked, aim: Aim, tallies: Tallies) -> Standing:
    """How `aim` stands today."""
    return Standing(
        aim=aim,
        won=tallies.won_in(aim, aim.months),
        gone=share_gone(sorted(aim.months), asked.today) or 0.0,
        rate=share(*tallies.decided_of(aim)),
        open=tallies.open_of(aim),
        over=asked.today >= next_month(max(aim.months)),
    )


def so_far(asked: Asked, aim: Aim, tallies: Tallies) -> list[tuple[date, Decimal, Decimal | None]]:
    """For each month of a target: what is aimed at until its end, and what is won until then (None: yet to come)."""
    rows, aimed, won = [], Decimal(0), Decimal(0)
    for month in sorted(aim.months):
        aimed += aim.months[month]
        won += tallies.won_in(aim, {month})
        rows.append((month, aimed, won if month <= asked.today else None))
    return rows
