"""What the answers say, question by question: agreement, differences, quotes. Read by the summary and by the rules."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stegvis.discovery.known import typical_days
from stegvis.discovery.models import AnswerState, InterviewAnswer, Participant
from stegvis.discovery.queries.interviews import Lead, Place
from stegvis.discovery.questions import QUESTIONS, Question

MOST_QUOTES = 3


@dataclass(frozen=True)
class Voice:
    """What one person said about one lead, or the program where nobody said anything (`who` is empty then)."""

    who: str
    lead: str
    end: str
    choice: str
    words: str
    state: str


@dataclass
class Finding:
    """All that was said to one question."""

    question: Question
    voices: list[Voice] = field(default_factory=list)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The structured answers, the most frequent first."""
        return Counter(one.choice for one in self.voices if one.choice).most_common()

    @property
    def of(self) -> int:
        """How many structured answers there are."""
        return sum(number for _choice, number in self.counts)

    @property
    def alike(self) -> int:
        """How many of them are the most frequent one."""
        return self.counts[0][1] if self.counts else 0

    @property
    def differs(self) -> bool:
        """Whether not all say the same."""
        return len(self.counts) > 1

    @property
    def most(self) -> str:
        """The most frequent answer; empty without any."""
        return self.counts[0][0] if self.counts else ""

    @property
    def quotes(self) -> list[Voice]:
        """What was said in own words, the longest first."""
        said = [one for one in self.voices if one.state == AnswerState.SAID and one.words]
        return sorted(said, key=lambda one: -len(one.words))[:MOST_QUOTES]

    @property
    def unknown(self) -> int:
        """How often somebody did not know."""
        return sum(1 for one in self.voices if one.state == AnswerState.UNKNOWN)

    @property
    def known_only(self) -> bool:
        """Whether all of it is what the program knows, said by nobody."""
        return bool(self.voices) and not any(one.who for one in self.voices)

    def has(self, *choices: str) -> int:
        """How often one of these was answered."""
        return sum(number for choice, number in self.counts if choice in choices)


@dataclass
class Findings:
    """All findings of an interview, and the figures that its leads have."""

    by_number: dict[int, Finding]
    attempts: list[int]
    reaching_days: list[int]
    proposal_days: list[int]

    def __getitem__(self, number: int) -> Finding:
        return self.by_number[number]

    @property
    def tries(self) -> int | None:
        """How many attempts it takes: the median of those leads that somebody was reached in."""
        return typical_days(self.attempts)

    @property
    def days_to_reach(self) -> int | None:
        """Days from the first attempt until somebody answered, the median."""
        return typical_days(self.reaching_days)

    @property
    def days_of_proposal(self) -> int | None:
        """Days from the proposal to the decision, the median."""
        return typical_days(self.proposal_days)


def findings_of(
    leads: Sequence[Lead], answers: Mapping[Place, InterviewAnswer], people: Iterable[Participant]
) -> Findings:
    """What `people` answered about `leads`; where nobody did, what is known."""
    names = {one.pk: one.name for one in people}
    found = {one.number: Finding(one) for one in QUESTIONS}
    for told in leads:
        for number, finding in found.items():
            if finding.question.applies(told.lead):
                finding.voices += _voices(told, number, answers, names)
    stories = [one.story for one in leads if one.story]
    reached = [story.tries for story in stories if story.tries and story.tries[-1].contact]
    decided = [
        (story.deal.closed_at - story.proposal_at).days
        for story in stories
        if story.deal.closed_at and story.proposal_at and story.deal.closed_at >= story.proposal_at
    ]
    spans = [(tries[-1].at - tries[0].at).days for tries in reached]
    return Findings(found, [len(tries) for tries in reached], [one for one in spans if one], decided)


def _voices(told: Lead, number: int, answers: Mapping[Place, InterviewAnswer], names: Mapping[int, str]) -> list[Voice]:
    lead = told.lead
    said = [
        Voice(name, lead.title, lead.end, one.choice, one.words or one.known, one.state)
        for pk, name in names.items()
        if (one := answers.get((pk, lead.pk, number)))
    ]
    known = told.known.get(number)
    if said or not known:
        return said
    return [Voice("", lead.title, lead.end, known.choice, known.words, "")]
