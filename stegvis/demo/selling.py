"""The story of the demo's deals, told through the program's own verbs, so that history, visits and sums are right."""

from datetime import datetime, timedelta
from decimal import Decimal

from stegvis.deals.models import Deal, LostReason
from stegvis.deals.operations.creating import create_deal
from stegvis.deals.operations.evidence import record_evidence
from stegvis.deals.operations.lines import LineDraft, set_lines
from stegvis.deals.operations.moving import lose_deal, move_deal, park_deal, win_deal
from stegvis.demo import material
from stegvis.demo.calendar import Calendar
from stegvis.demo.firm import Firm, rounded
from stegvis.processes.models import Process, Stage, StageKind

NEW_DEALS, MORE_DEALS = 150, 70
SKIPPED, SHOWN, PARKED = 0.08, 0.8, 0.02
LOST_IN_STAGE = (0.16, 0.12, 0.11, 0.1, 0.12, 0.14)


class Story:
    """Tells one deal after the other; what the stages hold is read once."""

    def __init__(self, firm: Firm, calendar: Calendar) -> None:
        self.firm, self.calendar, self.chance = firm, calendar, firm.chance
        self.quotes = material.texts("quotes", firm.language)
        self.reasons = material.texts("reasons", firm.language)
        self.sources = material.texts("sources", firm.language)
        self.lost_reasons = list(LostReason.objects.filter(workspace=firm.workspace))
        self.stages = {
            process.pk: list(process.current.stages.prefetch_related("exit_criteria"))
            for process in (firm.new_business, firm.existing)
        }

    def tell(self) -> None:
        """All deals, in the order in which they began."""
        starts = sorted(self.calendar.start() for _ in range(NEW_DEALS + MORE_DEALS))
        for number, start in enumerate(starts):
            is_new = number * MORE_DEALS % (NEW_DEALS + MORE_DEALS) >= MORE_DEALS
            process = self.firm.new_business if is_new else self.firm.existing
            self.walk(self.begin(number, process, start), start)

    def begin(self, number: int, process: Process, start: datetime) -> Deal:
        """A deal with a company, one to four of its people, a value, and products in some."""
        company = self.firm.companies[number * 7 % len(self.firm.companies)]
        kind = "new_deals" if process == self.firm.new_business else "more_deals"
        titles = material.texts(kind, self.firm.language)
        people = self.firm.people[company.pk]
        deal = create_deal(
            by=company.owner,
            process=process,
            at=start,
            title=titles[self.chance.randrange(len(titles))],
            company=company,
            owner=company.owner,
            people=people[: self.chance.randint(1, len(people))],
            amount=self.value(company.country, kind),
            currency=self.currency(company.country),
            source=self.chance.choice(self.sources),
            own=self.own(number),
            expected_close=(start + timedelta(days=self.chance.randint(40, 120))).date(),
        )
        if number % 3 == 0 and deal.currency == self.firm.workspace.currency:
            set_lines(deal, self.lines(), by=company.owner, at=start)
        return deal

    def own(self, number: int) -> dict[str, str]:
        """What the grid charges for, where somebody has asked."""
        field = self.firm.own["tariff"]
        return {field.key: field.choices[number % len(field.choices)]["key"]} if number % 4 else {}

    def currency(self, country: str) -> str:
        return material.read("firms")[country]["currency"]

    def value(self, country: str, kind: str) -> Decimal:
        """A plausible value: small ones often, large ones seldom."""
        kronor = Decimal(int(60_000 * 2 ** self.chance.uniform(0, 4 if kind == "new_deals" else 2.5)))
        return rounded(kronor / Decimal(material.IN_KRONOR[self.currency(country)]))

    def lines(self) -> list[LineDraft]:
        """One to three products of the price list."""
        chosen = self.chance.sample(self.firm.products, self.chance.randint(1, 3))
        counts = [Decimal(self.chance.randint(1, 12 if product.code == "MET" else 2)) for product in chosen]
        return [
            LineDraft(product.name, product, count, product.price, product.period)
            for product, count in zip(chosen, counts, strict=True)
        ]

    def walk(self, deal: Deal, at: datetime) -> None:
        """Through the open stages until today, or until the buyer has decided."""
        opened = self.of_kind(deal, StageKind.OPEN)
        for place, stage in enumerate(opened):
            if stage.pk != deal.stage_id:
                continue
            left = self.calendar.after(at, stage.expected_days or 7)
            self.gather(deal, stage, at, left)
            if not self.calendar.is_past(left) or not self.leave(deal, opened, place, left):
                return
            at = left
        self.close(deal, at)

    def gather(self, deal: Deal, stage: Stage, entered: datetime, left: datetime) -> None:
        """Evidence that came in while the deal was in `stage`."""
        for criterion in stage.exit_criteria.all():
            at = self.calendar.between(entered, left)
            wanted = criterion.hard or self.chance.random() < SHOWN
            if wanted and self.calendar.is_past(at):
                record_evidence(deal, criterion, by=deal.owner, note=self.chance.choice(self.quotes), at=at)

    def leave(self, deal: Deal, opened: list[Stage], place: int, at: datetime) -> bool:
        """Lose, park or go on; False when the walk has come to its end."""
        fate = self.chance.random()
        risk = LOST_IN_STAGE[place % len(LOST_IN_STAGE)]
        if fate < risk:
            lose_deal(deal, by=deal.owner, lost_reason=self.chance.choice(self.lost_reasons), at=at)
            return False
        if fate < risk + PARKED:
            park_deal(deal, by=deal.owner, wake_on=self.wake_day(), at=at)
            return False
        if place + 1 < len(opened):
            skip = self.chance.random() < SKIPPED and place + 2 < len(opened)
            move_deal(deal, opened[place + 2 if skip else place + 1], by=deal.owner, at=at, reason=self.reason())
        return True

    def close(self, deal: Deal, at: datetime) -> None:
        """Won, and for some time already looked after."""
        win_deal(deal, by=deal.owner, at=at, reason=self.reason())
        for stage in self.of_kind(deal, StageKind.AFTER_WON):
            at = self.calendar.after(at, 14)
            if not self.calendar.is_past(at):
                return
            move_deal(deal, stage, by=deal.owner, at=at)

    def wake_day(self):
        """A day in the next quarter."""
        return (self.calendar.now + timedelta(days=self.chance.randint(5, 90))).date()

    def reason(self) -> str:
        """Why one goes on without all evidence; recorded where some is missing."""
        return self.chance.choice(self.reasons)

    def of_kind(self, deal: Deal, kind: str) -> list[Stage]:
        return [stage for stage in self.stages[deal.process_id] if stage.kind == kind]
