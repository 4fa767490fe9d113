"""Reading a task from one line, as people type it: "call Anna tomorrow 14:30", "ringa Anna fre", "oferta +3d".

The words of all four languages are read whatever the reader's language is. No database here.
"""

import datetime
import re
from dataclasses import dataclass

from stegvis.core.folding import fold
from stegvis.timeline.models import TaskKind

FURTHEST = 3660
IN_DAYS = {
    0: "today idag dzis dzisiaj",
    1: "tomorrow imorgon imorgen jutro",
    2: "overmorgon overimorgen pojutrze",
}
# Monday first; each word stands for itself and, from three letters on, for its beginnings.
WEEKDAYS = (
    "monday mandag poniedzialek",
    "tuesday tisdag tirsdag wtorek",
    "wednesday onsdag sroda srode",
    "thursday torsdag czwartek",
    "friday fredag piatek",
    "saturday lordag sobota sobote",
    "sunday sondag niedziela niedziele",
)
SHORT = {"pn": 0, "pon": 0, "wt": 1, "sr": 2, "czw": 3, "pt": 4, "sb": 5, "nd": 6, "tors": 3, "tis": 1}
PAIRS = {("i", "dag"): 0, ("i", "morgon"): 1, ("i", "morgen"): 1, ("overmorgon",): 2}
NEXT_WEEK = {("next", "week"), ("nasta", "vecka"), ("neste", "uke"), ("za", "tydzien")}
KINDS = {
    TaskKind.CALL: "call ring ringa ringe zadzwon zadzwonic phone",
    TaskKind.MAIL: "mail email mejla maila skriv napisz",
    TaskKind.MEETING: "meet meeting mote moete spotkanie mota",
    TaskKind.DOCUMENT: "offer proposal offert tilbud oferta umowa kontrakt contract",
}
BEFORE = {"on", "pa", "w", "we", "by", "do", "till", "til"}
AHEAD = re.compile(r"\+(\d{1,4})([dwvut]?)")
CLOCK = re.compile(r"(?:kl\.?|o|at)?(\d{1,2})[:.](\d{2})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class Line:
    """What was read: the words that are left are the title."""

    title: str
    kind: str
    day: datetime.date | None = None
    time: datetime.time | None = None


def read_line(text: str, today: datetime.date) -> Line:
    """The task in `text`. Days and times are taken from the end only, so that a title may hold such words."""
    words = text.split()
    day: datetime.date | None = None
    time: datetime.time | None = None
    while len(words) > 1:
        tail, left = _day(words, today) if day is None else (None, words)
        clock = _time(words[-1]) if tail is None and time is None else None
        if tail is not None:
            day, words = tail, left
        elif clock is not None:
            time, words = clock, _without(words[:-1], {"at", "kl", "kl.", "o"})
        else:
            break
    day = today if time and day is None else day
    return Line(" ".join(words), _kind(words), day, time)


def _kind(words: list[str]) -> str:
    first = fold(words[0]).strip(":") if words else ""
    return next((kind for kind, known in KINDS.items() if first in known.split()), TaskKind.TO_DO)


def _without(words: list[str], fillers: set[str]) -> list[str]:
    return words[:-1] if len(words) > 1 and fold(words[-1]) in fillers else words


def _day(words: list[str], today: datetime.date) -> tuple[datetime.date | None, list[str]]:
    last = fold(words[-1])
    pair = (fold(words[-2]), last) if len(words) > 2 else ()
    if pair in PAIRS:
        return today + datetime.timedelta(days=PAIRS[pair]), words[:-2]
    if pair in NEXT_WEEK:
        return today + datetime.timedelta(days=7 - today.weekday()), words[:-2]
    found = _named(last, today) or _written(last, today)
    return found, _without(words[:-1], BEFORE) if found else words


def _named(word: str, today: datetime.date) -> datetime.date | None:
    for days, names in IN_DAYS.items():
        if word in names.split():
            return today + datetime.timedelta(days=days)
    weekday = SHORT.get(word.rstrip("."))
    if weekday is None and len(word) >= 3:
        weekday = next((at for at, names in enumerate(WEEKDAYS) if _begins(word.rstrip("."), names)), None)
    return None if weekday is None else today + datetime.timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _begins(word: str, names: str) -> bool:
    """Three letters of a day, or its whole name: "mon", "fre", but not "sunda" or "wednes"."""
    short = len(word) == 3 and word != "nie"  # a Polish "not" is no Sunday
    return any(word == name or (short and name.startswith(word)) for name in names.split())


def _written(word: str, today: datetime.date) -> datetime.date | None:
    if ahead := AHEAD.fullmatch(word):
        days = int(ahead[1]) * (7 if ahead[2] in ("w", "v", "u", "t") else 1)
        return today + datetime.timedelta(days=days) if days <= FURTHEST else None
    if iso := ISO.fullmatch(word):
        try:
            return datetime.date(int(iso[1]), int(iso[2]), int(iso[3]))
        except ValueError:
            return None
    return None


def _time(word: str) -> datetime.time | None:
    found = CLOCK.fullmatch(word)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return datetime.time(int(found[1]), int(found[2]))
