"""Counts that never cost more than the first thousand rows."""

from dataclasses import dataclass

from django.db.models import QuerySet

CAP = 1000


@dataclass(frozen=True)
class Count:
    """How many there are; when `capped`, at least that many."""

    number: int
    capped: bool = False


def count_capped(queryset: QuerySet, cap: int = CAP) -> Count:
    """Count `queryset` up to `cap`."""
    number = queryset.order_by()[: cap + 1].count()
    return Count(min(number, cap), number > cap)
