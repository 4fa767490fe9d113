"""Other programs that make drawings: one at a time in each web process, so that they never hold all of its threads."""

import subprocess
import threading
from collections.abc import Sequence

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused

WAIT = 2
TURN = threading.BoundedSemaphore(1)


class Busy(Refused):
    """Another drawing is being made."""


def run(command: Sequence[str], sent: bytes, patience: float) -> bytes:
    """What `command` answers to `sent` within `patience` seconds; Busy, subprocess.SubprocessError or OSError."""
    if not TURN.acquire(timeout=WAIT):
        raise Busy(_("Another drawing is being made right now. Try again in a moment."))
    try:
        return subprocess.run(command, input=sent, capture_output=True, timeout=patience, check=True).stdout
    finally:
        TURN.release()
