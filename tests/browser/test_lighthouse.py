"""Lighthouse finds a deal's page, the fullest there is, good.

How quick pages are it says in bin/bench, of all the main ones: on a busy machine that figure falls by half.
"""

import pytest
from django.conf import settings
from django.test import Client

from stegvis.testing import builders, lighthouse
from stegvis.timeline.operations.writing import write_note


def test_a_deals_page_is_accessible_and_sound(site, alice, process):
    if not lighthouse.is_installed():
        pytest.skip("no Lighthouse on this machine (bin/test browser installs it)")
    deal = builders.make_deal(alice, "Valves for Ludvika", process=process, amount="1200")
    write_note(deal, "They want **two** offers.", by=alice)
    client = Client()
    client.force_login(alice.user)
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    found = lighthouse.audit(f"{site}/w/{alice.workspace.slug}/deals/{deal.pk}/", cookies, only=lighthouse.SOUND)
    assert found.scores["accessibility"] >= 95, found.problems
    assert found.scores["best-practices"] >= 95, found.problems
