"""Numbers, amounts and yes-or-no out of text."""

import re
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from stegvis.core.folding import fold

from .errors import BadValue

_BLANKS = " \u00a0\u202f\u2009\u2007'’"
_CODES = "SEK|NOK|DKK|PLN|EUR|USD|GBP|CHF|CZK|HUF|ISK|RON|BGN|UAH|TRY|CAD|AUD|NZD|JPY|CNY|INR|SGD|HKD|ZAR|BRL|MXN"
_CURRENCY = rf"(?:{_CODES}|[Kk]r\.?|zł|zl|[$€£¥]|US\$|%)"
_DRESSED = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?:{_CURRENCY})?\s*(?P<inner>[-+−–])?\s*"
    rf"(?P<figures>\d[\d.,{_BLANKS}]*?|[.,]\d+)(?P<power>[eE][+-]?\d{{1,2}})?\s*"
    rf"(?P<after>:-|,-|-)?\s*(?:{_CURRENCY})?\s*(?P<close>\))?"
)
_GROUPED = {
    ".": re.compile(rf"(\d{{1,3}}(?:[,{_BLANKS}]\d{{3}})+|\d*)(?:\.(\d*))?"),
    ",": re.compile(rf"(\d{{1,3}}(?:[.{_BLANKS}]\d{{3}})+|\d*)(?:,(\d*))?"),
}
_PLAIN = {".": re.compile(r"-?[0-9]+(?:\.[0-9]+)?"), ",": re.compile(r"-?[0-9]+(?:,[0-9]+)?")}
_STRIP = str.maketrans(dict.fromkeys(f"{_BLANKS}.,"))
_MAX_DIGITS = 24
_YES = frozenset(("yes", "y", "true", "t", "1", "x", "ja", "j", "sann", "sant", "tak", "prawda"))
_NO = frozenset(
    ("no", "n", "false", "f", "0", "nej", "nei", "falsk", "falskt", "usann", "usant", "nie", "falsz", "off")
)


def parse_number(text: object, decimal_mark: str) -> Decimal:
    """The number that `text` writes with `decimal_mark` ("." or ","), exact.

    Thousands may be grouped by blanks, apostrophes or the other mark, in threes. Currency signs, "kr",
    "zł", "%", brackets and a minus on either side are understood. Raises BadValue (empty, not_a_number,
    too_large).
    """
    if not isinstance(text, str):
        return _number_of_native(text)
    if len(text) <= _MAX_DIGITS and _PLAIN[decimal_mark].fullmatch(text):
        return Decimal(text.replace(",", "."))
    return _dressed_number(text, decimal_mark)


@lru_cache(maxsize=1 << 14)
def _dressed_number(text: str, decimal_mark: str) -> Decimal:
    dressed = _DRESSED.fullmatch(text.strip())
    if not dressed:
        raise BadValue("not_a_number" if text.strip() else "empty", text)
    return _signed(_bare_number(dressed, decimal_mark, text), dressed)


def _number_of_native(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        raise BadValue("not_a_number", value)
    return Decimal(repr(value))


def _bare_number(dressed: re.Match[str], decimal_mark: str, text: str) -> Decimal:
    power = dressed["power"]
    mark = "." if power else decimal_mark
    match = _GROUPED[mark].fullmatch(dressed["figures"].strip(_BLANKS))
    if not match or not (match[1] or match[2]):
        raise BadValue("not_a_number", text)
    figures = f"{match[1].translate(_STRIP) or '0'}.{match[2] or '0'}"
    if len(figures) > _MAX_DIGITS or (power and abs(int(power[1:])) > 18):
        raise BadValue("too_large", text)
    return Decimal(figures if match[2] or power else figures[:-2]).scaleb(int(power[1:]) if power else 0)


def _signed(number: Decimal, dressed: re.Match[str]) -> Decimal:
    if bool(dressed["open"]) != bool(dressed["close"]):
        raise BadValue("not_a_number", dressed.string)
    minus = {dressed["sign"], dressed["inner"]} & {"-", "−", "–"} or dressed["after"] == "-"
    return -number if minus or dressed["open"] else number


def parse_yes_no(text: object) -> bool:
    """Yes or no in the four languages, or as true/false, 1/0; raises BadValue (empty, not_yes_no)."""
    if isinstance(text, bool):
        return text
    word = fold(str(text))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValue("not_yes_no" if word else "empty", text)
