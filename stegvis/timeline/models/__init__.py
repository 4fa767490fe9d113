"""Facts about what happened with a buyer, and what is to be done next."""

from stegvis.timeline.models.entry import EntryKind, EntryPlace, Pin, TimelineEntry
from stegvis.timeline.models.feed import CalendarFeed, Digest, DroppedSuggestion
from stegvis.timeline.models.file import StoredFile
from stegvis.timeline.models.task import Repeat, Task, TaskKind

__all__ = [
    "CalendarFeed",
    "Digest",
    "DroppedSuggestion",
    "EntryKind",
    "EntryPlace",
    "Pin",
    "Repeat",
    "StoredFile",
    "Task",
    "TaskKind",
    "TimelineEntry",
]
