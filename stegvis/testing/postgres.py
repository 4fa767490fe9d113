"""A PostgreSQL server of one's own for the length of one command, gone afterwards:

python -m stegvis.testing.postgres pytest ...

It listens on a socket in a temporary folder only, and does not wait for the disk: nothing in it is to be kept.
"""

import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "jit": "off",
    "autovacuum": "off",  # plans depend on the test alone
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@contextmanager
def private_server(**settings: str) -> Iterator[str]:
    """Start a server and hand out its DATABASE_URL; `settings` go before SETTINGS.

    Raises FileNotFoundError without PostgreSQL on this machine.
    """
    folder = Path(tempfile.mkdtemp(prefix="stegvis-postgres-"))
    try:
        start(folder, SETTINGS | settings)
        try:
            yield f"postgresql://stegvis@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "--pgdata", folder / "data", "--mode", "immediate", "--wait", "--silent")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start(folder: Path, settings: dict[str, str]) -> None:
    """Make the cluster and start it; initdb refuses to run as root, so root hands the folder to `postgres`."""
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    run(
        *("initdb", "--pgdata", folder / "data", "--username", "stegvis", "--auth", "trust", "--no-sync"),
        *("--encoding", "UTF8", "--locale", "C.UTF-8"),
    )
    options = " ".join(
        f"-c {name}={value!r}" for name, value in {**settings, "unix_socket_directories": str(folder)}.items()
    )
    log = folder / "log"
    run("pg_ctl", "start", "--pgdata", folder / "data", "--options", options, "--log", log, "--wait", "--silent")


def run(program: str, *arguments: object) -> None:
    """Run one of PostgreSQL's programs, as the user `postgres` when we are root; its output only when it fails."""
    words = [tool(program), *map(str, arguments)]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(words, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise RuntimeError(f"{program} failed:\n{done.stdout}")


def tool(program: str) -> str:
    """The newest of the program, which Debian keeps off the PATH."""
    debian = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{program}"), key=lambda path: int(path.split("/")[4]))
    found = debian[-1] if debian else shutil.which(program)
    if not found:
        raise FileNotFoundError(f"PostgreSQL's {program} is not on this machine.")
    return found


def is_installed() -> bool:
    """Whether a private server can be started: the programs, and as root the user to run them."""
    try:
        tool("initdb"), tool("pg_ctl")
        return os.geteuid() != 0 or bool(pwd.getpwnam("postgres"))
    except (FileNotFoundError, KeyError):
        return False


def main(command: list[str]) -> int:
    """Run the command with DATABASE_URL set; with `--check`, say by the exit code whether that would work."""
    if command == ["--check"]:
        return 0 if is_installed() else 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server goes when this command is ended
    with private_server() as url:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
