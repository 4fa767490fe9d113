"""The stays of the newest deals that began in a period: the same as row by row."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import numpy as np

from stegvis.insights.asked import Asked
from stegvis.insights.queries.columns.cohorts import has_begun
from stegvis.insights.queries.columns.days import BEGINNING
from stegvis.insights.queries.columns.numbers import MISSING, SECOND, Column
from stegvis.insights.queries.columns.stays import Stays, choose_stays
from stegvis.insights.queries.columns.tables import Table
from stegvis.insights.queries.population import stage_ids

DAY = 86_400


def rows_of_cases(asked: Asked, most: int) -> Iterator[tuple]:
    """Deal, stage, when it came there, for how many days, and the deal's value, of the `most` newest deals."""
    meant = Table(dict.fromkeys(stage_ids(asked), 1), 0)

    def begin(part: Stays) -> Column:
        first = part.first & (meant.of(part.stage) > 0)
        return first if asked.is_all_time else first & has_begun(asked, part)

    deals, firsts = choose_stays(asked, begin)
    newest = np.lexsort((-firsts.at, -firsts.entered))[:most]
    chosen = np.zeros(len(deals.ids), bool)
    chosen[firsts.at[newest]] = True
    _deals, stays = choose_stays(asked, lambda part: chosen[part.at])
    known = (stays.entered != MISSING) & (stays.left != MISSING)
    days = np.where(known, np.maximum(0.0, (stays.left - stays.entered) / SECOND / DAY), 0.0)
    # Taken one by one, numpy's numbers are slow, and Python's are not.
    facts = (deals.ids[stays.at], stays.stage, stays.entered, days, known)
    worth = (deals.amount[stays.at], deals.currency[stays.at])
    for deal, stage, entered, length, timed, amount, currency in zip(
        *(one.tolist() for one in (*facts, *worth)), strict=True
    ):
        at = None if entered == MISSING else BEGINNING + timedelta(microseconds=entered)
        value = None if amount == MISSING else Decimal(amount) / 100
        yield deal, stage, at, length if timed else None, value, deals.currencies[currency]
