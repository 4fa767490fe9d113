"""The words by which somebody is recognised, and blackening them wherever they stand."""

import json
import re
from collections.abc import Iterable
from typing import Any

from stegvis.core.folding import fold

SHORTEST = 4
BLACK = "█████"


def written(word: str) -> set[str]:
    """The ways in which a word may stand in a text or in JSON; SQLite knows the two cases of ASCII letters only."""
    ways = {word, word.lower(), word.upper(), fold(word)}
    return {way for one in ways for way in (one, json.dumps(one)[1:-1]) if len(way) >= SHORTEST}


def names_of(first: str, last: str) -> list[str]:
    """A full name in the orders in which it is written; a single word is too little to recognise somebody by."""
    if not (first and last):
        return []
    return [f"{first} {last}", f"{last} {first}", f"{last}, {first}"]


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """What finds any of `words`, whatever its case, the longest first."""
    ways = sorted({way for word in words for way in (word, fold(word))}, key=len, reverse=True)
    return re.compile("|".join(re.escape(way) for way in ways), re.IGNORECASE)


def blackened(value: Any, found: re.Pattern[str]) -> Any:
    """`value` (a text, or JSON with texts) with all that `found` matches made black."""
    if isinstance(value, str):
        return found.sub(BLACK, value)
    if isinstance(value, list):
        return [blackened(one, found) for one in value]
    if isinstance(value, dict):
        return {found.sub(BLACK, key): blackened(one, found) for key, one in value.items()}
    return value
