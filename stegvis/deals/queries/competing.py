"""Competitors for the eye: those on a deal, those to choose from, and the list in Settings."""

from django.db.models import Q

from stegvis.deals.models import Competitor, Deal, DealCompetitor
from stegvis.workspaces.models import Member

OFFERED, PAGE = 300, 100


def rivals_on(deal: Deal) -> list[DealCompetitor]:
    """Who is in play on `deal`, in the order in which they came; without competitors that are deleted."""
    found = deal.rivals.filter(competitor__deletion=None).select_related("competitor", "added_by")
    return list(found.order_by("id"))


def offered(deal: Deal) -> list[str]:
    """Names to suggest for `deal`: those in play first, then the workspace's others."""
    playing = [one.competitor.name for one in rivals_on(deal)]
    return [*playing, *others_to_offer(deal)]


def others_to_offer(deal: Deal) -> list[str]:
    """Names to suggest for `deal` of those who are not in play on it."""
    others = Competitor.objects.filter(workspace=deal.workspace_id).exclude(pk__in=deal.rivals.values("competitor"))
    return list(others.values_list("name", flat=True)[:OFFERED])


def others_than(competitor: Competitor) -> list[str]:
    """Names of the other competitors, to merge with."""
    found = Competitor.objects.filter(workspace=competitor.workspace_id).exclude(pk=competitor.pk)
    return list(found.values_list("name", flat=True)[:OFFERED])


def competitors_page(member: Member, after: str) -> tuple[list[Competitor], str]:
    """A page of the list by name, behind the key `after` of the last one, and the key for the next page or ""."""
    found = Competitor.objects.filter(workspace=member.workspace_id)
    number, _, key = after.partition("~")
    if number.isdecimal() and len(number) < 19 and "\0" not in key:
        found = found.filter(Q(name_key__gt=key) | Q(name_key=key, pk__gt=int(number)))
    rows = list(found.order_by("name_key", "id")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], f"{last.pk}~{last.name_key}" if last else ""
