"""What the page of a question shows."""

from dataclasses import dataclass

from stegvis.discovery.known import Known
from stegvis.discovery.models import AnswerState, InterviewAnswer, InterviewLead
from stegvis.discovery.queries.interviews import Lead, answers_of, counted_by_lead, with_known
from stegvis.discovery.questions import CHAPTERS, Chapter, Question, asked_about, chapter_of
from stegvis.discovery.rooms import Room, slots


@dataclass
class Card:
    """One question with what is known and what was said."""

    question: Question
    known: Known | None
    answer: InterviewAnswer | None
    here: bool = False

    @property
    def state(self) -> str:
        """said, right, unknown, or empty."""
        return self.answer.state if self.answer else ""

    @property
    def is_said(self) -> bool:
        """Whether there is an answer in the seller's own words or by a tap."""
        return self.state == AnswerState.SAID

    @property
    def tries(self) -> list[tuple[int, object]]:
        """The attempts that the known sentence counts, each with its column."""
        tries = self.known.tries if self.known else ()
        days = [(one.at - tries[0].at).days for one in tries]
        return list(zip(slots(days), tries, strict=False)) if len(tries) > 1 else []


@dataclass
class Progress:
    """How many of the questions are answered."""

    done: int
    of: int

    @property
    def minutes(self) -> int:
        """About how long the rest takes: half a minute a question."""
        return max(1, round((self.of - self.done) / 2)) if self.done < self.of else 0


@dataclass
class Sitting:
    """All that the page shows."""

    room: Room
    lead: InterviewLead
    told: Lead
    chapter: Chapter
    cards: list[Card]
    place: int
    progress: Progress
    counts: dict[int, int]
    chapters: list[tuple[Chapter, int, int, int]]


def sitting_of(room: Room, lead: InterviewLead, number: int) -> Sitting:
    """The page of question `number` about `lead`, with the rest of its chapter."""
    interview = room.seat.interview
    [told] = with_known(interview, [lead])
    answers = answers_of(interview, room.seat)
    own = {question: one for (_seat, about, question), one in answers.items() if about == lead.pk}
    place = room.place_of(lead, number)
    number = room.steps[place][1].number
    chapter = chapter_of(number)
    asked = [one for one in asked_about(lead) if one.number in chapter.numbers]
    cards = [Card(one, told.known.get(one.number), own.get(one.number), one.number == number) for one in asked]
    counts = counted_by_lead(place for place in answers if place[1] in {one.pk for one in room.leads})
    progress = Progress(sum(counts.values()), len(room.steps))
    return Sitting(room, lead, told, chapter, cards, place, progress, counts, _chapters(lead, set(own)))


def card_told(room: Room, lead: InterviewLead, question: Question, told: Lead) -> tuple[Card, Progress]:
    """One question anew, and how far one is."""
    answers = answers_of(room.seat.interview, room.seat)
    answer = answers.get((room.seat.pk, lead.pk, question.number))
    mine = {one.pk for one in room.leads}
    done = sum(1 for place in answers if place[1] in mine)
    return Card(question, told.known.get(question.number), answer, here=True), Progress(done, len(room.steps))


def _chapters(lead: InterviewLead, answered: set[int]) -> list[tuple[Chapter, int, int, int]]:
    """Each chapter with its first question, how many are answered, and of how many."""
    found = []
    for chapter in CHAPTERS:
        numbers = [one.number for one in asked_about(lead) if one.number in chapter.numbers]
        found.append((chapter, numbers[0], len(answered & set(numbers)), len(numbers)))
    return found
