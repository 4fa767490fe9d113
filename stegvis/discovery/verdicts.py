"""Proposals with what was decided about them, and the draft that they make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from stegvis.discovery.findings import Findings
from stegvis.discovery.models import ProposalVerdict
from stegvis.discovery.proposals import CRITERION, TASK, Part, Proposal
from stegvis.processes.drafts import BranchDraft, CriterionDraft, StageDraft, TaskDraft
from stegvis.processes.models import StageKind

Verdict = ProposalVerdict.Verdict


@dataclass(frozen=True)
class DecidedPart:
    """A task or criterion, and whether it is taken."""

    part: Part
    taken: bool


@dataclass(frozen=True)
class Decided:
    """A proposed stage in the words it got, with what was decided: accepted, dropped, or nothing yet."""

    proposal: Proposal
    verdict: str
    parts: tuple[DecidedPart, ...]
    changed: bool = False

    @property
    def taken(self) -> bool:
        """Whether the draft has it: also where nobody decided, unless the rules advise against it."""
        return self.proposal.taken if not self.verdict else self.verdict == Verdict.ACCEPTED

    @property
    def tasks(self) -> int:
        """How many tasks it has."""
        return sum(1 for one in self.parts if one.taken and one.part.what == TASK)

    @property
    def criteria(self) -> int:
        """How much it asks of the buyer."""
        return sum(1 for one in self.parts if one.taken and one.part.what == CRITERION)


def part_key(proposal: Proposal, part: Part) -> str:
    """The name by which a verdict knows a part."""
    return f"{proposal.key}.{part.what}.{part.key}"


def decided(proposals: Iterable[Proposal], verdicts: Mapping[str, ProposalVerdict]) -> list[Decided]:
    """The proposals with the verdicts, by key."""
    return [_decided(one, verdicts) for one in proposals]


def _decided(proposal: Proposal, verdicts: Mapping[str, ProposalVerdict]) -> Decided:
    own = verdicts.get(proposal.key)
    parts = tuple(_part(proposal, one, verdicts) for one in proposal.parts)
    if own is None:
        return Decided(proposal, "", parts)
    return Decided(replace(proposal, **own.changes), own.verdict, parts, bool(own.changes))


def _part(proposal: Proposal, part: Part, verdicts: Mapping[str, ProposalVerdict]) -> DecidedPart:
    own = verdicts.get(part_key(proposal, part))
    return DecidedPart(part, part.taken if own is None else own.verdict == Verdict.ACCEPTED)


def drafts_of(decisions: Sequence[Decided], findings: Findings) -> tuple[list[StageDraft], list[str | None]]:
    """The stages that are taken, and the key of the buyer's phase of each."""
    taken = [one for one in decisions if one.taken]
    parked = next((one.proposal.key for one in taken if one.proposal.kind == StageKind.PARKED), "")
    return [_draft(one, parked, findings) for one in taken], [one.proposal.phase for one in taken]


def _draft(one: Decided, parked: str, findings: Findings) -> StageDraft:
    proposal, parts = one.proposal, [part.part for part in one.parts if part.taken]
    tasks = [part for part in parts if part.what == TASK]
    criteria = [part for part in parts if part.what == CRITERION]
    return StageDraft(
        name=proposal.name,
        kind=proposal.kind,
        key=proposal.key,
        definition=proposal.definition,
        expected_days=proposal.days,
        probability=proposal.probability,
        sources=_sources(proposal.sources, findings),
        criteria=tuple(
            CriterionDraft(part.text, evidence_kind=part.kind, sources=_sources(part.sources, findings))
            for part in criteria
        ),
        tasks=tuple(
            TaskDraft(part.text, part.kind, part.due, sources=_sources(part.sources, findings)) for part in tasks
        ),
        branches=_branches(proposal, parked),
    )


def _branches(proposal: Proposal, parked: str) -> tuple[BranchDraft, ...]:
    """From the proposal one may go to the fridge and come back."""
    if proposal.key != "proposed" or not parked:
        return ()
    return (BranchDraft(_("Not now"), parked, 90),)


def _sources(numbers: Iterable[int], findings: Findings) -> tuple[str, ...]:
    """What an answer said, in short: "Interview, question 3: By a call"."""
    found = []
    for number in numbers:
        finding = findings[number]
        said = finding.question.choices.get(finding.most, "")
        named = {"number": number, "short": finding.question.short, "said": said}
        found.append(
            _("Question %(number)s, %(short)s: %(said)s") % named
            if said
            else _("Question %(number)s, %(short)s") % named
        )
    return tuple(found)
