"""`bin/serve`: makes the installation ready, then keeps web and worker running until told to stop.

This process stays small (it does not start Django): it only starts, watches and stops the others.
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from stegvis.config.environment import home

GRACE_SECONDS = 30
READY_SECONDS = 60
LONGEST_PAUSE_SECONDS = 30
LANGUAGES = ("en", "sv", "nb", "pl")
PORT_TAKEN = 69  # EX_UNAVAILABLE of sysexits.h


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the site until Ctrl-C or SIGTERM; the exit code is 0 after a clean stop, else what failed."""
    options = parse(arguments)
    if not port_is_free(options.host, options.port):
        tell(f"Port {options.port} on {options.host} is in use. Stop what runs there, or start with --port 8001.")
        return PORT_TAKEN
    environment = child_environment(options)
    prepared = subprocess.call(prepare_command(options), env=environment)
    if prepared != 0:
        return prepared
    return Supervisor(options, environment | demo_mode(environment)).run()


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of `bin/serve`."""
    parser = argparse.ArgumentParser(prog="bin/serve", description="Run Stegvis: web and worker, until Ctrl-C.")
    parser.add_argument("--empty", action="store_true", help="start without the demo workspace")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--language", default="en", choices=LANGUAGES, help="of the demo workspace (default: en)")
    return parser.parse_args(arguments)


def port_is_free(host: str, port: int) -> bool:
    """Whether somebody may listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True


def child_environment(options: argparse.Namespace) -> dict[str, str]:
    """What web and worker see: the address asked for is also a name the site answers to."""
    hosts = os.environ.get("STEGVIS_HOSTS", f"127.0.0.1,localhost,[::1],{bracketed(options.host)}")
    return {**os.environ, "STEGVIS_HOSTS": hosts, "DJANGO_SETTINGS_MODULE": "stegvis.config.settings"}


def demo_mode(environment: dict[str, str]) -> dict[str, str]:
    """STEGVIS_DEMO for an installation that `prepare` has filled with the demo workspace; it left a mark then."""
    if "STEGVIS_DEMO" in environment:
        return {}
    return {"STEGVIS_DEMO": "yes"} if (home() / "demo").exists() else {}


def prepare_command(options: argparse.Namespace) -> list[str]:
    """The command that brings the database up to date; with the demo workspace unless --empty."""
    demo = [] if options.empty else ["--demo", "--language", options.language]
    return [sys.executable, "-m", "stegvis", "prepare", *demo]


def web_command(options: argparse.Namespace) -> list[str]:
    """The web server: as many processes as STEGVIS_WEB_PROCESSES says (one), four threads each."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "stegvis.config.wsgi:application"),
        *("--host", options.host, "--port", str(options.port), "--no-ws", "--http", "1"),
        *("--workers", os.environ.get("STEGVIS_WEB_PROCESSES", "1"), "--blocking-threads", "4"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "20", "--log-level", "warning"),
    ]


def worker_command() -> list[str]:
    """The worker that runs background jobs."""
    return [sys.executable, "-m", "stegvis", "work"]


class Supervisor:
    """Web and worker as children of this process, in its process group."""

    web: subprocess.Popen
    worker: subprocess.Popen

    def __init__(self, options: argparse.Namespace, environment: dict[str, str]):
        self.options = options
        self.environment = environment
        self.stopping = False
        self.pause = 0.5

    def run(self) -> int:
        """Start both and watch them; a dead worker is started anew, a dead web server ends everything."""
        for wanted in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(wanted, self.ask_to_stop)
        self.web = self.start(web_command(self.options))
        ready = self.wait_until_ready()
        self.worker = self.start(worker_command())  # only now: the first page comes sooner
        if ready:
            self.greet()
        self.watch()
        return self.stop()

    def ask_to_stop(self, signum: int, frame: object) -> None:
        """A signal only sets the wish; the loop does the stopping."""
        self.stopping = True

    def start(self, command: list[str]) -> subprocess.Popen:
        """A child that gets SIGTERM from the kernel if this process is killed: none is left over on the port."""
        return subprocess.Popen(command, env=self.environment, preexec_fn=end_with_parent)

    def wait_until_ready(self) -> bool:
        """Wait for the first answer of the site; False when it is stopped or dies before."""
        deadline = time.monotonic() + READY_SECONDS
        while not self.stopping and self.web.poll() is None and time.monotonic() < deadline:
            if answers(f"{address(self.options)}/health/"):
                return True
            time.sleep(0.05)
        return False

    def watch(self) -> None:
        """Until told to stop, or until the web server has died."""
        while not self.stopping and self.web.poll() is None:
            if self.worker.poll() is not None:
                self.restart_worker()
            time.sleep(0.2)

    def restart_worker(self) -> None:
        """At once the first time; each further time the wait doubles, as it will hardly mend itself."""
        self.pause = min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        tell(f"The worker stopped (exit code {self.worker.returncode}). Starting it again in {self.pause:.0f} s.")
        deadline = time.monotonic() + self.pause
        while not self.stopping and time.monotonic() < deadline:
            time.sleep(0.1)
        self.worker = self.start(worker_command())

    def stop(self) -> int:
        """Stop both, and say by the exit code whether the web server ended by itself."""
        failed = None if self.stopping else self.web.poll()  # Ctrl-C reaches the web server too: it may be gone first
        children = [child for child in (self.web, self.worker) if child.poll() is None]
        for child in children:
            child.send_signal(signal.SIGTERM)
        self.wait_or_kill(children)
        if failed is None:
            tell("Stopped.")
            return 0
        tell(f"The web server stopped (exit code {failed}).")
        return failed if failed > 0 else 1

    def wait_or_kill(self, children: list[subprocess.Popen]) -> None:
        """A job may finish within the grace time; killed ones are taken up again at the next start."""
        deadline = time.monotonic() + GRACE_SECONDS
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def greet(self) -> None:
        """Where the site is and what to do next."""
        tell("")
        tell(f"Stegvis is running at {address(self.options)}")
        if self.environment.get("STEGVIS_DEMO"):
            tell("A demo workspace is ready: open the address and choose whom to sign in as.")
        elif link := setup_link(self.options, self.environment):
            tell(f"Nobody has an account yet. Set it up at {link}")
        tell("Stop it with Ctrl-C.")


def setup_link(options: argparse.Namespace, environment: dict[str, str]) -> str:
    """Where an empty installation is set up; nothing once somebody has an account."""
    command = [sys.executable, "-m", "stegvis", "setup_link"]
    site = [] if environment.get("STEGVIS_URL") else ["--site", address(options)]
    return subprocess.run([*command, *site], env=environment, stdout=subprocess.PIPE, text=True).stdout.strip()


def address(options: argparse.Namespace) -> str:
    """The address a browser on this machine opens."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(options.host, bracketed(options.host))
    return f"http://{host}:{options.port}"


def bracketed(host: str) -> str:
    """An IPv6 address in brackets, as URLs and Host headers have it."""
    return f"[{host}]" if ":" in host else host


def answers(url: str) -> bool:
    """Whether the site answers; 400 too, as STEGVIS_HOSTS need not hold the address of this machine."""
    try:
        with urlopen(url, timeout=2):
            return True
    except HTTPError as refusal:
        return refusal.code == 400
    except (URLError, OSError):
        return False


def end_with_parent() -> None:
    """Ask Linux to send this process SIGTERM when its parent dies; elsewhere there is nothing to ask."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


def tell(line: str) -> None:
    """One line for the person at the terminal."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
