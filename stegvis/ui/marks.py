"""Initials and grounds of avatars, depths of stages: the same for one thing wherever it is shown."""

from functools import lru_cache

TONES = 5
DEPTHS = 6


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """At most two letters of `name`: the first of its first and of its last word ("Åsa von Berg" is "ÅB")."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def tone(number: int | None) -> int:
    """Which of the five grounds belongs to the record with this id, 1 to 5."""
    return (number or 0) % TONES + 1


def depth(position: int, of: int) -> int:
    """The tone of the stage at `position` (from 0) among `of` open stages, 1 (shallow) to 6 (deep), evenly spread."""
    if of <= DEPTHS:
        return min(max(position, 0), DEPTHS - 1) + 1
    return min(max(position, 0) * DEPTHS // of, DEPTHS - 1) + 1
