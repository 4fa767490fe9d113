"""What reports cost, measured in this process: run as `python -m bench.reports`. The environment names home and
database, in which bench.growing has been.

Prints one line of JSON: for each report the seconds it takes to make it through a filter nobody asked for before, and
the milliseconds in which its page opens from what is kept (median of 20); and the peak memory in MiB.
"""

import json
import os
import resource
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.timing import milliseconds  # noqa: E402
from bench.workspace import Grown, grown  # noqa: E402
from stegvis.insights.kinds import Kind, all_kinds  # noqa: E402
from stegvis.insights.operations.columns import keep_columns  # noqa: E402
from stegvis.insights.queries import kept  # noqa: E402
from stegvis.insights.queries.reading import read_report  # noqa: E402

ROUNDS = 20


def main() -> None:
    """Make, open, print."""
    print(json.dumps(measure(grown())))


def measure(grown: Grown) -> dict:
    """The figures of all reports."""
    settings.ALLOWED_HOSTS = ["testserver"]
    # Made in this process: no worker runs.
    kept.VERY_LARGE = grown.deals * 10
    if kept.is_for_columns(grown.workspace.pk):
        keep_columns(grown.workspace)
    client = Client()
    client.force_login(grown.manager.user)
    reports = [measure_report(grown, client, kind) for kind in all_kinds()]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"deals": grown.deals, "reports": reports, "peak_mib": round(peak, 1)}


def measure_report(grown: Grown, client: Client, kind: Kind) -> dict:
    """How long one report takes to make, and to open again."""
    start = time.perf_counter()
    read_report(grown.manager, kind, QueryDict("value-from=777"))
    anew = time.perf_counter() - start
    address = reverse("insights:report", args=[grown.workspace.slug, kind.name])
    client.get(address)
    opened = statistics.median(milliseconds(lambda: client.get(address)) for _ in range(ROUNDS))
    return {"report": kind.name, "anew_s": round(anew, 2), "opened_ms": round(opened, 1)}


if __name__ == "__main__":
    main()
