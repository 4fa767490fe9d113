"""Columns that say when a deal entered a stage."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stegvis.core.folding import squeeze

from .words import load, phrases, words

_QUOTED = re.compile(r"[\"'“”„«](.+)[\"'”“»]")
_PIPELINE = re.compile(r"(.+?) \([^()]+\)")


@dataclass(frozen=True)
class Entered:
    """The stage a column tells the entry of, and how sure that is (0..1)."""

    stage: str
    confidence: float


def entered_stage(header: str, stages: Sequence[str]) -> Entered | None:
    """The stage whose entry `header` dates: "Date entered 'Proposal'", or engage_date where a stage is "Engaging"."""
    named = _named_stage(header)
    if named:
        return _known(named, stages) or Entered(_without_pipeline(named), 0.9 if _QUOTED.search(header) else 0.8)
    return _alike(header, stages)


def _named_stage(header: str) -> str | None:
    """The words that stand where a stage's name is expected, as they were written."""
    spoken = words(header)
    entered = load("entered")
    for before, _ in sorted(phrases(entered["before"]), key=lambda pair: -len(pair[0])):
        if spoken.startswith(before + " "):
            return _unquoted(header, len(before.split()), None)
    for after, _ in sorted(phrases(entered["after"]), key=lambda pair: -len(pair[0])):
        if spoken.endswith(" " + after):
            return _unquoted(header, 0, -len(after.split()))
    return None


def _unquoted(header: str, start: int, end: int | None) -> str | None:
    quoted = _QUOTED.search(header)
    if quoted:
        return quoted[1].strip()
    named = " ".join(re.split(r"[\s_]+", header.strip())[start:end])
    return named.strip(" :-\"'") or None


def _known(named: str, stages: Sequence[str]) -> Entered | None:
    wanted = {squeeze(named), squeeze(_without_pipeline(named))}
    return next((Entered(stage, 1.0) for stage in stages if squeeze(stage) in wanted), None)


def _without_pipeline(named: str) -> str:
    """HubSpot writes the pipeline behind the stage: "Proposal (Sales Pipeline)"."""
    match = _PIPELINE.fullmatch(named)
    return match[1] if match else named


def _alike(header: str, stages: Sequence[str]) -> Entered | None:
    """A date column named after a stage, or after the same stem: engage and Engaging."""
    dated = {phrase for phrase, _ in phrases(load("entered")["date_words"])}
    spoken = words(header).split()
    stem = "".join(word for word in spoken if word not in dated)
    if len(stem) < 3 or not dated & set(spoken):
        return None
    for stage in stages:
        if squeeze(stage) == stem:
            return Entered(stage, 0.9)
    return next((Entered(stage, 0.75) for stage in stages if _same_stem(stem, squeeze(stage))), None)


def _same_stem(one: str, other: str) -> bool:
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return shared >= 4 and len(one) - shared <= 3 and len(other) - shared <= 3
