"""Lighthouse finds a deal's page, the fullest there is, good; bin/bench asks it about the other pages too."""

import pytest
from django.conf import settings
from django.test import Client

from stegvis.testing import builders, lighthouse
from stegvis.timeline.operations.writing import write_note


def test_a_deals_page_is_accessible_sound_and_quick(site, alice, process):
    if not lighthouse.is_installed():
        pytest.skip("no Lighthouse on this machine (bin/test browser installs it)")
    deal = builders.make_deal(alice, "Valves for Ludvika", process=process, amount="1200")
    write_note(deal, "They want **two** offers.", by=alice)
    client = Client()
    client.force_login(alice.user)
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    found = lighthouse.audit(f"{site}/w/{alice.workspace.slug}/deals/{deal.pk}/", cookies)
    assert found.scores["accessibility"] >= 95, found.problems
    assert found.scores["best-practices"] >= 95, found.problems
    # A busy machine makes this figure wobble; bin/bench prints it for all pages, at rest.
    assert found.scores["performance"] >= 60
