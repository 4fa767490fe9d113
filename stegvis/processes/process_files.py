"""A process as a file in the template format (docs/process-templates.md), and a file as the body of a draft.

A file from elsewhere may hold one language only, and may be unfinished: publishing says what is missing.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.acts.finding import in_order
from stegvis.processes.acts.phases import MOST_PHASES
from stegvis.processes.acts.stages import new_stage
from stegvis.processes.bodies import LINES, Body, Row, body_of, new_key
from stegvis.processes.changes import MOST_LINES, MOST_STAGES
from stegvis.processes.fields import as_sent, clean
from stegvis.processes.template_rules import KINDS, LANGUAGES

SCHEMA = 1
LARGEST = 1_000_000
PARTS = {"criteria": "exit_criteria", "tasks": "tasks", "branches": "branches"}
NAMES = {"evidence_kind": "evidence"}
TEXTS = {"name", "summary", "definition", "text", "buyer_text", "title", "note", "role"}


def write_file(body: Body, language: str) -> str:
    """The process of `body` as a file whose texts are in `language`."""
    keys = {row["key"]: f"stage-{place}" for place, row in enumerate(body["stages"], start=1)}
    phases = {row["key"]: f"phase-{place}" for place, row in enumerate(body["phases"], start=1)}
    told = {"schema": SCHEMA, "key": "process", "position": 0}
    told |= {name: _text(body[name], language) for name in ("name", "summary")}
    told["buyer_phases"] = [_phase(row, phases, language) for row in body["phases"]]
    told["stages"] = [_stage(row, keys, phases, language) for row in body["stages"]]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _text(value: str, language: str) -> dict[str, str] | None:
    return {language: value} if value else None


def _phase(row: Row, phases: dict[str, str], language: str) -> Row:
    lists = {name: [{language: text} for text in row[name]] for name in ("commitments", "decisions")}
    return {
        "key": phases[row["key"]],
        "name": {language: row["name"]},
        "summary": _text(row["summary"], language),
    } | lists


def _stage(row: Row, keys: dict[str, str], phases: dict[str, str], language: str) -> Row:
    told = {"key": keys[row["key"]], "kind": row["kind"]}
    told |= {name: _text(row[name], language) for name in ("name", "definition")}
    told["buyer_phase"] = phases.get(row["buyer_phase"])
    told |= {name: row[name] for name in ("expected_days", "silence_days", "probability")}
    for part, called in PARTS.items():
        told[called] = [_line(one, part, place, keys, language) for place, one in enumerate(row[part], start=1)]
    return told


def _line(line: Row, part: str, place: int, keys: dict[str, str], language: str) -> Row:
    told: Row = {"key": f"line-{place}"} if part != "branches" else {}
    for name in LINES[part]:
        if name == "buyer_text" and not line[name]:
            continue
        value = keys.get(line[name], "") if name == "to" else line[name]
        told[NAMES.get(name, name)] = _text(value, language) if name in TEXTS else value
    return told


def read_file(raw: bytes, language: str) -> Body:
    """The body that a file means, its texts in `language` where it has them; Refused with the places that are wrong."""
    told = _parsed(raw)
    wrong: list[str] = []
    phases = _rows(told, "buyer_phases", MOST_PHASES, wrong)
    stages = _rows(told, "stages", MOST_STAGES, wrong)
    reader = Reader(language, wrong)
    made, keys = _rekeyed(phases), _rekeyed(stages)
    body = body_of(
        reader.field(told, "process", "name", "name"), reader.field(told, "process", "summary", "summary"), [], []
    )
    body["phases"] = [reader.phase(row, place) for place, row in enumerate(phases, start=1)]
    body["stages"] = [reader.stage(row, keys, made, place) for place, row in enumerate(stages, start=1)]
    if wrong:
        raise Refused(_("This file cannot be read: %(places)s") % {"places": "; ".join(wrong[:8])})
    in_order(body)
    return body


def _parsed(raw: bytes) -> Row:
    if len(raw) > LARGEST:
        raise Refused(_("This file is too large for a process."))
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refused(_("This is no JSON file, or it is damaged.")) from error
    schema = told.get("schema") if isinstance(told, dict) else None
    if not isinstance(schema, int) or schema < 1:
        raise Refused(_("This is no file of a process: it does not say “schema”."))
    if schema > SCHEMA:
        raise Refused(_("This file is of a newer version of the format than this Stegvis can read."))
    return told


def _rows(told: Row, name: str, most: int, wrong: list[str]) -> list[Row]:
    rows = told.get(name) or []
    if not isinstance(rows, list) or len(rows) > most or not all(isinstance(row, dict) for row in rows):
        wrong.append(_("%(place)s: not a list, or too long") % {"place": name})
        return []
    return rows


def _rekeyed(rows: list[Row]) -> dict[str, str]:
    """Give each row a key of its own; the new keys by those of the file, where the first of equals is meant."""
    made: dict[str, str] = {}
    for row in rows:
        told, row["key"] = row.get("key"), new_key()
        if told not in (None, ""):
            made.setdefault(str(told), row["key"])
    return made


class Reader:
    """Reads fields of a file, and notes where they are wrong."""

    def __init__(self, language: str, wrong: list[str]) -> None:
        self.language, self.wrong = language, wrong

    def field(self, row: Row, part: str, name: str, place: str) -> Any:
        """A field as a draft holds it; what cannot be is noted, and empty."""
        raw = row.get(NAMES.get(name, name))
        value = self.text(raw) if name in TEXTS else raw
        # Half a pair of characters is JSON, but no database and no page takes it.
        sent = value if isinstance(value, bool) else as_sent(value).encode(errors="replace").decode()
        try:
            return clean(part, name, sent)
        except Refused as refusal:
            self.wrong.append(f"{place}: {refusal}")
            return ""

    def text(self, raw: Any) -> str:
        """A text in the reader's language, else in the first of the four that is there."""
        if isinstance(raw, dict):
            told = [raw.get(language) for language in (self.language, *LANGUAGES)]
            raw = next((one for one in told if isinstance(one, str)), "")
        return raw if isinstance(raw, str) else ""

    def phase(self, row: Row, place: int) -> Row:
        """A phase of the buyer."""
        where = f"buyer_phases.{place}"
        facts = {name: self.field(row, "phases", name, f"{where}.{name}") for name in ("name", "summary")}
        for name in ("commitments", "decisions"):
            lines = "\n".join(self.text(one) for one in _rows_of_any(row.get(name)))
            facts[name] = self.field({name: lines}, "phases", name, f"{where}.{name}")
        return {"key": row["key"]} | facts

    def stage(self, row: Row, keys: dict[str, str], phases: dict[str, str], place: int) -> Row:
        """A stage with its lines."""
        where = f"stages.{place}"
        kind = row.get("kind") if row.get("kind") in KINDS else "open"
        made = new_stage(kind, "") | {"key": row["key"]}
        names = ["name", "definition", "kind", "expected_days", "probability"]
        names += ["silence_days"] if "silence_days" in row else []
        made |= {name: self.field(row, "stages", name, f"{where}.{name}") for name in names}
        made["buyer_phase"] = phases.get(str(row.get("buyer_phase")), "")
        for part, called in PARTS.items():
            lines = _rows(row, called, MOST_LINES, self.wrong)
            made[part] = [self.line(one, part, keys, f"{where}.{called}.{n}") for n, one in enumerate(lines, start=1)]
        return made

    def line(self, row: Row, part: str, keys: dict[str, str], where: str) -> Row:
        """A criterion, task or branch."""
        told = row | {"to": keys.get(str(row.get("to")), "")} if part == "branches" else row
        facts = {name: self.field(told, part, name, f"{where}.{NAMES.get(name, name)}") for name in LINES[part]}
        return facts | {"key": new_key(), "lineage": "", "sources": []}


def _rows_of_any(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else []
