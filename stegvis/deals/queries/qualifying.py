"""What is known of a deal, question by question, and the score that explains itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from stegvis.deals.models import (
    Deal,
    Framework,
    FrameworkQuestion,
    ProcessAid,
    Qualification,
    QualificationAnswer,
)
from stegvis.people.models import Person
from stegvis.workspaces.models import Member

THIRDS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """An answer as it is shown; `who` is the person it comes from, "" for one whom the reader may not see."""

    id: int
    text: str
    confidence: int
    speaks: str
    source: str
    who: str
    entry: int | None
    by: str
    at: datetime

    @property
    def sure(self) -> str:
        """How sure we are, in words."""
        return str(QualificationAnswer.Confidence(self.confidence).label)

    @property
    def against(self) -> bool:
        """Whether it is bad news for the deal."""
        return self.confidence > 0 and self.speaks == QualificationAnswer.Speaks.AGAINST


@dataclass(frozen=True)
class Counted:
    """A question with what is known, what was known before, and its points of those it can bring."""

    question: FrameworkQuestion
    known: Known | None
    before: Sequence[Known]
    points: float
    of: int

    @property
    def missing(self) -> bool:
        """Whether nothing is known."""
        return self.known is None or self.known.confidence == 0


@dataclass(frozen=True)
class Score:
    """The score and what it is made of."""

    parts: list[Counted]

    @property
    def points(self) -> float:
        """Points gained."""
        return sum(one.points for one in self.parts)

    @property
    def of(self) -> int:
        """Points there are."""
        return sum(one.of for one in self.parts)

    @property
    def percent(self) -> int:
        """0 to 100."""
        return round(100 * self.points / self.of) if self.of else 0

    @property
    def missing(self) -> list[Counted]:
        """Questions without an answer, the weightiest first."""
        return sorted((one for one in self.parts if one.missing), key=lambda one: -one.of)

    @property
    def against(self) -> list[Counted]:
        """Questions whose answer speaks against the deal."""
        return [one for one in self.parts if one.known and one.known.against]


def score_of(questions: Sequence[FrameworkQuestion], answers: Mapping[int, Sequence[Known]]) -> Score:
    """Each question brings its weight times how sure we are (thirds); what speaks against the deal brings nothing."""
    return Score([_counted(one, answers.get(one.pk, ())) for one in questions])


def _counted(question: FrameworkQuestion, answers: Sequence[Known]) -> Counted:
    known = answers[0] if answers else None
    good = known is not None and not known.against
    points = question.weight * known.confidence / THIRDS if known and good else 0
    return Counted(question, known, answers[1:], points, question.weight)


def framework_of(deal: Deal) -> Framework | None:
    """The questions that `deal` is qualified by: its own choice, else those of its process; None where none is."""
    living = Framework.objects.filter(workspace=deal.workspace_id)
    chosen = living.filter(pk__in=_chosen(deal)).first()
    return chosen or living.filter(pk__in=_of_process(deal)).first()


def _chosen(deal: Deal):
    return Qualification.objects.filter(workspace=deal.workspace_id, deal=deal).values("framework")


def _of_process(deal: Deal):
    aids = ProcessAid.objects.filter(workspace=deal.workspace_id, process=deal.process_id)
    return aids.exclude(framework=None).values("framework")


def questions_of(framework: Framework) -> list[FrameworkQuestion]:
    """The living questions, in order."""
    return list(FrameworkQuestion.objects.filter(workspace=framework.workspace_id, framework=framework))


def read_answers(deal: Deal, member: Member | None = None) -> dict[int, list[Known]]:
    """Every answer on `deal` by question, the newest first; whom it comes from as far as `member` sees them."""
    rows = deal.answers.order_by("-id").select_related("by", "person")
    if member is not None:
        rows = rows.annotate(open=_seen(member))
    found: dict[int, list[Known]] = defaultdict(list)
    for row in rows:
        who = str(row.person) if row.person and getattr(row, "open", True) else ""
        by = row.by.name if row.by else row.automation
        facts = (row.confidence, row.speaks, row.source, who, row.entry_id, by, row.at)
        found[row.question_id].append(Known(row.pk, row.text, *facts))
    return found


def _seen(member: Member):
    return Exists(Person.objects.visible_to(member).filter(pk=OuterRef("person_id")))
