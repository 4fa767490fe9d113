"""Objections on a deal, with the answers that the library offers."""

from collections import defaultdict
from dataclasses import dataclass

from stegvis.deals.models import Deal, ObjectionAnswer, RaisedObjection
from stegvis.people.models import Person


@dataclass(frozen=True)
class Raised:
    """An objection as it is shown; `who` is None for nobody in particular, or one whom the reader may not see."""

    it: RaisedObjection
    who: Person | None
    answers: list[ObjectionAnswer]

    @property
    def title(self) -> str:
        """What is objected, in a word."""
        return str(self.it.objection) if self.it.objection else self.it.text

    @property
    def is_open(self) -> bool:
        """Whether the buyer still has it."""
        return self.it.state == RaisedObjection.State.OPEN


def raised_on(deal: Deal, people: list[Person]) -> list[Raised]:
    """All objections on `deal`, open ones first; `people` are those on the deal whom the reader sees."""
    rows = list(deal.objections.select_related("objection", "answer", "answered_by").order_by("-state", "id"))
    offered = defaultdict(list)
    library = {row.objection_id for row in rows if row.objection_id}
    for answer in ObjectionAnswer.objects.filter(workspace=deal.workspace_id, objection__in=library) if library else ():
        offered[answer.objection_id].append(answer)
    known = {person.pk: person for person in people}
    return [Raised(row, known.get(row.person_id), offered[row.objection_id]) for row in rows]


def answer_among(raised: RaisedObjection, pk: int | None) -> ObjectionAnswer | None:
    """The answer `pk` that the library offers to `raised`; None for any other."""
    return raised.objection.answers.filter(pk=pk).first() if raised.objection and pk else None
