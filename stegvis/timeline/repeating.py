"""When a task that repeats comes next. No database here."""

import datetime
from calendar import monthrange

from stegvis.timeline.models import Repeat

DAYS = {Repeat.DAILY: 1, Repeat.WEEKLY: 7, Repeat.FORTNIGHTLY: 14}
MONTHS = {Repeat.MONTHLY: 1, Repeat.QUARTERLY: 3, Repeat.YEARLY: 12}
LAST_YEAR = 9000


def next_day(repeat: str, due: datetime.date, done: datetime.date, month_day: int | None = None) -> datetime.date:
    """The first day of the series behind both the day it was `due` and the day it was `done`.

    `month_day` is the day of the month the series began with: the 31st is the 28th in February and the 31st in March.
    """
    if repeat in DAYS:
        step = DAYS[Repeat(repeat)]
        missed = max(0, (done - due).days // step)
        return due + datetime.timedelta(days=step * (missed + 1))
    step, behind = MONTHS[Repeat(repeat)], max(due, done)
    months = max(0, (behind.year - due.year) * 12 + behind.month - due.month) // step * step
    day = month_day or due.day
    while (found := _in_months(due, months, day)) <= behind:
        months += step
    return found


def _in_months(due: datetime.date, months: int, day: int) -> datetime.date:
    years, month = divmod(due.month - 1 + months, 12)
    year = due.year + years
    return datetime.date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
