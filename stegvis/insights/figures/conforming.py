"""How deals keep to a process: what each did otherwise, and whether that goes with winning or with losing.

Keeping to it means: every open stage in its order, each at least once, from the first to the furthest one reached, and
for won deals all of them. Losing and parking are ways of every stage; the branches of the process are ways too. After
going back, or waking up, a deal may return to any stage that it has been in.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stegvis.insights.figures.cases import LOST, WON, Case
from stegvis.insights.figures.comparing import FEWEST, SURE, Share, chance_higher

SKIP, BACK, REOPEN, STRANGE = "skip", "back", "reopen", "strange"
# Verdicts on a deviation.
WINNING, LOSING, UNCLEAR, TOO_FEW = "winning", "losing", "unclear", "few"


@dataclass(frozen=True)
class Model:
    """A process as deals should go: open steps in order, the kind of every step, and branches as (from, to)."""

    steps: tuple[str, ...]
    kinds: Mapping[str, str]
    ways: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, order=True)
class Deviation:
    """One way to do it otherwise: `step` was skipped, left back to `to`, was strange, or reopened after losing."""

    kind: str
    step: str = ""
    to: str = ""

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return ".".join(filter(None, (self.kind, self.step, self.to)))


@dataclass(frozen=True)
class Finding:
    """What is known of a deviation: its cases, of how many that could have, and shares won with and without it.

    Shares are of decided cases. `surely` is the probability that more are won with it than without.
    """

    deviation: Deviation
    cases: int
    of: int
    with_it: Share
    without: Share
    surely: float | None

    @property
    def verdict(self) -> str:
        """WINNING, LOSING, UNCLEAR, or TOO_FEW."""
        if self.surely is None:
            return TOO_FEW
        return WINNING if self.surely >= SURE else LOSING if self.surely <= 1 - SURE else UNCLEAR


@dataclass
class Conformance:
    """All of it: the cases, those that follow the process, and findings, the most frequent first."""

    cases: int
    following: int
    followed: Share
    deviated: Share
    findings: list[Finding] = field(default_factory=list)


def deviations_of(case: Case, model: Model) -> frozenset[Deviation]:
    """What `case` did otherwise; nothing where it keeps to the process so far."""
    return frozenset(_Walk(model).along(case))


class _Walk:
    """Goes along a case and notes what is otherwise."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.order = {step: place for place, step in enumerate(model.steps)}
        self.at, self.kind = -1, ""
        self.been: set[str] = set()

    def along(self, case: Case) -> Iterable[Deviation]:
        for step in case.steps:
            kind = self.model.kinds.get(step)
            if kind is None:
                yield Deviation(STRANGE, step)
            elif step in self.order:
                yield from self._open(step)
            elif kind in WON and self.kind not in WON:
                yield from self._skipped(len(self.model.steps), step)
            if kind is not None:
                self.kind = kind
            self.been.add(step)

    def _open(self, step: str) -> Iterable[Deviation]:
        place = self.order[step]
        if self.kind in WON | LOST:
            yield Deviation(REOPEN)
        elif place < self.at and (self._here, step) not in self.model.ways:
            yield Deviation(BACK, self._here, step)
        if step not in self.been:
            yield from self._skipped(place, step)
        self.at = place

    @property
    def _here(self) -> str:
        return self.model.steps[self.at] if self.at >= 0 else ""

    def _skipped(self, place: int, step: str) -> Iterable[Deviation]:
        """What lies between here and `place` and was never entered, unless a branch leads past it."""
        if (self._here, step) not in self.model.ways:
            passed = self.model.steps[self.at + 1 : place]
            yield from (Deviation(SKIP, one) for one in passed if one not in self.been)


def conformance_of(cases: Sequence[Case], model: Model) -> Conformance:
    """What share keeps to the process, and every deviation that more than one case shows."""
    told = [(case, deviations_of(case, model)) for case in cases]
    follows = [case for case, found in told if not found]
    others = [case for case, found in told if found]
    having: dict[Deviation, list[Case]] = defaultdict(list)
    for case, found in told:
        for one in found:
            having[one].append(case)
    findings = [_finding(one, mine, told, model) for one, mine in having.items() if len(mine) > 1]
    ordered = sorted(findings, key=lambda one: (-one.cases, one.deviation))
    return Conformance(len(told), len(follows), share_won(follows), share_won(others), ordered)


def share_won(cases: Iterable[Case]) -> Share:
    """Won of decided."""
    decided = [case.is_won for case in cases if case.is_decided]
    return Share(sum(decided), len(decided))


def _finding(
    one: Deviation, mine: list[Case], told: Sequence[tuple[Case, frozenset[Deviation]]], model: Model
) -> Finding:
    could = could_deviate(one, model)
    rest = [case for case, found in told if one not in found and could(case)]
    with_it, without = share_won(mine), share_won(rest)
    enough = min(with_it.of, without.of) >= FEWEST
    surely = chance_higher(with_it, without) if enough else None
    return Finding(one, len(mine), len(mine) + len(rest), with_it, without, surely)


def could_deviate(one: Deviation, model: Model) -> Callable[[Case], bool]:
    """Whether a case came where it could have done this. Who skipped a step got past it: so must who is compared."""
    if one.kind == SKIP:
        further = set(model.steps[model.steps.index(one.step) + 1 :])
        return lambda case: _got_past(case, one.step, further)
    if one.kind == BACK:
        return lambda case: one.step in case.steps
    if one.kind == REOPEN:
        return lambda case: any(stay.kind in LOST for stay in case.stays)
    return lambda case: True


def _got_past(case: Case, step: str, further: set[str]) -> bool:
    if step not in case.steps:
        return False
    after = case.stays[case.steps.index(step) + 1 :]
    return any(stay.step in further or stay.kind in WON for stay in after)
