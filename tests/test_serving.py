"""`bin/serve` with real processes: started, killed in parts, stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from stegvis.config.serving import answers
from stegvis.testing.migrated import copy_migrated
from stegvis.testing.ports import free_port


@pytest.fixture(scope="module")
def home(tmp_path_factory, django_db_blocker) -> Path:
    """One installation for all tests of this module, migrated already: the demo's journey begins with an empty one."""
    folder = tmp_path_factory.mktemp("installation")
    with django_db_blocker.unblock():
        copy_migrated(folder / "stegvis.sqlite3")
    return folder


@contextmanager
def served(home: Path, port: int):
    """A supervisor that is up, with web and worker."""
    process = serve(home, port)
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/health/") and worker_of(process))
        wait_for(lambda: len(descendants(process.pid)) == 3)  # the greeting asks another process for the address
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def serve(home: Path, port: int) -> subprocess.Popen:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"STEGVIS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "stegvis.config.settings"}
    command = [sys.executable, "-m", "stegvis.config.serving", "--empty", "--port", str(port)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def wait_for(condition, seconds=150):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return found


def children(pid: int) -> list[int]:
    """Of a process that has ended meanwhile there are none."""
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def descendants(pid: int) -> list[int]:
    """The worker, the web server, and the web server's own process that answers."""
    below = children(pid)
    return below + [pid for child in below for pid in descendants(child)]


def worker_of(process: subprocess.Popen) -> int | None:
    words = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children(process.pid)}
    return next((pid for pid, command in words.items() if command.endswith(b"\0work\0")), None)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_it_says_where_the_site_is_starts_a_dead_worker_again_and_stops_when_told(home):
    port = free_port()
    with served(home, port) as process:
        dead = worker_of(process)
        os.kill(dead, signal.SIGKILL)
        assert wait_for(lambda: worker_of(process) not in (None, dead))
        below = descendants(process.pid)
    assert process.returncode == 0
    assert f"running at http://127.0.0.1:{port}" in process.stdout.read()
    assert len(below) == 3
    assert not any(map(alive, below))
    assert not answers(f"http://127.0.0.1:{port}/health/")


def test_when_the_web_server_dies_so_does_the_rest(home):
    with served(home, free_port()) as process:
        below = descendants(process.pid)
        web = next(pid for pid in children(process.pid) if pid != worker_of(process))
        os.kill(web, signal.SIGKILL)
        assert process.wait(40) != 0
    assert len(below) == 3
    wait_for(lambda: not any(map(alive, below)))


def test_a_killed_supervisor_leaves_nobody_on_the_port(home):
    port = free_port()
    with served(home, port) as process:
        below = descendants(process.pid)
        process.kill()
        wait_for(lambda: not any(map(alive, below)))
    assert not answers(f"http://127.0.0.1:{port}/health/")


def test_a_taken_port_is_one_clear_line(home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        process = serve(home, other.getsockname()[1])
        line, _ = process.communicate(timeout=20)
    assert process.returncode == 69
    assert line.count("\n") == 1
    assert "is in use" in line
