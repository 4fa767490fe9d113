"""Lighthouse finds the four pages that sellers spend their day on good.

How quick pages are it says in bin/bench, of all the main ones: on a busy machine that figure falls by half.
"""

import pytest
from django.conf import settings
from django.test import Client

from stegvis.testing import builders, lighthouse
from stegvis.timeline.dues import today_of
from stegvis.timeline.operations.tasks import create_task
from stegvis.timeline.operations.writing import write_note


def test_the_pages_of_the_day_are_accessible_and_sound(site, alice, process):
    if not lighthouse.is_installed():
        pytest.skip("no Lighthouse on this machine (bin/test browser installs it)")
    deal = builders.make_deal(alice, "Valves for Ludvika", process=process, amount="1200")
    write_note(deal, "They want **two** offers.", by=alice)
    create_task("Call Anders", by=alice, deal=deal, due_on=today_of(alice))
    client = Client()
    client.force_login(alice.user)
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    for page in ("today/", "deals/", "deals/list/", f"deals/{deal.pk}/"):
        found = lighthouse.audit(f"{site}/w/granfors/{page}", cookies, only=lighthouse.SOUND)
        assert min(found.scores.values()) >= 95, (page, found)
