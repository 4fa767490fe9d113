"""What is in the file of a whole workspace, and how much of it is believed."""

import re
from pathlib import Path
from typing import Any

from django.db import models

from stegvis.core.backups.layout import files_folder

FORMAT = 1
MANIFEST, WORKSPACE, PROCESSES, LOGO = "manifest.json", "workspace.json", "processes.json", "logo.png"
FILES = "files/"
# Facts of the workspace itself that travel. The slug is chosen anew, and photos belong to accounts.
FACTS = ("name", "currency", "language", "time_zone", "week_start", "grants", "second_factor")
KNOWN = re.compile(
    r"manifest\.json|workspace\.json|processes\.json|logo\.png|tables/[\w.]+\.csv|files/\d{1,18}(\.webp)?"
)
MEGABYTE = 1024 * 1024
MOST_JSON = 64 * MEGABYTE
LONGEST_LINE = 16 * MEGABYTE
# Tables pack to about a twentieth; what is claimed to be far more is a bomb.
MOST_PACKED, SMALL = 200, 10 * MEGABYTE


def table_name(model: type[models.Model]) -> str:
    """Where the rows of `model` stand."""
    return f"tables/{model._meta.label_lower}.csv"


def file_name(row: dict[str, Any]) -> str:
    """Where the content of a stored file stands; its preview has ".webp" behind."""
    return f"{FILES}{row['id']}"


def path_of(place: str) -> Path:
    """Where `place` lies on the disk; ValueError for one that leaves the folder of files."""
    folder = files_folder().resolve()
    path = (folder / place).resolve()
    if not path.is_relative_to(folder):
        raise ValueError("Outside the folder of files.")
    return path
