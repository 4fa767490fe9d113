"""What a draft would change, and whether it can be: no database here."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.processes.drafts import SIDES, StageDraft, as_new
from stegvis.processes.models import ExitCriterion, Stage, StageKind, TaskTemplate

MOST_STAGES = 40
MOST_LINES = 30
MOST_DAYS = 3650
Pasts = Mapping[str, Collection[str]]
NEEDED = (StageKind.OPEN, StageKind.WON, StageKind.LOST)


@dataclass(frozen=True)
class Change:
    """The difference between the stages in force and those wanted.

    `stages` are the wanted ones, those that cannot go on from what they were without a past. `kept` says at which
    place each stage that lives on stands in them, `stood` from which position such a place came; `removed` are those
    that do not live on, `mended` the places of the changed ones.
    """

    stages: tuple[StageDraft, ...]
    kept: Mapping[int, int]
    stood: Mapping[int, int]
    removed: tuple[Stage, ...]
    mended: tuple[int, ...]
    is_structural: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.is_structural and not self.mended

    def target(self, stage: Stage, mapping: Mapping[int, int]) -> int:
        """Where in `stages` the deals of `stage` go: what `mapping` says, where it went, or the nearest before."""
        if stage.pk in mapping:
            return mapping[stage.pk]
        return self.kept[stage.pk] if stage.pk in self.kept else self.nearest(stage)

    def nearest(self, stage: Stage) -> int:
        """The place that suits the deals of a removed `stage` best: on its side, the last that stood before it."""
        places = self.choices(stage)
        earlier = [place for place in places if self.stood.get(place, stage.position) < stage.position]
        return max(earlier, key=lambda place: self.stood[place]) if earlier else places[0]

    def choices(self, stage: Stage) -> list[int]:
        """The places where the deals of `stage` may go: of its side only, as a mapping decides nothing."""
        side = SIDES[StageKind(stage.kind)]
        return [place for place, draft in enumerate(self.stages) if draft.side == side]


def compare(before: Sequence[Stage], wanted: Sequence[StageDraft], drafts: Sequence[StageDraft]) -> Change:
    """What `wanted` makes of the stages `before`, whose drafts are `drafts`."""
    known = {stage.lineage: (stage, draft) for stage, draft in zip(before, drafts, strict=True)}
    stages = tuple(_with_possible_past(draft, known) for draft in wanted)
    place_of = {draft.lineage: place for place, draft in enumerate(stages) if draft.lineage}
    kept = {stage.pk: place_of[stage.lineage] for stage in before if stage.lineage in place_of}
    stood = {kept[stage.pk]: stage.position for stage in before if stage.pk in kept}
    removed = tuple(stage for stage in before if stage.pk not in kept)
    mended = tuple(p for p, draft in enumerate(stages) if draft.lineage in known and draft != known[draft.lineage][1])
    shape = [(draft.lineage, draft.kind) for draft in stages] != [(stage.lineage, stage.kind) for stage in before]
    lost = any(_loses_criteria(draft, known[draft.lineage][1]) for draft in stages if draft.lineage in known)
    return Change(stages, kept, stood, removed, mended, shape or lost)


def _with_possible_past(draft: StageDraft, known: Mapping) -> StageDraft:
    """A stage that changes sides is another stage: its deals were not decided by an edit."""
    if draft.lineage in known and draft.side != known[draft.lineage][1].side:
        return as_new(draft)
    return draft


def _loses_criteria(wanted: StageDraft, before: StageDraft) -> bool:
    """Evidence hangs on criteria: one that goes stays in the version it was in."""
    return not {one.lineage for one in before.criteria} <= {one.lineage for one in wanted.criteria}


def pasts(drafts: Sequence[StageDraft]) -> Pasts:
    """The lineages that stages can go on from, each with those of its criteria."""
    return {stage.lineage: {one.lineage for one in stage.criteria} for stage in drafts}


def has_other_past(wanted: Sequence[StageDraft], known: Pasts) -> bool:
    """Whether something in `wanted` goes on from what is not `known`."""
    criteria = [(stage.lineage, one.lineage) for stage in wanted for one in stage.criteria if one.lineage]
    return any(one.lineage and one.lineage not in known for one in wanted) or any(
        b not in known.get(a, ()) for a, b in criteria
    )


def complaints(wanted: Sequence[StageDraft], known: Pasts, phases: set[int]) -> Iterator[str]:
    """Sentences about what cannot be in `wanted`; `known` are the `pasts` there are, `phases` ids of buyer phases."""
    yield from _shape(wanted)
    yield from _pasts(wanted, known)
    yield from _ways(wanted)
    names: set[str] = set()
    for stage in wanted:
        yield from _stage(stage, phases)
        if stage.name.casefold() in names:
            yield _("Two stages are called “%(stage)s”.") % {"stage": stage.name}
        names.add(stage.name.casefold())


def _shape(wanted: Sequence[StageDraft]) -> Iterator[str]:
    for kind in NEEDED:
        if not any(stage.kind == kind for stage in wanted):
            yield _("A process needs at least one stage of the kind “%(kind)s”.") % {"kind": kind.label}
    if len(wanted) > MOST_STAGES:
        yield _("A process has at most %(number)s stages.") % {"number": MOST_STAGES}


def _pasts(wanted: Sequence[StageDraft], known: Pasts) -> Iterator[str]:
    """A stage or criterion can only go on from one of this process, and only once."""
    stages = [stage.lineage for stage in wanted if stage.lineage]
    criteria = [(stage.lineage, one.lineage) for stage in wanted for one in stage.criteria if one.lineage]
    if has_other_past(wanted, known) or len(set(stages)) < len(stages) or len(set(criteria)) < len(criteria):
        yield _("This draft does not fit the process as it is now. Load it again.")


def _ways(wanted: Sequence[StageDraft]) -> Iterator[str]:
    """A branch leads to another stage of the same draft; only parked deals wake."""
    kinds = {stage.named: stage.kind for stage in wanted if stage.named}
    for stage in wanted:
        for branch in stage.branches:
            named = {"branch": branch.text[:60], "stage": stage.name[:60]}
            if branch.to not in kinds or branch.to == stage.named:
                yield _("The branch “%(branch)s” of “%(stage)s” leads nowhere.") % named
            elif branch.wake_days is not None and kinds[branch.to] != StageKind.PARKED:
                yield _("The branch “%(branch)s” of “%(stage)s” wakes deals that are not parked.") % named


def _stage(stage: StageDraft, phases: set[int]) -> Iterator[str]:
    named = {"stage": stage.name[:60]}
    if not 0 < len(stage.name.strip()) <= 200:
        yield _("Every stage needs a name of at most 200 characters.")
    if stage.kind not in StageKind.values:
        yield _("“%(stage)s” is of no known kind.") % named
    if stage.buyer_phase is not None and stage.buyer_phase not in phases:
        yield _("“%(stage)s” names a buyer phase of another process.") % named
    if stage.expected_days is not None and not 1 <= stage.expected_days <= MOST_DAYS:
        yield _("The expected days of “%(stage)s” are between 1 and 3,650.") % named
    if stage.silence_days is not None and not 1 <= stage.silence_days <= MOST_DAYS:
        yield _("The days of silence of “%(stage)s” are between 1 and 3,650.") % named
    if stage.probability is not None and not 0 <= stage.probability <= 100:
        yield _("The probability of “%(stage)s” is between 0 and 100.") % named
    if max(len(stage.criteria), len(stage.tasks), len(stage.branches)) > MOST_LINES or any(_lines(stage)):
        yield _("A criterion, task or branch of “%(stage)s” is empty, too long, or one too many.") % named


def _lines(stage: StageDraft) -> Iterator[bool]:
    """Whether each criterion, task and branch is wrong."""
    for criterion in stage.criteria:
        yield not 0 < len(criterion.text.strip()) <= 500 or len(criterion.buyer_text) > 500
        yield criterion.evidence_kind not in ExitCriterion.EvidenceKind.values
    for task in stage.tasks:
        yield not 0 < len(task.title.strip()) <= 300 or len(task.note) > 2000 or len(task.role) > 60
        yield task.kind not in TaskTemplate.TaskKind.values
        yield task.due_days is not None and not 0 <= task.due_days <= MOST_DAYS
    for branch in stage.branches:
        yield not 0 < len(branch.text.strip()) <= 300
        yield branch.wake_days is not None and not 1 <= branch.wake_days <= MOST_DAYS
