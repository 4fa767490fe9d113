"""Headers and names as plain words, and the vocabularies they are looked up in."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from stegvis.core.folding import fold

VOCABULARY = Path(__file__).parent / "vocabulary"
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")
_SIGNS = re.compile(r"[^\w]+|_+")


def words(text: str) -> str:
    """`text` as folded words with single blanks: "StageName", "stage_name" and "Stage name*" are all "stage name"."""
    return " ".join(_SIGNS.sub(" ", fold(_HUMP.sub(" ", text))).split())


@cache
def load(name: str) -> dict[str, Any]:
    """The vocabulary file of that name; see vocabulary/README.md for the shape."""
    stored: dict[str, Any] = json.loads((VOCABULARY / f"{name}.json").read_text(encoding="utf-8"))
    return stored


def phrases(listed: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Each phrase of a vocabulary entry as words, with its language ("crm" for names other programs give)."""
    for language, spellings in listed.items():
        for spelling in spellings:
            yield words(spelling), language


@cache
def field_phrases(kind: str) -> dict[str, dict[str, str]]:
    """For each known phrase of a kind of import the fields it may mean, each with the phrase's language."""
    known: dict[str, dict[str, str]] = {}
    for field, listed in load(kind)["fields"].items():
        for phrase, language in phrases(listed):
            known.setdefault(phrase, {}).setdefault(field, language)
    return known


@cache
def object_words() -> dict[str, frozenset[str]]:
    """The things other programs speak of: for each word the kinds of import it can stand for ("other" for none)."""
    known: dict[str, set[str]] = {}
    for kind, listed in load("objects")["objects"].items():
        for phrase, _ in phrases(listed):
            known.setdefault(phrase, set()).add(kind)
    return {phrase: frozenset(kinds) for phrase, kinds in known.items()}


@cache
def left_out() -> frozenset[str]:
    """Headers that other programs' exports have and an import has no use for."""
    return frozenset(phrase for phrase, _ in phrases(load("left-out")["headers"]))
