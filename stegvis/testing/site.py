"""A real web server for the browser tests: granian, with the same assets and headers as in production."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command

from stegvis.config.serving import answers
from stegvis.testing.jobs import database_url


@contextmanager
def running_site() -> Iterator[str]:
    """Serve the test database; yields the address. The tests that use it must be transactional ones."""
    call_command("collectstatic", interactive=False, verbosity=0)
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "stegvis.config.settings",
        "STEGVIS_HOME": str(settings.HOME),
        "DATABASE_URL": database_url(),
    }
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "stegvis.config.wsgi:application"),
        *("--port", str(port), "--no-ws", "--blocking-threads", "4", "--log-level", "warning"),
    ]
    server = subprocess.Popen(command, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen, seconds: float = 30) -> None:
    """Until the site answers; raises RuntimeError when it does not."""
    deadline = time.monotonic() + seconds
    while not answers(f"{address}/health/"):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the site under test did not start")
        time.sleep(0.05)
