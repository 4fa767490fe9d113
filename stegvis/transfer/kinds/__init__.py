"""One importer for each kind of file: it takes a chunk of rows and says what became of each."""

from dataclasses import dataclass, field
from typing import Protocol

from stegvis.transfer.cells import RowRefused
from stegvis.transfer.reading import Row


@dataclass
class Outcome:
    """What became of a chunk's rows."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    rejected: list[tuple[Row, RowRefused]] = field(default_factory=list)


class Importer(Protocol):
    """Takes rows within the caller's transaction; leaves traces in its run."""

    def take(self, rows: list[Row]) -> Outcome:
        """Make, change or pass over the records of `rows`."""
