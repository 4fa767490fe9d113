"""Deals by what their moves say: the same as row by row."""

from django.db.models import Case, QuerySet

from stegvis.insights.queries.columns.grouping import numbered_by
from stegvis.insights.queries.columns.numbers import read_numbers, whole


def deals_marked(moves: QuerySet, onward: Case, *more: Case) -> list[set[int]]:
    """The deals of `moves`; of those marked `onward`; and of these the ones that each further mark marks."""
    deal, on, *others = read_numbers(moves, whole("deal_id"), onward, *more)
    masks = [on > 0, *((on > 0) & (one > 0) for one in others)]
    return [set(numbered_by(found)[0].tolist()) for found in (deal, *(deal[mask] for mask in masks))]
