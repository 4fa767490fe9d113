"""From what happens to what the process could say: proposals, each with the figures that speak for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from stegvis.insights.figures.cases import Case
from stegvis.insights.figures.comparing import median_bounds
from stegvis.insights.figures.conforming import BACK, SKIP, Conformance, Finding, Model
from stegvis.processes.models import StageKind

# Deals that must have been there before anything is proposed.
ENOUGH = 20
# Per cent of won deals that skip a step, or of deals that go back, from which on it is the rule rather than a slip.
SKIPPED, DROPPED, RETURNED, PARKED = 50, 90, 20, 15
OPTIONAL, MERGE, CRITERION, SPLIT, EXPECT, BRANCH = "optional", "merge", "criterion", "split", "expect", "branch"


@dataclass(frozen=True)
class Proposal:
    """`number` of `of` deals speak for it. `changes` are ways to do it: what is done, to which step, to which other.

    `kind` is what was seen: SKIP, BACK, EXPECT (it takes `days` instead of `expected`), or BRANCH (parked from there).
    """

    kind: str
    step: str
    to: str
    number: int
    of: int
    changes: tuple[str, ...]
    days: int = 0
    expected: int = 0

    @property
    def percent(self) -> float:
        """The share in per cent."""
        return 100 * self.number / self.of if self.of else 0


def proposals_of(
    cases: Sequence[Case], model: Model, found: Conformance, expected: Mapping[str, int | None]
) -> list[Proposal]:
    """What the next version could say otherwise, the strongest first; nothing from few deals."""
    made = [*_skips(cases, model), *_returns(found), *_parkings(cases, model), *_times(cases, model, expected)]
    return sorted(made, key=lambda one: (one.kind == EXPECT, -one.percent, one.step))


def _skips(cases: Sequence[Case], model: Model) -> Iterator[Proposal]:
    """Steps that most won deals never were in; not the first one's, which nothing leads past, but merging."""
    won = [set(case.steps) for case in cases if case.is_won]
    for place, step in enumerate(model.steps):
        number = sum(step not in steps for steps in won)
        if len(won) < ENOUGH or 100 * number < SKIPPED * len(won) or len(model.steps) < 2:
            continue
        nexts = model.steps[place + 1] if place + 1 < len(model.steps) else ""
        before = model.steps[place - 1] if place else ""
        merge = f"{MERGE}.{step}.{nexts or before}"
        past = f"{OPTIONAL}.{before}.{nexts}" if before and nexts and (before, nexts) not in model.ways else ""
        ways = (merge, past) if 100 * number >= DROPPED * len(won) else (past, merge)
        yield Proposal(SKIP, step, nexts, number, len(won), tuple(filter(None, ways)))


def _returns(found: Conformance) -> Iterator[Proposal]:
    for one in found.findings:
        if one.deviation.kind == BACK and _is_often(one):
            source, target = one.deviation.step, one.deviation.to
            changes = (f"{CRITERION}.{target}.{source}", f"{SPLIT}.{target}")
            yield Proposal(BACK, source, target, one.cases, one.of, changes)


def _is_often(one: Finding) -> bool:
    return one.of >= ENOUGH and 100 * one.cases >= RETURNED * one.of


def _parkings(cases: Sequence[Case], model: Model) -> Iterator[Proposal]:
    """Steps from which deals are parked though no branch says when."""
    for step in model.steps:
        been = [case for case in cases if step in case.steps]
        after = [_parked_from(case, step) for case in been]
        number = sum(map(bool, after))
        if len(been) < ENOUGH or 100 * number < PARKED * len(been):
            continue
        to = max(filter(None, after), key=after.count)
        led = any(model.kinds.get(target) == StageKind.PARKED for source, target in model.ways if source == step)
        if not led and to in model.kinds:
            yield Proposal(BRANCH, step, to, number, len(been), (f"{BRANCH}.{step}.{to}",))


def _parked_from(case: Case, step: str) -> str:
    """The step in which the case was parked right after `step`; nothing where it was not."""
    for stay, after in zip(case.stays, case.stays[1:], strict=False):
        if stay.step == step and after.kind == StageKind.PARKED:
            return after.step
    return ""


def _times(cases: Sequence[Case], model: Model, expected: Mapping[str, int | None]) -> Iterator[Proposal]:
    """Steps whose expected days are surely not what deals that went on from it took."""
    for step in model.steps:
        days = [case_days for case in cases if (case_days := _days_in(case, step)) is not None]
        wanted = expected.get(step)
        if not wanted or len(days) < ENOUGH:
            continue
        low, high = median_bounds(days)
        said = max(1, round(median(days)))
        if said != wanted and (low > 1.5 * wanted or high < wanted / 2):
            yield Proposal(EXPECT, step, "", len(days), len(days), (f"{EXPECT}.{step}.{said}",), said, wanted)


def _days_in(case: Case, step: str) -> float | None:
    """Days of all stays in `step`, where the case went on from it and all times are known."""
    stays = [stay for stay in case.stays[:-1] if stay.step == step]
    known = [stay.days for stay in stays if stay.days is not None]
    return sum(known) if stays and len(known) == len(stays) else None
