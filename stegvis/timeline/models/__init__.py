"""Facts about what happened with a buyer, and what is to be done next."""

from stegvis.timeline.models.entry import EntryKind, EntryPlace, Pin, TimelineEntry
from stegvis.timeline.models.file import StoredFile
from stegvis.timeline.models.task import Task, TaskKind

__all__ = ["EntryKind", "EntryPlace", "Pin", "StoredFile", "Task", "TaskKind", "TimelineEntry"]
