"""Layouts of flowcharts: made once for each graph, then kept."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from time import time as now
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from stegvis.processes.flowing.elk import NoLayout, Sizes, lay_out
from stegvis.processes.models import FlowLayout

# The layout's options belong to what is laid out: another edition, another key.
EDITION = 3
KEPT_DAYS = 90
# Seconds until what failed is tried again: a busy machine is not for long, what cannot be laid out stays so.
RESTS = (15, 60, 600)
FORGOTTEN_SECONDS = 3600


def keep_layouts(graphs: Sequence[Sizes]) -> list[dict[str, Any]]:
    """The layout of each graph, kept or made now (a second or two); NoLayout where it cannot be made, or Busy.

    What could not be laid out is tried again after a short while, then after longer ones: a graph that never can be
    starts no program at each look.
    """
    keys = [_key(graph) for graph in graphs]
    kept = dict(FlowLayout.objects.filter(pk__in=keys).values_list("key", "places"))
    missing = {key: graph for key, graph in zip(keys, graphs, strict=True) if key not in kept}
    if missing:
        made = dict(zip(missing, _try(missing), strict=True))
        FlowLayout.objects.bulk_create(
            [FlowLayout(key=key, places=places) for key, places in made.items()], ignore_conflicts=True
        )
        kept |= made
    return [kept[key] for key in keys]


def _try(missing: Mapping[str, Sizes]) -> list[dict[str, Any]]:
    failed = f"no-layout:{'-'.join(missing)}"
    times, until = cache.get(failed, (0, 0.0))
    if now() < until:
        raise NoLayout
    try:
        return lay_out(list(missing.values()))
    except NoLayout:
        rest = RESTS[min(times, len(RESTS) - 1)]
        cache.set(failed, (times + 1, now() + rest), FORGOTTEN_SECONDS)
        raise


def drop_old_layouts() -> int:
    """Delete layouts that were made long ago; they are made anew where somebody still looks. How many they were."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    return FlowLayout.objects.filter(made_at__lt=before).delete()[0]


def _key(graph: Sizes) -> str:
    return hashlib.sha256(json.dumps([EDITION, graph.as_json()]).encode()).hexdigest()
