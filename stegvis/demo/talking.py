"""What was said and noted about the demo's deals: calls, meetings and notes, from the first day until the last."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from stegvis.deals.models import Deal
from stegvis.demo import material
from stegvis.demo.calendar import Calendar
from stegvis.demo.firm import Firm
from stegvis.people.models import Person
from stegvis.processes.models import StageKind
from stegvis.timeline.facts import Direction, Outcome
from stegvis.timeline.models import EntryKind
from stegvis.timeline.operations.writing import Draft, write_entries

# How often each kind comes, in turn; None is a call that reached nobody.
KINDS = (EntryKind.CALL, EntryKind.NOTE, EntryKind.MEETING, None, EntryKind.CALL, EntryKind.NOTE, EntryKind.MEETING)
MOST, DAYS_EACH = 7, 36
CLOSED = {StageKind.WON: "won", StageKind.AFTER_WON: "won", StageKind.LOST: "lost"}


class Talk:
    """Finds what there is to tell of each deal; it has a chance of its own, so that the deals stay as they are."""

    def __init__(self, firm: Firm, calendar: Calendar) -> None:
        self.firm, self.calendar, self.chance = firm, calendar, calendar.chance
        self.talk = material.read("talk")
        self.places = {
            stage.pk: (stage.position + 1) / process.current.stages.count()
            for process in (firm.new_business, firm.existing)
            for stage in process.current.stages.all()
        }

    def tell(self) -> int:
        """Write it all down, in the order in which it happened; returns how many entries there are."""
        deals = Deal.objects.filter(workspace=self.firm.workspace).prefetch_related("people").order_by("pk")
        drafts = [draft for deal in deals for draft in self.about(deal)]
        drafts.sort(key=lambda draft: draft.at or self.calendar.now)
        return len(write_entries(drafts, by=self.firm.story))

    def about(self, deal: Deal) -> Iterator[Draft]:
        """Long deals have more to tell; what is late in a deal is told of those only that came so far."""
        first, last = deal.created_at, deal.closed_at or self.calendar.now
        count = min(MOST, 1 + (last - first).days // DAYS_EACH + self.chance.randrange(3))
        moments = sorted(self.calendar.between(first, last) for _ in range(count))
        reached = 1.0 if deal.closed_at else self.places[deal.stage_id]
        told: set[str] = set()
        for moment in moments:
            progress = reached * (moment - first) / max(last - first, timedelta(hours=1))
            yield self.one(deal, KINDS[self.chance.randrange(len(KINDS))], moment, progress, told)
        if deal.status in CLOSED and deal.closed_at:
            yield from self.afterwards(deal, CLOSED[StageKind(deal.status)], deal.closed_at)

    def one(self, deal: Deal, kind: str | None, at: datetime, progress: float, told: set[str]) -> Draft:
        """One entry; on one deal nothing is said twice as long as there is something else to say."""
        phase = "early" if progress < 0.35 else "middle" if progress < 0.75 else "late"
        texts = self.talk["missed" if kind is None else f"{kind}_{phase}"]
        fresh = [text for text in texts if text["en"] not in told] or texts
        text = self.chance.choice(fresh)
        told.add(text["en"])
        people = list(deal.people.all())
        took_part = self.chance.sample(people, min(len(people), 2 if kind == EntryKind.MEETING else 1))
        return Draft(
            kind=kind or EntryKind.CALL,
            text=self.said(text, deal, took_part),
            facts=facts_of(kind, self.chance, self.firm.language),
            at=at,
            deal_id=deal.pk,
            people_ids=[] if kind == EntryKind.NOTE else [person.pk for person in took_part],
            by_id=deal.owner_id,
        )

    def afterwards(self, deal: Deal, outcome: str, closed: datetime) -> Iterator[Draft]:
        """What is noted once the buyer has decided; of the last days there is nothing yet."""
        at = self.calendar.office_hour(closed + timedelta(days=1))
        if self.calendar.is_past(at):
            text = self.said(self.chance.choice(self.talk[outcome]), deal, list(deal.people.all()))
            yield Draft(kind=EntryKind.NOTE, text=text, at=at, deal_id=deal.pk, by_id=deal.owner_id)

    def said(self, text: dict, deal: Deal, people: list[Person]) -> str:
        return text[self.firm.language].format(person=people[0] if people else deal.company)


def facts_of(kind: str | None, chance: Random, language: str) -> dict:
    """How long it took, and where or with what outcome."""
    if kind == EntryKind.MEETING:
        return {"minutes": chance.choice((30, 45, 60, 90)), "place": chance.choice(material.said("places", language))}
    if kind == EntryKind.CALL:
        return {"minutes": chance.randint(4, 35), "direction": chance.choice(Direction.values)}
    return {} if kind else {"outcome": chance.choice((Outcome.VOICE_MAIL, Outcome.NO_ANSWER))}
