"""The real server, as an installation runs it, for the length of a benchmark."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

WEB_PROCESSES = 2


@contextmanager
def web(processes: int = WEB_PROCESSES) -> Iterator[tuple[int, subprocess.Popen]]:
    """Granian on a free port, with the environment of this process; yields the port and the process."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(processes), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    server = subprocess.Popen([*command, "stegvis.config.wsgi:application"], start_new_session=True)
    try:
        wait_until_ready(port)
        yield port, server
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def wait_until_ready(port: int, seconds: float = 60) -> None:
    """Until the health page answers; raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The server did not answer.")


def proportional_memory(root: int) -> float:
    """The PSS of a process and all its children, in MiB."""
    return sum(pss(pid) for pid in [root, *descendants(root)]) / 1024


def descendants(root: int) -> list[int]:
    """Children, their children, and so on."""
    with open(f"/proc/{root}/task/{root}/children") as file:
        children = [int(pid) for pid in file.read().split()]
    return children + [pid for child in children for pid in descendants(child)]


def pss(pid: int) -> int:
    """Proportional set size in KiB."""
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
