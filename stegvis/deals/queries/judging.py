"""What gates ask of many deals at once: the same answers as `gates.gate_for` gives for one, in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stegvis.deals.gates import SOLD, goes_on, passed_over
from stegvis.deals.models import Evidence, StageVisit
from stegvis.processes.models import ExitCriterion, Stage, StageKind


@dataclass(frozen=True)
class Missing:
    """What one deal lacks for one move, and the stages passed over."""

    soft: Sequence[ExitCriterion] = ()
    hard: Sequence[ExitCriterion] = ()
    skipped: tuple[Stage, ...] = ()


@dataclass
class Judge:
    """Judges moves of the deals `ids`, which stand in `stages` (by id)."""

    workspace: int
    ids: Sequence[int]
    stages: Mapping[int, Stage]
    between: dict[tuple[int, int], tuple[Stage, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        versions = {stage.version_id for stage in self.stages.values()}
        every = Stage.objects.filter(workspace=self.workspace, version__in=versions)
        self.open = [stage for stage in every.order_by("position", "id") if stage.kind == StageKind.OPEN]
        self.criteria = self._criteria(versions)
        self.shown = self._shown() if self.criteria else {}
        self.been = self._been()

    def missing(self, deal: int, stage: Stage, to_stage: Stage) -> Missing:
        """What `deal`, now in `stage`, lacks for a move to `to_stage` of the same version."""
        standing = self._standing(deal, stage)
        skipped = self._passed_over(standing, to_stage)
        if not goes_on(standing, to_stage):
            return Missing(skipped=skipped)
        asked = [one for place in (standing, *skipped) for one in self.criteria.get(place.pk, ())]
        lacking = [one for one in asked if one.lineage not in self.shown.get(deal, ())]
        soft = [one for one in lacking if not one.hard and one.stage_id == standing.pk]
        return Missing(soft, [one for one in lacking if one.hard], skipped)

    def _standing(self, deal: int, stage: Stage) -> Stage:
        """A parked or lost deal stands where it was."""
        if stage.kind == StageKind.OPEN or stage.kind in SOLD:
            return stage
        ways = [one for one in self.open if one.version_id == stage.version_id]
        again = [one for one in ways if one.lineage == self.been.get(deal)]
        return next(iter([*again, *ways]), stage)

    def _passed_over(self, stage: Stage, to_stage: Stage) -> tuple[Stage, ...]:
        key = stage.pk, to_stage.pk
        if key not in self.between:
            self.between[key] = passed_over(stage, to_stage)
        return self.between[key]

    def _criteria(self, versions: Iterable[int]) -> dict[int, list[ExitCriterion]]:
        found: dict[int, list[ExitCriterion]] = defaultdict(list)
        for one in ExitCriterion.objects.filter(workspace=self.workspace, stage__version__in=versions):
            found[one.stage_id].append(one)
        return found

    def _shown(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        ticks = Evidence.objects.filter(workspace=self.workspace, deal__in=self.ids).order_by()
        for deal, lineage in ticks.values_list("deal", "lineage"):
            found[deal].add(lineage)
        return found

    def _been(self) -> dict[int, str]:
        """The lineage of the open stage each deal was last in, for those that stand in none."""
        if all(stage.kind == StageKind.OPEN or stage.kind in SOLD for stage in self.stages.values()):
            return {}
        visits = StageVisit.objects.filter(workspace=self.workspace, deal__in=self.ids, stage__kind=StageKind.OPEN)
        return dict(visits.order_by("deal", "sequence").values_list("deal", "stage__lineage"))
