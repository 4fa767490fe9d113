"""`bin/bench`: what Stegvis costs, on SQLite and PostgreSQL, in workspaces of several sizes.

Each figure is of one run on one machine; what is compared (the ratio to bare SQL, the growth from one size to the
next) was measured in that same run. `--write` puts the tables into docs/performance.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.report import browser, imports, lighthouse, machine, reports, table
from stegvis.testing.postgres import private_server

SIZES, LARGE = [1_000, 100_000], 1_000_000
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
MARK = "<!-- measured -->"
# As documentation advises for a server of a team; the tests' own has the least.
SERVER = {"shared_buffers": "1GB", "max_wal_size": "8GB", "autovacuum": "on"}


def main() -> int:
    """Measure and print, and with --write keep it in the documentation. Raises CalledProcessError when one fails."""
    options = parse()
    sizes = options.sizes or ([*SIZES, LARGE] if options.large else SIZES)
    parts = [machine()]
    for vendor in options.databases:
        measured = [measure(vendor, size) for size in sizes]
        parts.append(table(vendor, [pages for pages, _reports in measured]))
        parts.append(reports(vendor, [made for _pages, made in measured]))
        if not options.pages_only:
            parts.append(imports(run("bench.imports", vendor)))
    if not options.pages_only:
        parts.append(browser(run("bench.browser", "sqlite")))
        parts.append(lighthouse(run("bench.lighthouse", "sqlite")))
    text = "\n".join(parts)
    print(text)
    if options.write:
        kept = DOCUMENT.read_text(encoding="utf-8").split(MARK)[0]
        DOCUMENT.write_text(f"{kept}{MARK}\n{text}", encoding="utf-8")
    return 0


def parse() -> argparse.Namespace:
    """The options of `bin/bench`."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--large", action="store_true", help="also a workspace of a million deals (an hour)")
    parser.add_argument("--sizes", type=int, nargs="*", help="numbers of deals, instead of the usual ones")
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--pages-only", action="store_true", help="leave imports and the browser out")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    return parser.parse_args()


def measure(vendor: str, deals: int) -> tuple[dict, dict]:
    """Pages and reports of one workspace, grown in an installation of its own."""
    with installation(vendor) as environment:
        call("bench.growing", environment, "--deals", str(deals))
        return as_json(call("bench.pages", environment)), as_json(call("bench.reports", environment))


def run(module: str, vendor: str) -> dict:
    """A measurement in an installation of its own."""
    with installation(vendor) as environment:
        return as_json(call(module, environment))


def call(module: str, environment: dict[str, str], *arguments: str) -> str:
    """Run a module in a process of its own; what it printed. Raises CalledProcessError."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def as_json(printed: str) -> dict:
    """The last line of what was printed."""
    return json.loads(printed.strip().splitlines()[-1])


@contextmanager
def installation(vendor: str) -> Iterator[dict[str, str]]:
    """The environment of an empty installation on `vendor`, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="stegvis-bench-", dir=Path.cwd() / "var" / "bench") as home:
        environment = os.environ | {"STEGVIS_HOME": home}
        if vendor == "sqlite":
            yield environment
        else:
            with private_server(**SERVER) as url:
                yield environment | {"DATABASE_URL": url}


if __name__ == "__main__":
    (Path.cwd() / "var" / "bench").mkdir(parents=True, exist_ok=True)
    sys.exit(main())
