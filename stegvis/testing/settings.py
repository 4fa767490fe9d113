"""The settings tests run with: the real ones, in a home of their own that is gone afterwards (see conftest.py).

Not in conftest.py, as pytest-django reads the settings before that.
"""

import os
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
os.environ["STEGVIS_HOME"] = tempfile.mkdtemp(prefix="stegvis-test-", dir=MEMORY if MEMORY.is_dir() else None)
os.environ["STEGVIS_SQLITE_SYNCHRONOUS"] = "NORMAL"
for variable in ("STEGVIS_DEMO", "STEGVIS_DEBUG", "STEGVIS_URL", "STEGVIS_HOSTS", "STEGVIS_BEHIND_PROXY"):
    os.environ.pop(variable, None)

from stegvis.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["stegvis.testing.hashing.QuickHasher"]

STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a missing one
