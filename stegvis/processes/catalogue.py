"""The ready-made processes: files in `data/templates/`, described in docs/process-templates.md."""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.template_rules import LANGUAGES, BadTemplate, problems

DATA = Path(__file__).parent / "data"
FOLDER = DATA / "templates"


@dataclass(frozen=True)
class TemplateStage:
    """A stage as a choice of processes shows it."""

    name: str
    kind: str


@dataclass(frozen=True)
class Template:
    """A ready-made process as a choice of processes shows it, in one language."""

    key: str
    name: str
    summary: str
    stages: tuple[TemplateStage, ...]


@lru_cache(maxsize=len(LANGUAGES))
def list_templates(language: str) -> list[Template]:
    """All ready-made processes in `language` (English where it is none of the four), the simplest first."""
    files = sorted((read_template(path) for path in FOLDER.glob("*.json")), key=lambda one: one["position"])
    return [_in_language(file, known_language(language)) for file in files]


def load_template(key: str) -> dict[str, Any]:
    """The whole template `key` with its texts in all languages; Refused where there is none of this name."""
    if key not in keys():
        raise Refused(_("There is no ready-made process “%(key)s”.") % {"key": key[:60]})
    return read_template(FOLDER / f"{key}.json")


def read_template(path: Path) -> dict[str, Any]:
    """The template in the file at `path`; BadTemplate lists everything that is wrong with it."""
    try:
        template = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadTemplate(path.name, [f"This is no JSON: {error}"]) from error
    if wrong := problems(template, path.stem, default_phases()):
        raise BadTemplate(path.name, wrong)
    return template


def journey(template: dict[str, Any]) -> list[dict[str, Any]]:
    """The buyer's phases that go with `template`: its own, else the default ones."""
    return template["buyer_phases"] or default_phases()


@cache
def default_phases() -> list[dict[str, Any]]:
    """The default journey of the buyer."""
    return json.loads((DATA / "buyer_journey.json").read_text(encoding="utf-8"))


@cache
def keys() -> frozenset[str]:
    """The names of all ready-made processes."""
    return frozenset(path.stem for path in FOLDER.glob("*.json"))


def known_language(language: str) -> str:
    """`language` where templates speak it, else English."""
    return language if language in LANGUAGES else "en"


def _in_language(template: dict[str, Any], language: str) -> Template:
    stages = tuple(TemplateStage(stage["name"][language], stage["kind"]) for stage in template["stages"])
    return Template(template["key"], template["name"][language], template["summary"][language], stages)
