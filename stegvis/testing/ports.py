"""Where a server under test listens, and waiting until it does. Starts no Django: scripts use it too."""

import socket
import subprocess
import time

from stegvis.config.serving import answers


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen, seconds: float = 90) -> None:
    """Until the site answers; raises RuntimeError when it does not."""
    deadline = time.monotonic() + seconds
    while not answers(f"{address}/health/"):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the site under test did not start")
        time.sleep(0.05)
