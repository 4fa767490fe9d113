"""Currencies and time zones one may choose from."""

from functools import cache, lru_cache
from zoneinfo import available_timezones

from babel.core import get_global
from babel.numbers import get_currency_name
from django.utils import translation

from stegvis.ui.locales import LOCALES

NEAR = ("EUR", "SEK", "NOK", "PLN", "DKK", "GBP", "USD", "CHF", "CZK")
AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
LANGUAGE_CURRENCY = {"sv": "SEK", "nb": "NOK", "pl": "PLN"}
LANGUAGE_ZONE = {"sv": "Europe/Stockholm", "nb": "Europe/Oslo", "pl": "Europe/Warsaw"}


def currencies() -> list[tuple[str, str]]:
    """Code and name of every currency in use, those of our readers' countries first."""
    return _named(translation.get_language() or "en")


@lru_cache(maxsize=8)
def _named(language: str) -> list[tuple[str, str]]:
    locale = LOCALES.get(language, "en_GB")
    others = sorted(currency_codes() - set(NEAR))
    return [(code, f"{code} · {get_currency_name(code, locale=locale)}") for code in (*NEAR, *others)]


@cache
def currency_codes() -> frozenset[str]:
    """The ISO 4217 codes of all currencies that are legal tender somewhere today."""
    tenders = (entry for entries in get_global("territory_currencies").values() for entry in entries)
    return frozenset(code for code, __, end, tender in tenders if tender and end is None)


@cache
def zones() -> list[tuple[str, str]]:
    """The time zones of the world by name, and UTC."""
    places = sorted(zone for zone in available_timezones() if zone.split("/")[0] in AREAS)
    return [(zone, zone.replace("_", " ")) for zone in (*places, "UTC")]
