"""The result of an interview: what the answers say, and what they propose."""

from dataclasses import dataclass

from stegvis.discovery.findings import Finding, Findings, findings_of
from stegvis.discovery.models import Interview, ProposalVerdict
from stegvis.discovery.proposals import propose
from stegvis.discovery.queries.interviews import answers_of, leads_for, people_of, with_known
from stegvis.discovery.questions import asked_about
from stegvis.discovery.verdicts import Decided, decided, part_key
from stegvis.workspaces.models import Member


@dataclass
class Result:
    """All that the page of a result shows."""

    interview: Interview
    findings: Findings
    decisions: list[Decided]
    leads: int
    people: int
    done: int
    of: int

    @property
    def decided(self) -> int:
        """About how many stages somebody has decided."""
        return sum(1 for one in self.decisions if one.verdict)

    @property
    def undecided_keys(self) -> list[str]:
        """The stages to be accepted with the rest: those about which nobody decided, and the rules advise."""
        return [one.proposal.key for one in self.decisions if not one.verdict and one.proposal.taken]

    @property
    def answers(self) -> list[Finding]:
        """The findings in the order of the questions, those without a word left out."""
        return [one for one in self.findings.by_number.values() if one.voices]

    def all_keys(self) -> set[str]:
        """The names of all that can be decided about."""
        parts = {part_key(one.proposal, part.part) for one in self.decisions for part in one.parts}
        return parts | {one.proposal.key for one in self.decisions}


def result_of(member: Member, interview: Interview) -> Result:
    """What the leads that `member` may see say: at most a dozen queries, whatever was answered."""
    rows = leads_for(member, interview)
    people, answers = people_of(interview), answers_of(interview)
    findings = findings_of(with_known(interview, rows), answers, people)
    kept = ProposalVerdict.objects.filter(workspace=interview.workspace_id, interview=interview)
    decisions = decided(propose(findings), {one.key: one for one in kept})
    asked = [one for one in people if not one.revoked_at]
    of = len(asked) * sum(len(asked_about(lead)) for lead in rows)
    seats, shown = {one.pk for one in asked}, {lead.pk for lead in rows}
    done = sum(1 for seat, lead, _question in answers if seat in seats and lead in shown)
    return Result(interview, findings, decisions, len(rows), len(asked), done, of)
