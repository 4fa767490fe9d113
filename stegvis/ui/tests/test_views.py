"""Theme and language: chosen anywhere, kept for the user, open to those who are not signed in yet."""

import pytest
from django.urls import reverse

HOME = {"HTTP_REFERER": "http://testserver/w/acme/"}


@pytest.fixture
def alices(client, alice):
    """Alice's browser."""
    client.force_login(alice.user)
    return client


def test_alice_keeps_the_theme_she_chose(alices, alice):
    answer = alices.post(reverse("ui:theme"), {"theme": "dark"}, **HOME)
    alice.user.refresh_from_db()
    assert (answer.status_code, answer["Location"], alice.user.theme) == (303, HOME["HTTP_REFERER"], "dark")


def test_the_script_asks_for_no_page(alices):
    assert (
        alices.post(reverse("ui:theme"), {"theme": "light"}, headers={"HX-Request-Type": "partial"}).status_code == 204
    )


@pytest.mark.parametrize(("name", "field"), [("ui:theme", "theme"), ("ui:language", "language")])
def test_nonsense_is_refused(alices, name, field):
    assert alices.post(reverse(name), {field: "purple"}).status_code == 400
    assert alices.get(reverse(name)).status_code == 405


def test_alice_reads_polish_from_the_next_page_on(alices, alice):
    alices.post(reverse("ui:language"), {"language": "pl"}, **HOME)
    alice.user.refresh_from_db()
    assert alice.user.language == "pl"


def test_somebody_not_signed_in_chooses_a_language_in_a_cookie(client, alice):
    answer = client.post(reverse("ui:language"), {"language": "nb"}, HTTP_REFERER="http://testserver/accounts/login/")
    assert answer.cookies["stegvis_language"].value == "nb"
    assert 'lang="nb"' in client.get(reverse("account_login")).content.decode()


def test_a_theme_needs_a_user(client, alice):
    answer = client.post(reverse("ui:theme"), {"theme": "dark"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_nobody_is_sent_to_a_foreign_site(alices):
    answer = alices.post(reverse("ui:language"), {"language": "sv"}, HTTP_REFERER="https://evil.example/")
    assert answer["Location"] == "/"


def test_the_sign_in_page_shows_what_apps_offer(client, alice, monkeypatch):
    from stegvis.ui import sign_in

    monkeypatch.setattr(sign_in, "_offers", [])
    sign_in.register(lambda request: "<not mark-up>")
    assert "&lt;not mark-up&gt;" in client.get(reverse("account_login")).content.decode()
