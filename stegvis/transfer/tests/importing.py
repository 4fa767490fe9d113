"""Short ways for tests of imports."""

from pathlib import Path
from typing import Any

from stegvis.deals.models import Deal
from stegvis.transfer.models import Import
from stegvis.transfer.operations.commanding import import_file
from stegvis.workspaces.permissions import Actor


def write(folder: Path, text: str, name: str = "file.csv") -> Path:
    """A file with these lines, blanks in front of each taken away."""
    path = folder / name
    path.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n", encoding="utf-8")
    return path


def bring(folder: Path, kind: str, text: str, *, by: Actor, process: str | None = None, **asked: Any) -> Import:
    """Import these lines as a file."""
    return import_file(write(folder, text), kind=kind, by=by, asked=asked or None, process=process)


def figures(batch: Import) -> tuple[int, int, int, int]:
    """Created, updated, skipped, rejected."""
    return batch.created, batch.updated, batch.skipped, batch.rejected


def deal_called(batch: Import, number: str) -> Deal:
    """The deal with this number elsewhere."""
    return Deal.objects.get(workspace=batch.workspace_id, external_id=number)


def path_of(deal: Deal) -> list[tuple[str, str | None]]:
    """A deal's moves as (stage, day in UTC)."""
    moves = deal.moves.select_related("to_stage")
    return [(move.to_stage.name, move.at and move.at.date().isoformat()) for move in moves]
