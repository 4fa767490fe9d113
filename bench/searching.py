"""Searching, measured in this process: run as `python -m bench.searching --deals N`. The environment names home and
database, which has to be empty.

Prints one line of JSON: milliseconds of a search from what was typed to what is shown, and how fast the index is made.
"""

import argparse
import json
import os
import random
import statistics
import time
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.workspace import Grown, grow  # noqa: E402
from stegvis.core.bulk import insert_rows  # noqa: E402
from stegvis.core.search.indexing import rebuild  # noqa: E402
from stegvis.core.search.results import search  # noqa: E402
from stegvis.core.search.rows import SearchMark  # noqa: E402
from stegvis.deals.models import Deal  # noqa: E402
from stegvis.timeline.models import EntryPlace, TimelineEntry  # noqa: E402

EACH = 10  # entries a deal
SYLLABLES = "an der son ma ri ko lin ta ver sta gran fors ek ham ra plåt bruk ny vik holm berg and the off ert".split()
ENTRY = "id workspace_id kind at automation text facts withdrawn recorded_at external_id".split()
PLACE = "workspace_id entry_id kind at deal_id direct".split()
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
    grown = grow("bench", options.deals)
    write_entries(grown)
    start = time.perf_counter()
    rows = rebuild(grown.workspace.pk)
    seconds = time.perf_counter() - start
    SearchMark.objects.filter(workspace=grown.workspace).delete()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps({"rows": rows, "rows_per_second": round(rows / seconds), **measure(grown)}))


@transaction.atomic
def write_entries(grown: Grown) -> None:
    """Ten notes a deal, in words made of syllables: some are met everywhere, some nearly nowhere."""
    chance, now = random.Random(7), timezone.now()
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(20_000)]
    weights = [1 / (place + 1) for place in range(len(words))]
    texts = [" ".join(chance.choices(words, weights, k=chance.randint(4, 30))) for _ in range(20_000)]
    deals = list(Deal.objects.filter(workspace=grown.workspace).order_by("id").values_list("id", flat=True))

    def entries() -> Iterator[tuple]:
        for number in range(len(deals) * EACH):
            text = f"{texts[number % len(texts)]} {number}"
            yield (number + 1, grown.workspace.pk, "note", now, "", text, "{}", False, now, "")

    insert_rows(TimelineEntry, ENTRY, entries())
    places = ((grown.workspace.pk, n + 1, "note", now, deals[n % len(deals)], True) for n in range(len(deals) * EACH))
    insert_rows(EntryPlace, PLACE, places)
    SearchMark.objects.filter(workspace=grown.workspace).delete()


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
