"""The playbook: what sellers look things up in. Each book is sets of rows, shipped as files in `data/` or one's own."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.deals.models import (
    Framework,
    FrameworkQuestion,
    Guide,
    GuideQuestion,
    Objection,
    ObjectionAnswer,
)
from stegvis.processes.catalogue import known_language

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Book:
    """Sets (`model`) with rows (`row`, which name their set in `parent`); `note` is the field of the set's summary."""

    key: str
    label: str | Promise
    model: type[Record]
    row: type[Record]
    parent: str
    facts: tuple[str, ...]
    note: str = "summary"

    @property
    def related(self) -> str:
        """What the rows are called on a set."""
        return "answers" if self.row is ObjectionAnswer else "questions"


BOOKS = {
    book.key: book
    for book in (
        Book("frameworks", _("Qualification"), Framework, FrameworkQuestion, "framework", ("title", "text", "weight")),
        Book("guides", _("Guides"), Guide, GuideQuestion, "guide", ("phase", "kind", "text")),
        Book("objections", _("Objections"), Objection, ObjectionAnswer, "objection", ("kind", "text"), "behind"),
    )
}


@dataclass(frozen=True)
class Ready:
    """A shipped set in one language."""

    key: str
    name: str
    summary: str
    rows: list[dict[str, Any]]


@cache
def ready_sets(book: str, language: str) -> dict[str, Ready]:
    """The shipped sets of a book by key, in `language` (English where it is none of the four), in their order."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in (DATA / book).glob("*.json")]
    told = sorted(files, key=lambda one: one["position"])
    return {one["key"]: _told(one, known_language(language)) for one in told}


def _told(file: dict[str, Any], language: str) -> Ready:
    rows = [{name: _text(value, language) for name, value in row.items()} for row in file["rows"]]
    return Ready(file["key"], file["name"][language], file["summary"][language], rows)


def _text(value: Any, language: str) -> Any:
    return value[language] if isinstance(value, dict) else value
