"""Forecasts of a real pipeline as of each month, and what one of 20,000 open deals costs: `python -m bench.forecast`.

Takes the folder with `maven_crm` (else STEGVIS_TEST_DATA) and prints Markdown tables for docs/performance.md.
"""

import argparse
import csv
import os
import resource
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from stegvis.insights.figures.forecasting.drawing import Uncertain, draw
from stegvis.insights.figures.forecasting.foretelling import Period, foretell
from stegvis.insights.figures.forecasting.priors import Place
from stegvis.insights.figures.forecasting.stays import LOST, NEVER, STILL, WON, Stay, Stays
from stegvis.insights.figures.forecasting.tracking import BEFORE, MODEL, WEIGHTED, Record, try_past

# The sellers' stage as a process would tell it: half are won, after 45 days.
PLACES = [Place(0.5, 45)]
AFTER = date(2018, 1, 1)
NAMES = {MODEL: "forecast", WEIGHTED: "weighted pipeline", BEFORE: "period before"}


def main() -> None:
    """Print the record by months and quarters, and the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=os.environ.get("STEGVIS_TEST_DATA", "../shared/data"))
    stays = Stays.from_rows(pipeline(Path(parser.parse_args().folder) / "maven_crm" / "sales_pipeline.csv"))
    for months in (1, 3):
        print("\n".join(table(try_past(stays, PLACES, AFTER, months))), "\n")
    print("\n".join(times()))


def pipeline(path: Path) -> Iterator[Stay]:
    """Deals with a known beginning; what a deal is worth is known once it is decided."""
    with path.open(encoding="utf-8-sig") as file:
        for deal, row in enumerate(csv.DictReader(file)):
            if row["engage_date"]:
                won, closed = row["deal_stage"] == "Won", row["close_date"]
                worth, left = float(row["close_value"] or "nan"), day(closed) if closed else NEVER
                to = STILL if not closed else WON if won else LOST
                yield Stay(deal, 0, day(row["engage_date"]), left, to, worth, left, worth if won else float("nan"))


def day(text: str) -> int:
    """A day of the file."""
    return date.fromisoformat(text).toordinal()


def table(record: Record) -> Iterator[str]:
    """Bands, what came, and losses, as Markdown."""
    yield (
        "| from | low | middle | high | won | within | weighted | before | "
        + " | ".join(f"loss of {name}" for name in NAMES.values())
        + " |"
    )
    yield "|---" + "|---:" * 4 + "|---" + "|---:" * 5 + "|"
    for one in record.tried:
        sums = [f"{value:,.0f}" for value in (*one.band[:3], one.actual)]
        rest = [f"{value:,.0f}" for value in (one.weighted, one.before, *(one.losses[name] for name in NAMES))]
        yield f"| {one.first} | {' | '.join(sums)} | {'yes' if one.covered else 'no'} | {' | '.join(rest)} |"
    means = [f"{record.losses[name]:,.0f}" for name in NAMES]
    yield f"| mean | | | | | {record.covered} of {len(record.tried)} | | | {' | '.join(means)} |"


def times() -> Iterator[str]:
    """What 10,000 draws of 20,000 open deals take, and a whole forecast of a large history."""
    random = np.random.default_rng(1)
    chance, value = random.random(20_000) * 0.4, random.random(20_000) * 1000
    began, used = time.perf_counter(), time.process_time()
    draw(Uncertain(chance, value, 300.0, value[:2000], 0.2, 0.2), np.arange(10))
    seconds, used = time.perf_counter() - began, time.process_time() - used
    yield f"10,000 draws of 20,000 open deals: {seconds:.2f} s ({used:.2f} s of processor time)."
    stays = Stays.from_rows(grown(200_000, random))
    began = time.perf_counter()
    foretell(stays, [Place(0.2, 10, 1), Place(0.4, 20)], Period(730_701, 730_790, 730_700))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield (
        f"A forecast of a quarter from {len(stays):,} stays with {int(stays.open.sum()):,} open deals: "
        f"{time.perf_counter() - began:.2f} s; {peak:.0f} MiB at most."
    )


def grown(deals: int, random) -> Iterator[Stay]:
    """Made-up deals of two years in two stages."""
    for deal in range(deals):
        begun = 730_000 + int(random.integers(0, 700))
        middle, end = begun + int(random.integers(0, 40)), begun + int(random.integers(40, 100))
        won = random.random() < 0.4
        if middle > 730_700:
            yield Stay(deal, 0, begun, value=500.0, valued=begun)
            continue
        yield Stay(deal, 0, begun, middle, 1, 500.0, begun)
        to, left = (STILL, NEVER) if end > 730_700 else (WON if won else LOST, end)
        yield Stay(deal, 1, middle, left, to, 500.0, begun, 500.0 if to == WON else float("nan"))


if __name__ == "__main__":
    main()
