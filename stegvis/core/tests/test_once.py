"""What a browser sends twice is done once."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.core.once import FORMS, OnceToken
from stegvis.people.models import Company

TOKEN = "8c0a2f1e-0000-4000-8000-000000000001"


@pytest.fixture
def as_alice(as_member, alice) -> Client:
    return as_member(alice)


@pytest.fixture
def as_bob(as_member, bob) -> Client:
    return as_member(bob)


@pytest.fixture
def new_company(alice) -> str:
    return reverse("people:new_company", args=[alice.workspace.slug])


def send(browser: Client, address: str, **fields):
    return browser.post(address, urlencode(fields), content_type=FORMS)


def companies(member) -> int:
    return Company.objects.filter(workspace=member.workspace).count()


def test_a_second_click_makes_no_second_company_and_lands_on_the_first(as_alice, alice, new_company):
    first = send(as_alice, new_company, name="Acme", once=TOKEN)
    second = send(as_alice, new_company, name="Acme", once=TOKEN)
    assert companies(alice) == 1
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.headers["Location"] == first.headers["Location"]


def test_htmx_is_told_the_same_by_its_own_headers(as_alice, alice, new_company):
    asked = {"HX-Request": "true", "X-Once": TOKEN}
    first = as_alice.post(new_company, {"name": "Acme"}, headers=asked)
    second = as_alice.post(new_company, {"name": "Acme"}, headers=asked)
    assert companies(alice) == 1
    assert second.headers["HX-Redirect"] == first.headers["HX-Redirect"]


def test_what_was_refused_can_be_sent_again(as_alice, alice, new_company):
    assert send(as_alice, new_company, name="", once=TOKEN).status_code == 422
    assert OnceToken.objects.count() == 0
    send(as_alice, new_company, name="Acme", once=TOKEN)
    assert companies(alice) == 1


def test_a_token_is_its_users_own(as_alice, as_bob, alice, new_company):
    send(as_alice, new_company, name="Acme", once=TOKEN)
    send(as_bob, new_company, name="Beta", once=TOKEN)
    assert companies(alice) == 2


@pytest.mark.parametrize("token", ["", "short", "x" * 65, "no spaces or\x00in it, please"])
def test_what_is_no_token_is_as_good_as_none(as_alice, alice, new_company, token):
    for _time in range(2):
        send(as_alice, new_company, name="Acme", once=token)
    assert OnceToken.objects.count() == 0
    assert companies(alice) >= 1
