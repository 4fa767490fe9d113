"""Where the reading tests find the real files, and how they write their own."""

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[3]


def real_file(name: str) -> Path:
    """A file of the shared test data; skips the test where the data is not there."""
    folder = Path(os.environ.get("STEGVIS_TEST_DATA", "../shared/data"))
    path = (folder if folder.is_absolute() else _ROOT / folder) / name
    if not path.exists():
        pytest.skip(f"test data {name} is absent: set STEGVIS_TEST_DATA")
    return path


def written(folder: Path, text: str | bytes, *, encoding: str = "utf-8", name: str = "file.csv") -> Path:
    """A file with that text (or those bytes) in it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path
