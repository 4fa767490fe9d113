"""Countries and currencies by code or by name in our four languages."""

from functools import cache, lru_cache

from babel import Locale
from babel.numbers import list_currencies

from stegvis.core.folding import fold, squeeze

LANGUAGES = ("en", "sv", "nb", "pl")
# How people write them who do not use the full name.
_SHORT_COUNTRIES = {"uk": "GB", "usa": "US", "holland": "NL", "england": "GB"}
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "zł": "PLN", "zl": "PLN"}


@lru_cache(maxsize=1 << 10)
def country_code(text: str) -> str | None:
    """The ISO 3166 code of a country written as code or name ("Sverige", "se"), None when there is none."""
    text = text.strip()
    if not text:
        return None
    if len(text) == 2 and text.upper() in _territories():
        return text.upper()
    return _countries().get(squeeze(text))


@lru_cache(maxsize=1 << 10)
def currency_code(text: str) -> str | None:
    """The ISO 4217 code of a currency written as code, sign or name ("kronor" says too little), None if unknown."""
    text = text.strip()
    if len(text) == 3 and text.upper() in list_currencies():
        return text.upper()
    return _SIGNS.get(text.lower()) or _currencies().get(fold(text))


@cache
def _territories() -> frozenset[str]:
    return frozenset(code for code in Locale("en").territories if len(code) == 2 and code.isalpha())


@cache
def _countries() -> dict[str, str]:
    names = dict(_SHORT_COUNTRIES)
    for language in LANGUAGES:
        for code in _territories():
            if name := Locale(language).territories.get(code):
                names.setdefault(squeeze(name), code)
    return names


@cache
def _currencies() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).currencies.items():
            names.setdefault(fold(name), code)
    return names
