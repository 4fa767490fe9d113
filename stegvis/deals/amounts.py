"""Amounts as people write them in one line: "120 000 kr", "45k", "1,5 mln", "EUR 12.500,50"."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel.core import get_global

from stegvis.core.folding import fold

# What multiplies, in four languages, folded.
THOUSANDS = ("k", "t", "tys", "tys.", "tusen", "thousand")
MILLIONS = ("m", "mn", "mln", "mln.", "mio", "milj", "milj.", "mill", "mill.", "million", "millions", "miljon",
            "miljoner", "millioner", "milion", "miliony", "milionow")  # fmt: skip
BILLIONS = ("bn", "md", "mrd", "mld", "miljard", "miljarder", "milliard", "milliarder", "miliard", "billion")
POWERS = {**dict.fromkeys(THOUSANDS, 3), **dict.fromkeys(MILLIONS, 6), **dict.fromkeys(BILLIONS, 9)}
# Words that say a power and the crown at once.
CROWNS = {"tkr": 3, "mkr": 6, "mdkr": 9}
SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "zł": "PLN", "zl": "PLN", "złotych": "PLN"}
KR = ("kr", "kr.", ":-", "kronor", "kroner")
KRONA_COUNTRIES = ("SEK", "NOK", "DKK", "ISK")
BLANKS = "\\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'"
FIGURES = re.compile(rf"^([^0-9\-]*?)[{BLANKS}]*([0-9](?:[0-9.,{BLANKS}]*[0-9])?)[{BLANKS}]*([^0-9]*)$")
LARGEST = Decimal(10) ** 17


@dataclass(frozen=True)
class Amount:
    """A value and the currency that was written with it, empty where none was; `marked` when it can be nothing else."""

    value: Decimal
    currency: str
    marked: bool


def read_amount(text: str, home: str, places: int = 2, point: str = "") -> Amount | None:
    """`text` as an amount of at most so many decimal `places`, None when it is something else.

    `home` is the workspace's currency: which crown is meant. `point` is the reader's decimal point: it decides what
    "1,234" is where three places are possible.
    """
    match = FIGURES.match(text.strip()) if len(text) <= 60 else None
    if match is None:
        return None
    words = [*match[1].split(), *match[3].split()]
    said = _understand(words, home)
    value = _figure(match[2], places, point)
    if said is None or value is None:
        return None
    power, currency = said
    value = value.scaleb(power)
    return Amount(value.quantize(Decimal(1).scaleb(-places)), currency, bool(words)) if value < LARGEST else None


def _understand(words: list[str], home: str) -> tuple[int, str] | None:
    """The power of ten and the currency that the words around the figures say; None when one says neither."""
    power, currency = 0, ""
    for word in words:
        more, named = _word(word, home)
        if more is None or (more and power) or (named and currency):
            return None
        power, currency = power or more, currency or named
    return power, currency


def _word(word: str, home: str) -> tuple[int | None, str]:
    """What one word says: a power, a currency, both ("MSEK"), or nothing we know (None)."""
    key = fold(word)
    if key in POWERS:
        return POWERS[key], ""
    if key in CROWNS:
        return CROWNS[key], _crown(home)
    currency = _currency(word, home)
    if currency:
        return 0, currency
    if len(word) == 4 and key[0] in "kmt" and word[1:].upper() in currencies():
        return (6 if key[0] == "m" else 3), word[1:].upper()
    return None, ""


def _currency(word: str, home: str) -> str:
    if word.lower() in KR:
        return _crown(home)
    return SYMBOLS.get(word.lower()) or (word.upper() if word.upper() in currencies() else "")


def _crown(home: str) -> str:
    return home if home in KRONA_COUNTRIES else "SEK"


@cache
def currencies() -> frozenset[str]:
    """The codes of ISO 4217 that are money today."""
    everywhere = get_global("territory_currencies").values()
    return frozenset(
        code for territory in everywhere for code, _since, until, tender in territory if tender and not until
    )


def _figure(text: str, places: int, point: str) -> Decimal | None:
    """A figure with separators of any language: the last one is the decimal point unless three figures follow it."""
    bare = re.sub(f"[{BLANKS}]", "", text)
    points = [sign for sign in bare if sign in ".,"]
    if not points:
        return Decimal(bare)
    last = points[-1]
    whole, _point, rest = bare.rpartition(last)
    if points.count(last) > 1 or (len(points) == 1 and len(rest) == 3 and not (last == point and places >= 3)):
        groups = bare.split(last)
        return Decimal("".join(groups)) if len(set(points)) == 1 and _are_groups(groups) else None
    if len(rest) > places or not _are_groups(re.split("[.,]", whole)):
        return None
    return Decimal(f"{re.sub('[.,]', '', whole)}.{rest}")


def _are_groups(groups: list[str]) -> bool:
    return len(groups[0]) > 0 and all(len(group) == 3 for group in groups[1:])
