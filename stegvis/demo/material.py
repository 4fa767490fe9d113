"""The names and texts the demo is made of, in the language asked for."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
LANGUAGES = ("en", "sv", "nb", "pl")
# Where a workspace of this language stands: base currency and time zone.
CUSTOMS = {
    "en": ("SEK", "Europe/Stockholm"),
    "sv": ("SEK", "Europe/Stockholm"),
    "nb": ("NOK", "Europe/Oslo"),
    "pl": ("PLN", "Europe/Warsaw"),
}
# What one unit is worth in kronor; a demo needs rates that are plausible, not today's.
IN_KRONOR = {"SEK": "1", "NOK": "0.97", "PLN": "2.65", "EUR": "11.20"}


@cache
def read(name: str) -> Any:
    """A data file of the demo."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def texts(kind: str, language: str) -> list[str]:
    """The texts of a list such as "quotes" in `language`."""
    return [text[language] for text in read("texts")[kind]]


def said(kind: str, language: str) -> list[str]:
    """The texts of a list of the members' talk, such as "places", in `language`."""
    return [text[language] for text in read("talk")[kind]]


def words(kind: str, language: str) -> dict[str, str]:
    """The texts of a table such as "industries" in `language`, by key."""
    return {key: text[language] for key, text in read("texts")[kind].items()}


def firms() -> list[tuple[str, list]]:
    """Country and (name, city, industry, employees) of every company, the countries mixed."""
    lists = [[(country, firm) for firm in facts["firms"]] for country, facts in read("firms").items()]
    places = sorted(
        (place / len(some), number, place) for number, some in enumerate(lists) for place in range(len(some))
    )
    return [lists[number][place] for _, number, place in places]
