"""What the pages of a company and a person show beside their facts."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Prefetch, QuerySet, When, prefetch_related_objects

from stegvis.core.lists import Count
from stegvis.deals.models import Deal
from stegvis.people.models import Company, ContactPoint, Person
from stegvis.processes.models import Stage, StageKind
from stegvis.ui.marks import depth
from stegvis.workspaces.models import Member

FEW = 8
COUNTED = 1000


@dataclass(frozen=True)
class Some:
    """The first rows of something, and whether there are more."""

    rows: list
    more: bool


@dataclass(frozen=True)
class Deals:
    """Some deals, open ones first; how many are open, won, lost (counted up to a thousand), and stairs by deal id."""

    rows: list[Deal]
    more: bool
    open: Count
    won: Count
    lost: Count
    stairs: dict[int, list[dict]]


def complete(record: Company | Person) -> None:
    """Fetch what the facts of `record` are made of: ways to reach it, addresses, tags, who is named on it."""
    lookups: list = ["contact_points", "tags"]
    if isinstance(record, Company):
        lookups.append("addresses")
    if record.private:
        lookups.append("named")
    prefetch_related_objects([record], *lookups)


def deals_of_company(member: Member, company: Company) -> Deals:
    """The deals of `company` that `member` sees."""
    return _deals(Deal.objects.visible_to(member).filter(company=company))


def deals_of_person(member: Member, person: Person) -> Deals:
    """The deals in which `person` takes part and that `member` sees."""
    part = person.deals.through.objects.filter(workspace=member.workspace_id, person=person).values("deal")
    return _deals(Deal.objects.visible_to(member).filter(pk__in=part))


def _deals(deals: QuerySet) -> Deals:
    first = Case(When(status=StageKind.OPEN, then=0), default=1, output_field=IntegerField())
    rows = list(deals.select_related("stage").order_by(first, "closing", "-id")[: FEW + 1])
    counts = _counts(list(deals.order_by().values_list("status", flat=True)[: COUNTED + 1])) if rows else _counts([])
    return Deals(rows[:FEW], len(rows) > FEW, *counts, stairs=_stairs(rows[:FEW]))


def _counts(statuses: list[str]) -> tuple[Count, Count, Count]:
    """Open ones (parked ones count as open), won, lost; stages after count as what they come after."""
    capped = len(statuses) > COUNTED
    groups = (
        (StageKind.OPEN, StageKind.PARKED),
        (StageKind.WON, StageKind.AFTER_WON),
        (StageKind.LOST, StageKind.AFTER_LOST),
    )
    open_ones, won, lost = (Count(sum(one in group for one in statuses), capped) for group in groups)
    return open_ones, won, lost


def _stairs(deals: list[Deal]) -> dict[int, list[dict]]:
    """For each open deal the open stages of its version as steps of a stair."""
    running = [deal for deal in deals if deal.status == StageKind.OPEN]
    if not running:
        return {}
    versions = {deal.stage.version_id for deal in running}
    stages = defaultdict(list)
    found = Stage.objects.filter(workspace=running[0].workspace_id, version__in=versions, kind=StageKind.OPEN)
    for stage in found.order_by("position", "id").values("id", "version_id", "name"):
        stages[stage["version_id"]].append(stage)
    return {deal.pk: _steps(deal, stages[deal.stage.version_id]) for deal in running}


def _steps(deal: Deal, stages: list[dict]) -> list[dict]:
    here = next((place for place, stage in enumerate(stages) if stage["id"] == deal.stage_id), 0)
    states = ["done" if place < here else "here" if place == here else "ahead" for place in range(len(stages))]
    return [
        {"name": stage["name"], "state": state, "depth": depth(place, len(stages))}
        for place, (stage, state) in enumerate(zip(stages, states, strict=True))
    ]


def people_of(member: Member, company: Company) -> Some:
    """The people at `company` that `member` sees, by name, with how they are reached."""
    points = Prefetch("contact_points", ContactPoint.objects.filter(workspace=member.workspace_id))
    seen = Person.objects.visible_to(member).filter(company=company).order_by("name_key", "id")
    rows = list(seen.prefetch_related(points)[: FEW + 1])
    return Some(rows[:FEW], len(rows) > FEW)


def subsidiaries_of(member: Member, company: Company) -> Some:
    """The companies that are part of `company` and that `member` sees, by name."""
    seen = Company.objects.visible_to(member).filter(parent=company).order_by("name_key", "id")
    rows = list(seen[: FEW + 1])
    return Some(rows[:FEW], len(rows) > FEW)


def colleagues_of(member: Member, person: Person) -> Some:
    """The other people at the company of `person` that `member` sees, by name."""
    if person.company_id is None:
        return Some([], False)
    seen = Person.objects.visible_to(member).filter(company=person.company_id).exclude(pk=person.pk)
    rows = list(seen.order_by("name_key", "id")[: FEW + 1])
    return Some(rows[:FEW], len(rows) > FEW)
