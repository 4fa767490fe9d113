"""The customs of the reader's language, taken from Babel once and kept: patterns, separators, names."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale
from babel.dates import DateTimePattern, parse_pattern
from babel.numbers import format_currency, format_decimal, format_percent, get_decimal_symbol, get_group_symbol
from django.utils import translation

LOCALES = {"en": "en_GB", "sv": "sv_SE", "nb": "nb_NO", "no": "nb_NO", "nn": "nb_NO", "pl": "pl_PL"}
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Around:
    """What stands before and behind the figures of an amount, without and with a minus."""

    before: str
    behind: str
    before_minus: str
    behind_minus: str

    def wrap(self, figures: str, negative: bool) -> str:
        """The figures with their surroundings."""
        if negative:
            return f"{self.before_minus}{figures}{self.behind_minus}"
        return f"{self.before}{figures}{self.behind}"


@dataclass(frozen=True)
class Customs:
    """How one language writes figures and days."""

    locale: Locale
    group: str
    point: str
    plain: Around
    percent: Around
    compact: tuple[tuple[int, str], ...]
    day: DateTimePattern
    day_year: DateTimePattern
    day_long: DateTimePattern
    weekday: DateTimePattern
    time: DateTimePattern
    moment: str


def current() -> Customs:
    """The customs of the language that is active now."""
    return customs(translation.get_language() or "en")


@lru_cache(maxsize=64)
def customs(language: str) -> Customs:
    """The customs of a language code; English (with European order) for one we do not speak."""
    locale = Locale.parse(LOCALES.get(language[:2].lower(), "en_GB"))
    skeletons = locale.datetime_skeletons
    return Customs(
        locale=locale,
        group=get_group_symbol(locale).replace("\N{NARROW NO-BREAK SPACE}", NO_BREAK),
        point=get_decimal_symbol(locale),
        plain=_around(lambda one: format_decimal(one, locale=locale)),
        percent=_around(lambda one: format_percent(one / 100, locale=locale)),
        compact=_compact(locale),
        day=parse_pattern(skeletons["MMMd"]),
        day_year=parse_pattern(skeletons["yMMMd"]),
        day_long=parse_pattern(locale.date_formats["long"]),
        weekday=parse_pattern(skeletons["MMMEd"]),
        time=parse_pattern(locale.time_formats["short"]),
        moment=str(locale.datetime_formats["medium"]).replace("'", ""),
    )


@cache
def currency_around(language: str, currency: str) -> Around:
    """What stands around an amount of `currency` (an ISO 4217 code)."""
    locale = customs(language).locale
    pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
    return _around(lambda one: _spaced(format_currency(one, currency, pattern, locale, currency_digits=False)))


def _spaced(amount: str) -> str:
    """A blank between a code in letters and the figure behind it, which Babel leaves out: "SEK 1", but "€1"."""
    return re.sub(r"(?<=[^\W\d_])(?=\d)", NO_BREAK, amount)


def _around(write) -> Around:
    """Split what `write` makes of 1 and -1; blanks are made unbreakable, so that no amount falls apart."""
    sides = [part.replace(" ", NO_BREAK) for one in (1, -1) for part in write(one).split("1")]
    return Around(*sides)


def _compact(locale: Locale) -> tuple[tuple[int, str], ...]:
    """Powers of ten and the sign of each, largest first: (1000000, " mn")."""
    patterns = locale.compact_decimal_formats["short"]["other"]
    return tuple((power, _sign(patterns[str(power)].pattern)) for power in (10**9, 10**6, 10**3))


def _sign(pattern: str) -> str:
    return pattern.strip("0").replace("'", "").replace(" ", NO_BREAK)
