"""An import of many deals by the command, with history, companies and duplicates check: `python -m bench.imports`.

Prints one line of JSON: rows a second of the first import and of the same file again, and the peak memory in MiB.
"""

import argparse
import csv
import datetime
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

HEADERS = [
    "Deal ID",
    "Deal title",
    "Company",
    "Owner",
    "Stage",
    "Value",
    "Currency",
    "Created",
    "Date entered Qualified",
]
HEADERS += ["Closed date", "Source"]
STAGES = ["Lead", "Contacted", "Qualified", "Proposal made", "Won", "Lost"]
FIRST_DAY = datetime.date(2024, 1, 1)


def main() -> None:
    """Write a file, import it twice, print figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    file = Path(os.environ["STEGVIS_HOME"]) / "deals.csv"
    write_deals(file, options.rows)
    for command in (["migrate", "--verbosity", "0"], ["createcachetable"], workspace_command()):
        stegvis(*command)
    first, again = import_once(file), import_once(file)
    assert first["created"] == options.rows, first
    assert again["created"] == 0, again
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    figures = {"rows": options.rows, "rows_per_second": round(options.rows / first["seconds"])}
    figures |= {"again_per_second": round(options.rows / again["seconds"]), "peak_mib": round(peak, 1)}
    print(json.dumps(figures))


def workspace_command() -> list[str]:
    """Makes the workspace that is imported into."""
    who = ["--slug", "bench", "--owner", "owner@bench.example", "--language", "en", "--currency", "SEK"]
    return ["create_workspace", "Bench", *who, "--template", "simple-b2b"]


def stegvis(*arguments: str) -> str:
    """Run a command of the program; what it printed. Raises CalledProcessError."""
    command = [sys.executable, "-m", "stegvis", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def import_once(file: Path) -> dict:
    """What the import says, and the seconds as the clock on the wall saw them, start of the program included."""
    start = time.perf_counter()
    said = stegvis("import_records", str(file), "--workspace", "bench", "--kind", "deals", "--format", "json")
    return json.loads(said) | {"seconds": time.perf_counter() - start}


def write_deals(path: Path, rows: int) -> None:
    """A file as another program would export it: a fifth as many companies as deals, twenty sellers."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        writer.writerows(deal(number) for number in range(rows))


def deal(number: int) -> list[object]:
    """One row; nothing is random."""
    stage = STAGES[number * 7 % len(STAGES)]
    created = FIRST_DAY + datetime.timedelta(days=number % 700)
    qualified = created + datetime.timedelta(days=10) if stage in STAGES[2:] else ""
    closed = created + datetime.timedelta(days=45) if stage in ("Won", "Lost") else ""
    who = [f"D{number}", f"Deal {number}", f"Company {number // 5} AB", f"Seller {number % 20}"]
    return [*who, stage, number * 31 % 9973 * 100, "SEK", created, qualified, closed, "Referral"]


if __name__ == "__main__":
    main()
