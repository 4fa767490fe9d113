"""How long open deals wait where they are."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from stegvis.insights.queries.columns.days import micros
from stegvis.insights.queries.columns.deals import currency_code, currency_of
from stegvis.insights.queries.columns.grouping import grouped, numbered_by
from stegvis.insights.queries.columns.numbers import DAY, Moment, read_numbers, whole
from stegvis.insights.queries.population import hundredths


def rows_by_days(deals: QuerySet, now: datetime, base: str) -> Iterator[tuple[int, int, str, int, int]]:
    """Stage, whole days there, currency, how many of `deals`, what they are worth; all of them know since when."""
    facts = (whole("stage_id"), whole(Moment("entered_at")), currency_code(base), hundredths())
    stages, entered, codes, worth = read_numbers(deals, *facts)
    columns = [numbered_by(one) for one in (stages, (micros(now) - entered) // DAY, codes)]
    for places, count, value in grouped([one[1] for one in columns], worth):
        stage, days, code = (int(values[place]) for (values, _at), place in zip(columns, places, strict=True))
        yield stage, days, currency_of(code, base), count, value
