"""Pages and acts of one installation, measured against the real server: run as `python -m bench.pages`.

Prints one line of JSON: figures by page, and the memory of web and worker. The environment names home and database,
in which bench.growing has been.
"""

import argparse
import itertools
import json
import os
import statistics
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.serving import proportional_memory, web  # noqa: E402
from bench.timing import Browser, Figures, Shot, at_once, milliseconds, one_after_the_other  # noqa: E402
from bench.workspace import Grown, grown  # noqa: E402
from stegvis.deals.models import Deal  # noqa: E402
from stegvis.insights.queries import kept  # noqa: E402
from stegvis.people.models import Company  # noqa: E402
from stegvis.timeline.models import Task  # noqa: E402

REQUESTS = 210
TOKEN = "b" * 32
# The drawings with today's figures on them; what they cost must not depend on how many deals there are.
DRAWINGS = {"map": "process", "checklist": "checklist", "flowchart": "flowchart", "buyer-aligned": "buyer"}
# What people type: common fragments, rare ones, several words, numbers, nothing that is there.
TYPED = (
    "and|der|deal|company|77|comp|pers|number|4711|p123|c.exam|anders|granfors|person 4|deal number 9|company 123|zzz|"
    "qqq xyz|person number 49999|p4999@c.ex|company 1999|an|de|off ert and"
).split("|")


def shots_by_page(grown: Grown) -> dict[str, Callable[[int], list[Shot]]]:
    """For each page, what makes its requests; the number says how many, acts never use a deal twice."""
    slug = {"slug": grown.workspace.slug}
    fresh, moves, tasks = open_deals(grown), moves_to_and_fro(grown), open_tasks(grown)
    return {
        "Today": lambda count: [Shot("GET", reverse("pages:today", kwargs=slug))] * count,
        "board": lambda count: [Shot("GET", reverse("deals:board", kwargs=slug))] * count,
        "list": lambda count: [Shot("GET", reverse("deals:list", kwargs=slug))] * count,
        **{way: drawing_shots(slug, grown.process.pk, name) for way, name in DRAWINGS.items()},
        "company": lambda count: [Shot("GET", company_url(slug, pk)) for pk in companies(grown, count)],
        "deal": lambda count: [Shot("GET", deal_url(slug, next(fresh))) for _ in range(count)],
        "move": lambda count: [move_shot(slug, *next(moves)) for _ in range(count)],
        "done": lambda count: [done_shot(slug, pk) for pk in itertools.islice(tasks, count)],
        "search": lambda count: [search_shot(slug, typed) for typed in itertools.islice(itertools.cycle(TYPED), count)],
        "insights": lambda count: [Shot("GET", reverse("insights:overview", kwargs=slug))] * count,
        "funnel": lambda count: [report_shot(slug, "funnel")] * count,
        "pipeline": lambda count: [report_shot(slug, "pipeline")] * count,
        "create": lambda count: [create_shot(grown, slug, number) for number in range(count)],
    }


def open_deals(grown: Grown) -> Iterator[int]:
    """Endless ids of open deals in the first stage."""
    return itertools.cycle(deals_in_first_stage(grown))


def moves_to_and_fro(grown: Grown) -> Iterator[tuple[int, int, int]]:
    """Endless (deal, stage it is in, stage to move to): all from the first stage to the second, then all back."""
    first, second = (stage.pk for stage in grown.process.current.stages.all()[:2])
    deals = deals_in_first_stage(grown)
    for here, there in itertools.cycle(((first, second), (second, first))):
        yield from ((deal, here, there) for deal in deals)


def deals_in_first_stage(grown: Grown) -> list[int]:
    """Fetched whole, as an open cursor would block writers."""
    first = grown.process.current.stages.first()
    deals = Deal.objects.filter(workspace=grown.workspace, stage=first).order_by("id").values_list("pk", flat=True)
    return list(deals[:5000])


def open_tasks(grown: Grown) -> Iterator[int]:
    """Endless ids of tasks that are to be done; in a small workspace some are done again, which changes nothing."""
    tasks = Task.objects.filter(workspace=grown.workspace, done_at=None).order_by("id").values_list("pk", flat=True)
    return itertools.cycle(list(tasks[:5000]))


def done_shot(slug: dict, pk: int) -> Shot:
    """A task done, with a sentence for the timeline."""
    address = reverse("pages:task_completion", kwargs=slug | {"pk": pk})
    return Shot("POST", address, "note=Reached+them", frozenset({200, 204, 303, 409}))


def search_shot(slug: dict, typed: str) -> Shot:
    """What the palette asks while somebody types."""
    return Shot("GET", f"{reverse('pages:palette', kwargs=slug)}?{urlencode({'q': typed})}")


def companies(grown: Grown, count: int) -> list[int]:
    """So many companies, again from the first where there are too few."""
    found = Company.objects.filter(workspace=grown.workspace).order_by("id").values_list("pk", flat=True)[:count]
    return list(itertools.islice(itertools.cycle(list(found)), count))


def company_url(slug: dict, pk: int) -> str:
    """The address of a company's page."""
    return reverse("pages:company", kwargs=slug | {"pk": pk})


def drawing_shots(slug: dict, process: int, name: str) -> Callable[[int], list[Shot]]:
    """Requests for a drawing of the process with today's figures."""
    address = reverse(f"processes:{name}", kwargs=slug | {"pk": process})
    return lambda count: [Shot("GET", f"{address}?real=1")] * count


def deal_url(slug: dict, pk: int) -> str:
    """The address of a deal's page."""
    return reverse("deals:deal", kwargs=slug | {"pk": pk})


def move_shot(slug: dict, pk: int, here: int, there: int) -> Shot:
    """A move with a sentence. With several clients at once one may come before the move it depends on: a 409."""
    body = f"to_stage={there}&seen={here}&reason=bench"
    return Shot("POST", reverse("deals:moves", kwargs=slug | {"pk": pk}), body, frozenset({200, 204, 303, 409}))


def report_shot(slug: dict, name: str) -> Shot:
    """A report as it opens, from what is kept; what it takes to make one is measured by bench.reports."""
    return Shot("GET", reverse("insights:report", kwargs=slug | {"name": name}))


def create_shot(grown: Grown, slug: dict, number: int) -> Shot:
    """A new deal in one line."""
    body = f"process={grown.process.pk}&line=Company+{number + 1}+AB%2C+Bench+{number}%2C+1000"
    return Shot("POST", reverse("deals:new", kwargs=slug), body, frozenset({200, 204, 302, 303}))


def sign_in(grown: Grown) -> str:
    """The cookies of a browser in which the manager is signed in."""
    client = Client()
    client.force_login(grown.manager.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert SessionStore(session).exists(session)
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def bare_sql(grown: Grown, shot: Shot) -> tuple[int, float]:
    """How many queries a request makes, and how long the reading ones take in bare SQL (median of 20 rounds, ms)."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(grown.manager.user)
    if "/insights/" in shot.path:
        kept.VERY_LARGE = grown.deals * 10  # made here and now, as no worker runs
        client.get(shot.path)
    act = client.get if shot.method == "GET" else client.post
    asked: list[tuple[str, Any]] = []

    def note(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act(shot.path, shot.body, content_type="application/x-www-form-urlencoded", headers={"HX-Request": "true"}) if (
            shot.method == "POST"
        ) else act(shot.path)
    reading = [(sql, params) for sql, params in asked if sql.lstrip().upper().startswith("SELECT")]
    return len(asked), statistics.median(milliseconds(lambda: fetch(reading)) for _ in range(20))


def fetch(statements: Sequence[tuple[str, Any]]) -> None:
    """Run statements with their values as they are and fetch all rows."""
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def measure(port: int, grown: Grown, pages: list[str]) -> list[Figures]:
    """All figures of all pages."""
    cookies, found = sign_in(grown), []
    for page, make in shots_by_page(grown).items():
        if pages and page not in pages:
            continue
        queries, bare = bare_sql(grown, make(1)[0])
        median, p95, size = one_after_the_other(Browser(port, cookies, TOKEN), make(REQUESTS))
        rate = at_once(lambda: Browser(port, cookies, TOKEN), make(REQUESTS))
        found.append(Figures(page, round(median, 2), round(p95, 2), size, round(rate, 1), queries, round(bare, 2)))
    return found


def main() -> None:
    """Serve, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", nargs="*", default=[])
    options = parser.parse_args()
    workspace = grown()
    connections.close_all()
    with web() as (port, server):
        figures = measure(port, workspace, options.pages)
        memory = proportional_memory(server.pid)
    facts = {"deals": workspace.deals, "database": connection.vendor, "web_memory_mib": round(memory, 1)}
    print(json.dumps(facts | {"pages": [one.as_dict() for one in figures]}))


if __name__ == "__main__":
    main()
