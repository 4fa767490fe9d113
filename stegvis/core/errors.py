"""What an operation says when it will not do something: always a sentence for the person who asked."""

from dataclasses import dataclass, field
from datetime import datetime


class Refused(Exception):
    """An operation was asked for something that cannot be. `str(error)` is a translated sentence."""


@dataclass
class FieldClash:
    """One fact that two people changed: what the first made of it, and who and when (where known)."""

    field: str
    label: str
    theirs: str
    ours: str
    by: str = ""
    at: datetime | None = None


@dataclass
class ChangedMeanwhile(Refused):
    """Somebody else changed the same thing after the asker had seen it. Nothing was overwritten."""

    clashes: list[FieldClash] = field(default_factory=list)
    sentence: str = ""

    def __str__(self) -> str:
        return self.sentence
