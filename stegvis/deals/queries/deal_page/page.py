"""The whole page of one deal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import CharField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from stegvis.core.json_rows import JsonRows
from stegvis.deals.models import Deal, DealLine, Period
from stegvis.deals.queries.deal_page.chart import Chart, chart_of
from stegvis.deals.queries.deal_page.people import Participant, participants
from stegvis.deals.queries.deal_page.proofs import Asked, asked_of
from stegvis.deals.queries.deal_page.rights import rights_on
from stegvis.deals.queries.deal_page.road import Road, read_road
from stegvis.deals.queries.deal_page.seeing import Seeing
from stegvis.deals.queries.deal_page.story import Story, read_story
from stegvis.deals.queries.deal_page.structure import PageStage, stages_around
from stegvis.deals.queries.deal_page.veiling import veil
from stegvis.people.models import Company
from stegvis.workspaces.doors import Door
from stegvis.workspaces.models import Member, Tag
from stegvis.workspaces.own.definitions import definitions
from stegvis.workspaces.queries.following import marked

JOINED = ("stage", "stage__version", "process", "company", "owner", "team", "lost_reason")
MOST_LINKS = 20


def _through(relation, column: str) -> QuerySet:
    return relation.through.objects.filter(deal_id=OuterRef(OuterRef("pk"))).values(f"{column}_id")


TAGS = JsonRows(Tag.objects.filter(pk__in=_through(Deal.tags, "tag")).order_by("name"), name="name")
NAMED = JsonRows(Member.objects.filter(pk__in=_through(Deal.named, "member")).order_by("name"), id="id", name="name")
LINES = JsonRows(
    DealLine.objects.filter(deal=OuterRef("pk")).order_by("position", "id"),
    name="name",
    quantity=Cast("quantity", CharField()),
    price=Cast("price", CharField()),
    period="period",
)
LINKED = JsonRows(
    Deal.objects.filter(Q(after=OuterRef("pk")) | Q(pk=OuterRef("after_id"))).order_by("id")[:MOST_LINKS],
    id="id",
    title="title",
    private="private",
    owner="owner_id",
)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A product on the deal; `total` is quantity x price, None where the price is not known."""

    name: str
    quantity: Decimal
    price: Decimal | None
    period: str
    total: Decimal | None


@dataclass(frozen=True)
class DealPage:
    """One deal with all that is shown around it, as a certain member may see it."""

    deal: Deal
    rights: frozenset[str]
    company: Company | None
    stages: list[PageStage]
    stage: PageStage
    road: Road
    asked: list[Asked]
    people: list[Participant]
    lines: list[ShownLine]
    links: list[dict]
    story: Story
    now: datetime

    @property
    def here(self) -> Asked:
        """What the deal's own stage asks for."""
        return next((one for one in self.asked if one.stage is self.stage), Asked(self.stage, []))

    @property
    def elsewhere(self) -> list[Asked]:
        """What the other stages ask for."""
        return [one for one in self.asked if one.stage is not self.stage]

    @property
    def days_here(self) -> int | None:
        """Whole days in the stage; None where nobody knows since when."""
        return max(0, (self.now - self.deal.entered_at).days) if self.deal.entered_at else None

    @property
    def stale(self) -> bool:
        """Whether the stage's patience is over."""
        return self.deal.stale_at is not None and self.deal.stale_at <= self.now

    @property
    def next_stage(self) -> PageStage | None:
        """The open stage after this one; None behind the last and outside the open ones."""
        if not self.stage.is_open:
            return None
        behind = self.stages[self.stages.index(self.stage) + 1 :]
        return next((stage for stage in behind if stage.is_open), None)

    @property
    def usually_next(self) -> PageStage | None:
        """What the process says comes next: the next open stage, else won; after the sale, what follows it."""
        if self.next_stage or self.stage.is_open:
            return self.next_stage or self.won_stage
        after = {"won": "after_won", "lost": "after_lost"}.get(self.stage.kind, self.stage.kind)
        behind = self.stages[self.stages.index(self.stage) + 1 :]
        return next((stage for stage in behind if stage.kind == after and after.startswith("after")), None)

    @property
    def won_stage(self) -> PageStage | None:
        """The first stage that means won."""
        return next((stage for stage in self.stages if stage.kind == "won"), None)

    def names_of(self, stage_ids: Sequence[int]) -> list[str]:
        """The names of those stages that belong to this version."""
        names = {stage.id: stage.name for stage in self.stages}
        return [names[pk] for pk in stage_ids if pk in names]

    @property
    def chart(self) -> Chart | None:
        """Who stands where in the decision."""
        return chart_of(self.people)

    @property
    def callable(self) -> Participant | None:
        """The first person with a phone."""
        return next((one for one in self.people if one.phone), None)

    @property
    def mailable(self) -> Participant | None:
        """The first person with an e-mail address."""
        return next((one for one in self.people if one.email), None)


BESIDE = {"tags_shown": TAGS, "named_shown": NAMED, "lines_shown": LINES, "linked": LINKED}
DEAL = Door(Deal, (*BESIDE, "followed"), lambda deals, member: marked(deals.annotate(**BESIDE), member))


def get_page_deal(member: Member, pk: int) -> Deal:
    """A deal with what comes along in the first query: company, tags, named members, lines, deals before and after.

    Raises Http404.
    """
    return DEAL(member, pk, joined=JOINED)


def read_deal_page(member: Member, deal: Deal, before: str = "", only: str = "") -> DealPage:
    """All around `deal` (of `get_page_deal`), the story from the cursor `before` on."""
    now = timezone.now()
    stages, people = stages_around(deal), participants(deal)
    seeing = _look(member, deal, people)
    company = deal.company if deal.company and seeing.sees("company", deal.company.pk) else None
    people = [person for person in people if seeing.sees("person", person.id)]
    links = [link for link in beside(deal, "linked") if seeing.sees("deal", link["id"])]
    return DealPage(
        deal=deal,
        rights=rights_on(member, deal),
        company=company,
        stages=stages,
        stage=next(stage for stage in stages if stage.id == deal.stage_id),
        road=read_road(deal, stages, now),
        asked=asked_of(deal, stages),
        people=people,
        lines=lines_of(beside(deal, "lines_shown")),
        links=links,
        story=veil(
            member,
            read_story(deal, before, only, member=member, own=definitions(member, "deal")),
            _told(company, people, links),
        ),
        now=now,
    )


def _story(member: Member, deal: Deal, before: str, only: str) -> Story:
    return read_story(deal, before, only, member=member, own=definitions(member, "deal"))


def _told(company: Company | None, people: Sequence[Participant], links: Sequence[dict]) -> dict[str, list[str]]:
    """What the page names anyway, by the field whose changes name it."""
    companies = [company.name] if company else []
    return {
        "company": companies,
        "people": [one.name for one in people],
        "part": [one.name for one in people],
        "after": [link["title"] for link in links],
    }


def beside(deal: Deal, name: str) -> list[dict]:
    """The set called `name` that came along with a deal of `get_page_deal`."""
    return getattr(deal, name)


def lines_of(rows: Sequence[dict]) -> list[ShownLine]:
    """Lines as they came out of JSON."""
    return [_line(Decimal(row["quantity"]), row["price"], row) for row in rows]


def _line(quantity: Decimal, price: str | None, row: dict) -> ShownLine:
    each = Decimal(price) if price is not None else None
    period = Period(row["period"])
    return ShownLine(row["name"], quantity, each, period, quantity * each if each is not None else None)


def _look(member: Member, deal: Deal, people: Sequence[Participant]) -> Seeing:
    """What of the things beside `deal` the member may see."""
    seeing, company = Seeing(member), deal.company
    seeing.doubt("person", ((one.id, one.private, one.owner_id) for one in people))
    seeing.doubt("deal", ((link["id"], bool(link["private"]), link["owner"]) for link in beside(deal, "linked")))
    if company and company.deletion_id is None:
        seeing.doubt("company", [(company.pk, company.private, company.owner_id)])
    return seeing.settle()
