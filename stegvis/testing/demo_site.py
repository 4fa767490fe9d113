"""The demo as a newcomer meets it: `bin/serve` on an empty folder, with real web and worker processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stegvis.testing.ports import free_port, wait_for

OURS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "STEGVIS_DEMO", "STEGVIS_SQLITE_SYNCHRONOUS")


@contextmanager
def demo_site(home: Path, seconds: float = 300) -> Iterator[str]:
    """Serve a new demo workspace kept in the empty folder `home`; yields its address, stops it afterwards.

    Raises RuntimeError when it does not answer within `seconds`: making the demo takes most of them.
    """
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in OURS} | {"STEGVIS_HOME": str(home)}
    collect = [sys.executable, "-m", "stegvis", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, env=environment, check=True)
    command = [sys.executable, "-m", "stegvis.config.serving", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, server, seconds)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)
