"""Searching, measured in this process: run as `python -m bench.searching --deals N`. The environment names home and
database, which has to be empty.

Prints one line of JSON: milliseconds of a search from what was typed to what is shown, and how fast the index is made.
"""

import argparse
import json
import os
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from bench.bulk import settle  # noqa: E402
from bench.workspace import Grown, grow  # noqa: E402
from stegvis.core.search.indexing import rebuild  # noqa: E402
from stegvis.core.search.results import search  # noqa: E402
from stegvis.core.search.rows import SearchMark  # noqa: E402

# What people type: common fragments, rare ones, several words, numbers, nothing that is there.
TYPED = (
    "and der son deal company 77 comp pers number 4711 p123 c.exam anders granfors ekhamra plat|vik holm|the berg|"
    "deal number 9|company 123|person 4|zzz|qqq xyz|koma|lintaver|standerstan|kommal|person number 49999|p4999@c.ex|"
    "company 1999|ver sta gran|an|de|ekhamraplåt berg|off ert and|berg zzz|bergholmvik|rikolin off"
)


def main() -> None:
    """Grow, index, search."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--deals", type=int, default=100_000)
    options = parser.parse_args()
    call_command("prepare", verbosity=0)
    grown = grow(options.deals)
    start = time.perf_counter()
    rows = rebuild(grown.workspace.pk)
    seconds = time.perf_counter() - start
    SearchMark.objects.filter(workspace=grown.workspace).delete()
    settle()
    print(json.dumps({"rows": rows, "rows_per_second": round(rows / seconds), **measure(grown)}))


def measure(grown: Grown) -> dict:
    """Milliseconds of searches, a word after the other, three times round."""
    typed = [*TYPED.split("|")[0].split(), *TYPED.split("|")[1:]]
    took: dict[str, list[float]] = {word: [] for word in typed}
    for _round in range(4):
        for word in typed:
            start = time.perf_counter()
            search(grown.manager, word, limit=12)
            took[word].append(1000 * (time.perf_counter() - start))
    each = {word: round(statistics.median(times[1:]), 1) for word, times in took.items()}
    every = sorted(one for times in took.values() for one in times[1:])
    return {
        "median_ms": round(statistics.median(every), 1),
        "p95_ms": round(every[int(len(every) * 0.95)], 1),
        "each": each,
    }


if __name__ == "__main__":
    main()
