"""What Lighthouse says of the main pages, on a desktop and as on a slow phone.

Run as `python -m bench.lighthouse`; prints one line of JSON.
"""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.pages import sign_in  # noqa: E402
from bench.serving import web  # noqa: E402
from bench.workspace import Grown, grow  # noqa: E402
from stegvis.deals.models import Deal  # noqa: E402
from stegvis.testing.lighthouse import audit, is_installed  # noqa: E402

DEALS = 10_000


def main() -> None:
    """The four pages that people spend their day on; nothing where there is no Lighthouse."""
    if not is_installed():
        print(json.dumps({"pages": []}))
        return
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    grown = grow(DEALS)
    cookies = dict(part.split("=", 1) for part in sign_in(grown).split("; "))
    pages = addresses(grown)
    connections.close_all()
    with web(1) as (port, _server):
        audit(f"http://127.0.0.1:{port}{pages['board']}", cookies)  # what the first request makes is nobody's
        found = [
            {"page": name, "screen": "phone" if phone else "desktop"}
            | audit(f"http://127.0.0.1:{port}{path}", cookies, phone=phone).scores
            for name, path in pages.items()
            for phone in (False, True)
        ]
    print(json.dumps({"pages": found}))


def addresses(grown: Grown) -> dict[str, str]:
    """Where they are."""
    slug = grown.workspace.slug
    deal = Deal.objects.filter(workspace=grown.workspace).order_by("-id").values_list("pk", flat=True)[0]
    return {
        "Today": reverse("pages:today", args=[slug]),
        "board": reverse("deals:board", args=[slug]),
        "deal": reverse("deals:deal", args=[slug, deal]),
        "list": reverse("deals:list", args=[slug]),
    }


if __name__ == "__main__":
    main()
