"""Figures, money, days and phones as the reader's language writes them; the language and zone are those active now.

A board formats hundreds of them, so Babel is asked once per language and day, and figures are put together by hand.
Blanks inside an amount cannot break.
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import parse_pattern
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from stegvis.ui import personal
from stegvis.ui.locales import NO_BREAK, Customs, currency_around, customs

Number = int | float | Decimal
Day = datetime.date | datetime.datetime


def money(amount: Number | None, currency: str) -> str:
    """An amount in full, with decimals only when it has some: "SEK 860,000", "860 000 kr". Empty for None."""
    if amount is None:
        return ""
    return _money(translation.get_language() or "en", amount, currency)


@lru_cache(maxsize=16384)
def _money(language: str, amount: Number, currency: str) -> str:
    exact = _decimal(amount)
    places = 0 if exact == exact.to_integral_value() else 2
    return currency_around(language, currency).wrap(_figures(customs(language), abs(exact), places), exact < 0)


def money_short(amount: Number | None, currency: str) -> str:
    """An amount in three figures for heads and sums: "SEK 2.66M", "2,66 mn kr". Empty for None."""
    if amount is None:
        return ""
    return _money_short(translation.get_language() or "en", amount, currency)


@lru_cache(maxsize=4096)
def _money_short(language: str, amount: Number, currency: str) -> str:
    exact = _decimal(amount)
    return currency_around(language, currency).wrap(_compact(customs(language), abs(exact)), exact < 0)


def number(value: Number | None, places: int | None = None) -> str:
    """A figure with separators: "12,480"; `places` decimals, or as many as it has (at most three)."""
    if value is None:
        return ""
    return _number(translation.get_language() or "en", value, places)


@lru_cache(maxsize=4096)
def _number(language: str, value: Number, places: int | None) -> str:
    exact = _decimal(value)
    own = _places(exact) if places is None else places
    return customs(language).plain.wrap(_figures(customs(language), abs(exact), own), exact < 0)


def percent(value: Number | None, places: int = 0) -> str:
    """Hundredths: 5 is "5%" or "5 %". Empty for None."""
    if value is None:
        return ""
    own, exact = customs(translation.get_language() or "en"), _decimal(value)
    return own.percent.wrap(_figures(own, abs(exact), places), exact < 0)


def _decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _places(value: Decimal) -> int:
    return min(3, max(0, -int(value.normalize().as_tuple().exponent)))


def _figures(own: Customs, value: Decimal, places: int) -> str:
    """A figure without sign; `,` and `.` of Python become the separators of the language."""
    step = Decimal(1).scaleb(-places)
    whole, _, rest = f"{value.quantize(step, ROUND_HALF_UP):,f}".partition(".")
    return whole.replace(",", own.group) + (own.point + rest if rest else "")


def _compact(own: Customs, value: Decimal) -> str:
    """Three figures and the sign of their power; 999,600 is a million, not 1,000 thousand."""
    for power, sign in own.compact:
        scaled = value / power
        if scaled >= Decimal("0.9995"):
            return _three(own, scaled) + sign
    return _figures(own, value, 0)


def _three(own: Customs, value: Decimal) -> str:
    places = 2 if value < Decimal("9.995") else 1 if value < Decimal("99.95") else 0
    figures = _figures(own, value, places)
    return figures.rstrip("0").rstrip(own.point) if places else figures


def date_short(day: Day | None) -> str:
    """ "13 Nov", with the year when it is another than this one. Empty for None."""
    if day is None:
        return ""
    return _short(translation.get_language() or "en", as_date(day), today())


def _short(language: str, day: datetime.date, now: datetime.date) -> str:
    if personal.dates():
        return _numbered(personal.dates(), day)
    return _written(language, day, "day" if day.year == now.year else "day_year")


def date_long(day: Day | None) -> str:
    """ "13 November 2026". Empty for None."""
    if day is not None and personal.dates():
        return _numbered(personal.dates(), as_date(day))
    return "" if day is None else _written(translation.get_language() or "en", as_date(day), "day_long")


def date_weekday(day: Day | None) -> str:
    """ "Fri 13 Nov". Empty for None."""
    return "" if day is None else _written(translation.get_language() or "en", as_date(day), "weekday")


@lru_cache(maxsize=8192)
def _numbered(dates: str, day: datetime.date) -> str:
    """A day as the reader chose it: "2026-11-30"."""
    return parse_pattern(personal.PATTERNS[dates]).apply(day, "en")


@lru_cache(maxsize=8192)
def _written(language: str, day: datetime.date, pattern: str) -> str:
    own = customs(language)
    return getattr(own, pattern).apply(day, own.locale).replace(" ", NO_BREAK)


def clock(at: datetime.datetime | None) -> str:
    """The time of day in the reader's zone: "16:20". Empty for None."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return _clock(translation.get_language() or "en", local.hour, local.minute)


@lru_cache(maxsize=8192)
def _clock(language: str, hour: int, minute: int) -> str:
    own = customs(language)
    return own.time.apply(datetime.time(hour, minute), own.locale)


def moment(at: datetime.datetime | None) -> str:
    """Day and time in the reader's zone: "13 Nov 2026, 16:20". Empty for None."""
    if at is None:
        return ""
    language = translation.get_language() or "en"
    dates = personal.dates()
    day = _numbered(dates, as_date(at)) if dates else _written(language, as_date(at), "day_year")
    return customs(language).moment.replace("{1}", day).replace("{0}", clock(at))


def days(count: int | None) -> str:
    """Whole days, short: "19 d". Empty for None."""
    return "" if count is None else _days(translation.get_language() or "en", count)


@lru_cache(maxsize=4096)
def _days(language: str, count: int) -> str:
    return gettext("%(number)s d") % {"number": f"{count}"}


def days_long(count: int) -> str:
    """Whole days in words: "19 days"."""
    return ngettext("%(number)s day", "%(number)s days", count) % {"number": number(count)}


def relative_day(day: Day | None) -> str:
    """ "today", "tomorrow", "yesterday", else the short date. Empty for None."""
    return "" if day is None else _near(translation.get_language() or "en", as_date(day), today(), personal.dates())


@lru_cache(maxsize=8192)
def _near(language: str, day: datetime.date, now: datetime.date, dates: str) -> str:
    words = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
    return words.get((day - now).days) or _short(language, day, now)


def due_day(day: Day | None) -> str:
    """A day something is due: "late, 13 Nov" when it has passed, else as relative_day. Empty for None."""
    return "" if day is None else _due(translation.get_language() or "en", as_date(day), today(), personal.dates())


@lru_cache(maxsize=8192)
def _due(language: str, day: datetime.date, now: datetime.date, dates: str) -> str:
    if day < now:
        return gettext("late, %(day)s") % {"day": _short(language, day, now)}
    return _near(language, day, now, dates)


def is_late(day: Day | None) -> bool:
    """Whether a due day has passed."""
    return day is not None and as_date(day) < today()


def today() -> datetime.date:
    """The day it is for the reader."""
    return datetime.datetime.now(timezone.get_current_timezone()).date()


def as_date(day: Day) -> datetime.date:
    """The reader's calendar day of a date or moment."""
    if isinstance(day, datetime.datetime):
        return timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return day


@lru_cache(maxsize=8192)
def phone(value: str, home: str = "") -> str:
    """An E.164 number as people of its country write it; with its country code when `home` (SE, NO, PL) is another.

    What is no number is returned as it is.
    """
    import phonenumbers

    try:
        parsed = phonenumbers.parse(value, home or None)
    except phonenumbers.NumberParseException:
        return value
    at_home = not home or phonenumbers.region_code_for_number(parsed) == home
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, kind).replace(" ", NO_BREAK)


def file_size(size: int) -> str:
    """How large a file is: "840 kB"; 1,000 bytes are a kilobyte, as on the disk's label."""
    for unit, words in ((1_000_000, "MB"), (1_000, "kB")):
        if size >= unit:
            return f"{number(size / unit, 1 if size < 10 * unit else 0)} {words}"
    return f"{size} B"


FORMATS = {
    function.__name__: function
    for function in (
        money,
        money_short,
        number,
        percent,
        date_short,
        date_long,
        date_weekday,
        clock,
        moment,
        days,
        days_long,
        relative_day,
        due_day,
        is_late,
        today,
        phone,
        file_size,
    )
}
