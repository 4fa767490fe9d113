"""Initials and grounds of avatars: the same for one person or company wherever it is shown."""

from functools import lru_cache

TONES = 5


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
