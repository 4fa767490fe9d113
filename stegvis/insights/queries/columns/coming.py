"""Deals of a period by where they came from, what was offered and to whom: the same figures as row by row."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
from django.db.models import QuerySet

from stegvis.insights.asked import Asked
from stegvis.insights.queries.columns.deals import STATUSES, currency_code, currency_of
from stegvis.insights.queries.columns.grouping import grouped, numbered_by
from stegvis.insights.queries.columns.numbers import DAY, MISSING, Column, Moment, numbered, read_numbers, whole
from stegvis.insights.queries.groups import Dimension
from stegvis.insights.queries.population import hundredths

COMPANY = "company__"


@dataclass(frozen=True)
class Begun:
    """Deals in the order of their ids; `days` from the beginning to the end, 0 for unknown, else one more."""

    ids: Column
    status: Column
    days: Column
    code: Column
    whole: Column
    company: Column


def read_begun(asked: Asked, deals: QuerySet) -> Begun:
    """The facts of `deals`, read once for each `asked`."""
    kept = asked.__dict__.setdefault("_begun", [])
    if not kept:
        moments = (whole(Moment("created_at")), whole(Moment("closed_at"), MISSING))
        facts = (currency_code(asked.workspace.currency), hundredths(), whole("company_id"))
        ids, status, created, closed, *rest = read_numbers(
            deals.order_by("pk"), whole("pk"), numbered("status", STATUSES), *moments, *facts
        )
        days = np.where(closed == MISSING, 0, 1 + np.maximum(0, (closed - created) // DAY))
        kept.append(Begun(ids, status, days, *rest))
    return kept[0]


def rows_by_name(asked: Asked, deals: QuerySet, dimension: Dimension, companies: QuerySet) -> Iterator[tuple]:
    """Name, status, days to the end (None: not known), currency, what they are worth, how many deals."""
    found = read_begun(asked, deals)
    numbers: dict[str, int] = defaultdict(count().__next__)
    if dimension.column.startswith(COMPANY):
        at, name = _by_company(found, companies, dimension, numbers)
    else:
        at, name = _by_deal(found, deals, dimension, numbers)
    codes, code_at = numbered_by(found.code)
    facts = (name, found.status[at], found.days[at], code_at[at])
    names, base = list(numbers), asked.workspace.currency
    for (one, status, days, code), deals_, worth in grouped(facts, found.whole[at]):
        length, currency = days - 1 if days else None, currency_of(int(codes[code]), base)
        yield names[one], STATUSES[status], length, currency, worth, deals_


def _by_company(
    found: Begun, companies: QuerySet, dimension: Dimension, numbers: dict[str, int]
) -> tuple[Column, Column]:
    """The place of each deal and the number of its name, where that is a fact of a company which is seen."""
    rows = companies.values_list("pk", dimension.column.removeprefix(COMPANY)).iterator(chunk_size=10_000)
    pairs = np.array([(pk, numbers[dimension.name(value)]) for pk, value in rows], np.int64).reshape(-1, 2)
    pairs = pairs[np.argsort(pairs[:, 0])]
    nothing = numbers[dimension.name(None)]
    if not len(pairs):
        return np.arange(len(found.ids)), np.full(len(found.ids), nothing)
    at = np.minimum(np.searchsorted(pairs[:, 0], found.company), len(pairs) - 1)
    return np.arange(len(found.ids)), np.where(pairs[at, 0] == found.company, pairs[at, 1], nothing)


def _by_deal(found: Begun, deals: QuerySet, dimension: Dimension, numbers: dict[str, int]) -> tuple[Column, Column]:
    """The place of a deal and the number of a name, for each that it has."""
    gone = dimension.gone or "pk"
    rows = deals.order_by().values_list("pk", dimension.column, gone).iterator(chunk_size=10_000)
    named = ((pk, numbers[dimension.name(None if dimension.gone and hidden else value)]) for pk, value, hidden in rows)
    pairs = np.array(list(named), np.int64).reshape(-1, 2)
    if dimension.many:
        pairs = np.unique(pairs, axis=0)
    if not len(found.ids):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    at = np.minimum(np.searchsorted(found.ids, pairs[:, 0]), len(found.ids) - 1)
    known = found.ids[at] == pairs[:, 0]
    return at[known], pairs[known, 1]
