"""A forecast with its record, as the report of it needs them. Brings numpy: imported when a forecast is made."""

import hashlib
from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.core.cache import cache

from stegvis.insights.asked import Asked
from stegvis.insights.figures.forecasting.foretelling import Band, Forecast, Period, foretell, won_between
from stegvis.insights.figures.forecasting.stays import Stays
from stegvis.insights.figures.forecasting.tracking import BEFORE, MODEL, Record, band_of, try_past
from stegvis.insights.queries.histories import Histories, read_histories

# A forecast looks so far ahead at most; periods of so many days are judged by quarters, shorter ones by months.
FARTHEST, QUARTERLY = 400, 80
KEPT = 40 * 24 * 3600


@dataclass(frozen=True)
class Outlook:
    """What will be won in a period, by the method that has been best, with what it is made from."""

    histories: Histories
    record: Record
    forecast: Forecast
    method: str
    band: Band
    period: Period
    before: float
    actual: float | None
    quarterly: bool

    @property
    def told_on(self) -> date:
        """The day at whose end it is (or would have been) told."""
        return date.fromordinal(self.period.known)


def read_outlook(asked: Asked) -> Outlook:
    """The forecast of the period that is asked for; of one that is over, as of the evening before it."""
    histories = read_histories(asked)
    period = period_of(asked)
    quarterly = period.last - period.first + 1 >= QUARTERLY
    record = read_record(histories, min(asked.today, asked.start), 3 if quarterly else 1)
    over = asked.end < asked.today
    stays = histories.stays if over else histories.stays.with_current()
    forecast = foretell(stays, histories.layout.places, period, record.correction)
    length = period.last - period.first + 1
    before = won_between(histories.stays.known_on(period.known), period.first - length, period.first - 1)
    actual = won_between(histories.stays, period.first, period.last) if over else None
    method = record.best
    band = (
        forecast.band if method == MODEL else band_of(record, method, before if method == BEFORE else forecast.weighted)
    )
    return Outlook(histories, record, forecast, method, band, period, before, actual, quarterly)


def period_of(asked: Asked) -> Period:
    """First and last day, and the one on which it is told: today, or the evening before a period that is over."""
    last = min(asked.end, asked.today + timedelta(days=FARTHEST))
    first = max(min(asked.start, last), last - timedelta(days=FARTHEST))
    known = asked.today if asked.end >= asked.today else first - timedelta(days=1)
    return Period(first.toordinal(), last.toordinal(), known.toordinal())


def read_record(histories: Histories, until: date, months: int) -> Record:
    """What the forecasts of the periods that ended before `until` would have been.

    Kept under what it is made from: a past that nobody changed is not foretold again.
    """
    first = until.replace(day=1)
    known = histories.stays.known_on((first - timedelta(days=1)).toordinal())
    key = f"forecast-record-2-{months}-{first}-{_print(known, histories)}"
    record = cache.get(key)
    if record is None:
        record = try_past(known, histories.layout.places, first, months)
        cache.set(key, record, KEPT)
    return record


def _print(stays: Stays, histories: Histories) -> str:
    digest = hashlib.sha256(repr(histories.layout.places).encode())
    for one in fields(stays):
        digest.update(getattr(stays, one.name).tobytes())
    return digest.hexdigest()
