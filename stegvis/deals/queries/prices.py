"""The lists that settings show: lost reasons and the price list."""

from django.db.models import Q

from stegvis.deals.models import LostReason, Product
from stegvis.workspaces.models import Member

PAGE = 100


def lost_reasons_of(member: Member) -> list[LostReason]:
    """All lost reasons of the member's workspace, those in use first."""
    return list(LostReason.objects.filter(workspace=member.workspace_id).order_by("archived", "position", "id"))


def products_page(member: Member, after: str) -> tuple[list[Product], str]:
    """A page of the price list by name, behind the key `after` of the last one, and the key for the next page or ""."""
    found = Product.objects.filter(workspace=member.workspace_id)
    number, _, name = after.partition("~")
    if number.isdecimal() and len(number) < 19:
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=int(number)))
    rows = list(found.order_by("name", "id")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], f"{last.pk}~{last.name}" if last else ""
