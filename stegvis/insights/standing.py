"""How sellers stand on each stage, as far as a reader may know it.

What is said of the team must not give a single colleague away: where a reader may not know each seller's figures, and
a measure on a stage is made of exactly one colleague's deals beside the own, the team is not said by it there.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from stegvis.insights.asked import Asked
from stegvis.insights.figures.helping import solid_pairs
from stegvis.insights.figures.shrinking import Estimate, Team, shrink_shares, shrink_times
from stegvis.insights.figures.strata import Lasted, Tried
from stegvis.insights.queries.population import Step, steps_of
from stegvis.insights.queries.sellers import Row, names_of, pool_of, read_rows, seen_sellers
from stegvis.processes.models import StageKind

# The two measures: the share that goes on, and the days until a stay is over.
SHARE, TIME = "share", "time"


@dataclass
class Counts:
    """What a seller, or the team, had on a stage."""

    stays: int = 0
    left: int = 0
    on: int = 0
    ended: int = 0

    @property
    def here(self) -> int:
        """How many deals are still there."""
        return self.stays - self.left

    @property
    def ripe(self) -> bool:
        """Whether nearly all (nine of ten) have left: else those that take long are missing among the times."""
        return 10 * self.here <= self.stays

    def add(self, row: Row) -> None:
        """Add a row of counts."""
        self.stays += row.stays
        self.left += row.left
        self.on += row.on
        self.ended += row.ended


@dataclass
class OnStage:
    """One step: each seller's counts, and the team's estimates (None where they may not, or cannot, be said)."""

    step: Step
    counts: dict[int, Counts] = field(default_factory=lambda: defaultdict(Counts))
    # What the team's estimates are made of, by measure.
    team: dict[str, Counts] = field(default_factory=lambda: {SHARE: Counts(), TIME: Counts()})
    shares: Team | None = None
    times: Team | None = None
    # The measures by which the team would give somebody away.
    withheld: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything is known of the team here."""
        return any(counts.stays for counts in self.team.values())

    def measure(self, what: str) -> Team | None:
        """The team's estimates of a measure."""
        return self.shares if what == SHARE else self.times

    def estimate(self, seller: int, what: str) -> Estimate | None:
        """What one may think of a seller here; None where nobody is compared, or the seller was never here."""
        team = self.measure(what)
        return team.of(seller) if team and seller in self.counts else None


@dataclass(frozen=True)
class Help:
    """On a step, `helper` is clearly ahead of `helped` (members' numbers) by a measure; what one may think of both."""

    on: OnStage
    what: str
    helper: int
    helped: int
    ahead: Estimate
    behind: Estimate


@dataclass
class Standing:
    """All steps; the sellers with deals whom the reader may know, by name; whether that is everybody."""

    steps: list[OnStage]
    names: dict[int, str]
    knows_all: bool

    @property
    def withheld(self) -> list[OnStage]:
        """The steps on which the team is not said, or not by each measure."""
        return [one for one in self.steps if one.withheld]


def read_standing(asked: Asked) -> Standing:
    """How sellers stand, for the eyes of who asks."""
    pool, seen = pool_of(asked), seen_sellers(asked.member)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(pool):
        rows[row.lineage].append(row)
    steps = [_on_stage(step, rows[step.lineage], seen) for step in steps_of(pool, StageKind.OPEN)]
    there = {seller for one in steps for seller in one.counts}
    names = {pk: name for pk, name in names_of(asked).items() if pk in there}
    return Standing(steps, names, seen is None)


def _on_stage(step: Step, rows: Sequence[Row], seen: Collection[int] | None) -> OnStage:
    one, others = OnStage(step), defaultdict(Counts)
    for row in rows:
        (one.counts if seen is None or row.seller in seen else others)[row.seller].add(row)
    one.withheld = tuple(what for what in (SHARE, TIME) if _gives_away(others, what))
    for what in (SHARE, TIME):
        said = [row for row in rows if row.seller in one.counts] if what in one.withheld else rows
        for row in said:
            one.team[what].add(row)
        if len({row.seller for row in said}) > 1:
            _estimate(one, what, said)
    return one


def _gives_away(others: Mapping[int, Counts], what: str) -> bool:
    """Whether the team's figures would be those of exactly one of the `others`: who has stays there may have no times.

    Beside times stands how many deals are still there, which must not tell of a single one either.
    """
    left = [one for one in others.values() if one.left]
    ended = [one for one in others.values() if one.ended]
    here = [one for one in others.values() if one.here]
    return len(left if what == SHARE else ended or here) == 1


def _estimate(one: OnStage, what: str, rows: Sequence[Row]) -> None:
    if what == SHARE:
        one.shares = shrink_shares(Tried(row.seller, row.stratum, row.left, row.on) for row in rows)
    else:
        one.times = shrink_times(Lasted(row.seller, row.stratum, row.ended, row.logs, row.squares) for row in rows)


def read_helps(standing: Standing) -> list[Help]:
    """Who could help whom, where that is beyond doubt.

    Being quicker counts only for who does not lose more, and has hardly any deals left there.
    """
    measures = {
        (place, what): {pk: found for pk in standing.names if (found := one.estimate(pk, what))}
        for place, one in enumerate(standing.steps)
        for what in (SHARE, TIME)
    }
    pairs = solid_pairs(measures, less_is_better=[key for key in measures if key[1] == TIME])
    helps = []
    for (place, what), helper, helped in pairs:
        one, both = standing.steps[place], measures[place, what]
        if what == SHARE or (one.counts[helper].ripe and _keeps_as_many(one, helper, helped)):
            helps.append(Help(one, what, helper, helped, both[helper], both[helped]))
    return helps


def _keeps_as_many(one: OnStage, helper: int, helped: int) -> bool:
    ahead, behind = one.estimate(helper, SHARE), one.estimate(helped, SHARE)
    return bool(ahead and behind and ahead.middle >= behind.middle)
