"""Where files of whole workspaces wait: for who asked for them, or to be taken in."""

import json
from pathlib import Path

from django.conf import settings

from stegvis.transfer.models import WorkspaceExport, WorkspaceIntake

Whole = WorkspaceExport | WorkspaceIntake


def how_far(whole: Whole) -> tuple[int, int]:
    """Tables done, and all; (0, 1) before it has begun."""
    try:
        done, all_ = json.loads(progress_of(whole).read_text())
    except (OSError, ValueError):
        return 0, 1
    return done, all_


def path_of(whole: Whole) -> Path:
    """Where the file lies: apart from what backups and web servers take."""
    folder = Path(settings.HOME) / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / whole.path


def progress_of(whole: Whole) -> Path:
    """Where it says how far it has come."""
    return path_of(whole).with_suffix(".progress")


def written_of(intake: WorkspaceIntake) -> Path:
    """Where it is noted which files were written while it was taken in."""
    return path_of(intake).with_suffix(".written")
