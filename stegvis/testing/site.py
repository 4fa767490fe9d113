"""A real web server for the browser tests: granian, with the same assets and headers as in production."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command

from stegvis.testing.jobs import database_url
from stegvis.testing.ports import free_port, wait_for


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
