"""What a browser and the machine see of a board: requests, the first card, and the memory of web and worker.

Run as `python -m bench.browser`; prints one line of JSON.
"""

import json
import os
import statistics
import subprocess
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.urls import reverse  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from bench.pages import sign_in  # noqa: E402
from bench.serving import proportional_memory, web  # noqa: E402
from bench.workspace import Grown, grow  # noqa: E402

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
FIRST_CARD = "new Promise(done => { const look = () => document.querySelector('.deal-card') ? done(performance.now())"
FIRST_CARD += " : requestAnimationFrame(look); look(); })"
ROUNDS = 7


def main() -> None:
    """A board of ten thousand deals in an empty browser, seven times."""
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    grown = grow(10_000)
    cookies = dict(part.split("=", 1) for part in sign_in(grown).split("; "))
    connections.close_all()
    with web(1) as (port, server):
        worker = subprocess.Popen([sys.executable, "-m", "stegvis", "work"])
        try:
            seen = [visit(grown, port, cookies) for _ in range(ROUNDS)]
            time.sleep(3)
            memory = proportional_memory(server.pid) + proportional_memory(worker.pid)
        finally:
            worker.terminate()
            worker.wait(30)
    figures = {
        "requests": max(one[0] for one in seen),
        "first_card_ms": round(statistics.median(one[1] for one in seen)),
    }
    print(json.dumps(figures | {"web_and_worker_mib": round(memory, 1)}))


def visit(grown: Grown, port: int, cookies: dict[str, str]) -> tuple[int, float]:
    """How many requests a board makes in a browser that has seen nothing yet, and when its first card is there."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        address = f"http://127.0.0.1:{port}"
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        found = look(context.new_page(), address + reverse("deals:board", kwargs={"slug": grown.workspace.slug}))
        browser.close()
    return found


def look(page: Page, address: str) -> tuple[int, float]:
    """Open `address` and count."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="commit")
    first_card = page.evaluate(FIRST_CARD)
    page.wait_for_load_state("networkidle")
    return len(asked), first_card


if __name__ == "__main__":
    main()
