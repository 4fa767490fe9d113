"""Where files of whole workspaces wait for who asked for them."""

import json
from pathlib import Path

from django.conf import settings

from stegvis.transfer.models import WorkspaceExport


def how_far(export: WorkspaceExport) -> tuple[int, int]:
    """Tables done, and all; (0, 1) before it has begun."""
    try:
        done, all_ = json.loads(progress_of(export).read_text())
    except (OSError, ValueError):
        return 0, 1
    return done, all_


def path_of(export: WorkspaceExport) -> Path:
    """Where the file lies: apart from what backups and web servers take."""
    folder = Path(settings.HOME) / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / export.path


def progress_of(export: WorkspaceExport) -> Path:
    """Where it says how far it has come."""
    return path_of(export).with_suffix(".progress")
