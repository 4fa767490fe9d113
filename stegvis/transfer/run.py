"""What one run of an import carries with it: where, as whom, by which mapping, and what the chunk has made so far."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from stegvis.transfer.mapping import Mapping
from stegvis.transfer.models import Act, Import
from stegvis.workspaces.models import Workspace
from stegvis.workspaces.permissions import Automation

AUTOMATION = "import"


@dataclass(slots=True)
class Trace:
    """A record made or changed; see ImportedRecord."""

    kind: str
    record_id: int
    act: str
    row: int | None = None
    before: dict[str, Any] | None = None
    parent: str = ""
    at: datetime | None = None


@dataclass
class Run:
    """The circumstances of a chunk. `traces` and `made` are written with it and then emptied."""

    batch: Import
    workspace: Workspace
    mapping: Mapping
    now: datetime = field(default_factory=timezone.now)
    traces: list[Trace] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)

    @cached_property
    def actor(self) -> Automation:
        """Who acts: the import itself. The member who started it was asked for the permission to import."""
        return Automation(AUTOMATION, self.workspace)

    @property
    def zone(self) -> tzinfo:
        """Where a day without a time begins."""
        return ZoneInfo(self.mapping.time_zone or self.workspace.time_zone)

    @property
    def currency(self) -> str:
        """What amounts without a currency are in."""
        return self.mapping.currency or self.workspace.currency

    def note_made(self, kind: str, record_id: int, at: datetime | None = None) -> None:
        """A record that a row needed and that was not there: made on the way, last written `at` (else now)."""
        self.made[kind] += 1
        self.traces.append(Trace(kind, record_id, Act.CREATED, at=at))
