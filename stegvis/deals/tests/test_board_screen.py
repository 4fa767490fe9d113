"""The board as people meet it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stegvis.testing.builders import make_company, make_criterion, make_deal, make_team, stage_of

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def address(name: str = "board", **kwargs) -> str:
    return reverse(f"deals:{name}", kwargs={"slug": "granfors", **kwargs})


def test_a_card_says_company_title_value_owner_and_evidence(as_member, alice, process):
    make_criterion(stage_of(process, "Lead"))
    deal = make_deal(alice, "Load control", amount=860000, company=make_company(alice))
    page = as_member(alice).get(address()).content.decode()
    card = page[page.index(f'id="deal-{deal.pk}"') :]
    for words in (
        "Ekhamra Plåt AB",
        "Load control",
        "SEK\xa0860,000",
        "Alice",
        "0/1",
        f'href="/w/granfors/deals/{deal.pk}/"',
    ):
        assert words in card
