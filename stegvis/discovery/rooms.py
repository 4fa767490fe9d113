"""Where somebody answers: inside the workspace, or at a secret address. Both see the same pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from stegvis.discovery.models import InterviewAnswer, InterviewLead, Participant
from stegvis.discovery.queries.interviews import Place
from stegvis.discovery.questions import CHAPTERS, Chapter, Question, asked_about
from stegvis.workspaces.permissions import Actor

Step = tuple[InterviewLead, Question]
SLOTS = 16
MOST_TRIES = 8


@dataclass
class Room:
    """The pages of one who is asked: a member's in the workspace `slug`, or a guest's behind `token`."""

    seat: Participant
    by: Actor
    leads: Sequence[InterviewLead]
    slug: str = ""
    token: str = ""

    def page(self, lead: InterviewLead, number: int) -> str:
        """The address of a question about a lead."""
        if self.slug:
            return reverse("discovery:question", args=[self.slug, self.seat.interview_id, lead.pk, number])
        return reverse("asked_question", args=[self.token, lead.pk, number])

    @property
    def finish(self) -> str:
        """The address that says: that is all."""
        if self.slug:
            return reverse("discovery:finishing", args=[self.slug, self.seat.interview_id])
        return reverse("asked_finishing", args=[self.token])

    @property
    def leave(self) -> str:
        """Where a member goes on; a guest goes nowhere."""
        return reverse("discovery:discover", args=[self.slug]) if self.slug else ""

    @cached_property
    def steps(self) -> list[Step]:
        """Every question about every lead, in the order in which they are asked."""
        return [(lead, question) for lead in self.leads for question in asked_about(lead)]

    def place_of(self, lead: InterviewLead, number: int) -> int:
        """Which step a question about a lead is; the lead's first where it does not apply."""
        own = [place for place, (one, _question) in enumerate(self.steps) if one == lead]
        return next((place for place in own if self.steps[place][1].number == number), own[0])

    def first_open(self, answers: dict[Place, InterviewAnswer]) -> Step | None:
        """The first step without an answer, else the last; None without any lead."""
        said = {(lead, number) for _seat, lead, number in answers}
        waiting = (step for step in self.steps if (step[0].pk, step[1].number) not in said)
        return next(waiting, self.steps[-1] if self.steps else None)

    def neighbours(self, place: int) -> tuple[str, str]:
        """The addresses of the steps before and after the one at `place`; empty at the ends."""
        return self._address(place - 1), self._address(place + 1)

    def chapters_around(self, lead: InterviewLead, chapter: Chapter) -> tuple[Step | None, Step | None]:
        """The first questions of the chapters before and after this one, over all leads."""
        starts = [(one, part) for one in self.leads for part in CHAPTERS]
        place = starts.index((lead, chapter))
        before = self._start(*starts[place - 1]) if place else None
        return before, self._start(*starts[place + 1]) if place + 1 < len(starts) else None

    def _start(self, lead: InterviewLead, chapter: Chapter) -> Step:
        return next(step for step in self.steps if step[0] == lead and step[1].number in chapter.numbers)

    def _address(self, place: int) -> str:
        if not 0 <= place < len(self.steps):
            return ""
        lead, question = self.steps[place]
        return self.page(lead, question.number)


def slots(days: Sequence[int]) -> list[int]:
    """Columns (0 to 15) for attempts on these days, at most eight: apart from each other, in the right order."""
    shown, span = days[:MOST_TRIES], max(days[-1] if days else 0, 1)
    placed: list[int] = []
    for number, day in enumerate(shown):
        wanted = round(day / span * (SLOTS - 2))
        least = placed[-1] + 2 if placed else 0
        placed.append(max(least, min(wanted, SLOTS - 2 * (len(shown) - number))))
    return placed
