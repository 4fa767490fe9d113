"""A workspace in an empty installation: run as `python -m bench.growing --deals N`. The environment names both home
and database.
"""

import argparse
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from bench.bulk import indexing_at_once  # noqa: E402
from bench.workspace import Grown, grow  # noqa: E402
from stegvis.core.search.indexing import rebuild  # noqa: E402
from stegvis.core.search.rows import SearchMark  # noqa: E402


def main() -> None:
    """The tables, the workspace, its search index."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--deals", type=int, required=True)
    options = parser.parse_args()
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    make_searchable(grow(options.deals))


def make_searchable(grown: Grown) -> None:
    """The search index, as the worker would have it by now."""
    with indexing_at_once():
        rebuild(grown.workspace.pk)
    SearchMark.objects.filter(workspace=grown.workspace).delete()


if __name__ == "__main__":
    main()
