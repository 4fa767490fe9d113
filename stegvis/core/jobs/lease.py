"""How one process knows that another one lives: a lock that the system takes away the moment its holder dies.

With SQLite all processes are on one machine, and the lock is on a file. With PostgreSQL they may be anywhere, and the
database server holds the lock for a session of its own (so the worker must not go through a pooler that shares
sessions between transactions). Heartbeats were rejected: they are late when it matters, and write all day.
"""

import fcntl
import hashlib
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import connection, connections, transaction


@contextmanager
def lease() -> Iterator[str]:
    """A worker's id, which counts as alive until the block or the process ends."""
    worker_id = f"{socket.gethostname()[:24]}-{os.getpid()}-{secrets.token_hex(8)}"
    hold = hold_on_server if connection.vendor == "postgresql" else hold_file
    with hold(worker_id):
        yield worker_id


def is_alive(worker_id: str) -> bool:
    """Whether some process holds the lease of this id."""
    return server_knows(worker_id) if connection.vendor == "postgresql" else file_is_held(worker_file(worker_id))


@contextmanager
def hold_on_server(worker_id: str) -> Iterator[None]:
    """A session of its own: the worker's main one is closed and opened again by Django."""
    session = connections.create_connection("default")
    try:
        with session.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [lock_key(worker_id)])
        yield
    finally:
        session.close()


def server_knows(worker_id: str) -> bool:
    """Whether the lock is taken; ours, if we got it, ends with the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_key(worker_id)])
        return not cursor.fetchone()[0]


def lock_key(worker_id: str) -> int:
    """PostgreSQL names its locks by 64-bit numbers."""
    return int.from_bytes(hashlib.sha256(worker_id.encode()).digest()[:8], signed=True)


@contextmanager
def hold_file(worker_id: str) -> Iterator[None]:
    """The file gets its name only when it is locked, so a named file that is not locked has a dead holder."""
    path = worker_file(worker_id)
    sweep(path.parent)
    draft = path.with_suffix(".new")
    with draft.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        draft.rename(path)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def worker_file(worker_id: str) -> Path:
    """Where the lock of a worker is."""
    folder = Path(settings.HOME) / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{worker_id}.lock"


def file_is_held(path: Path) -> bool:
    """Whether a living process has the file locked."""
    try:
        with path.open() as file:
            return not try_lock(file)
    except FileNotFoundError:
        return False


def try_lock(file: TextIO) -> bool:
    """Lock the file until it is closed, unless somebody else has."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def sweep(folder: Path) -> None:
    """Remove what killed workers left."""
    for path in folder.glob("*.lock"):
        if not file_is_held(path):
            path.unlink(missing_ok=True)
