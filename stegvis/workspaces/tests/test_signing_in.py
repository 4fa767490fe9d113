"""Signing in and out, and everything somebody tries who cannot."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from stegvis.testing.builders import PASSWORD, make_member, make_workspace
from stegvis.testing.pages import lines_of
from stegvis.workspaces.models import AuditEntry, Member, Role, User

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_old_failures(db):
    cache.clear()


def acts(workspace) -> list[str]:
    return list(AuditEntry.objects.filter(workspace=workspace).order_by("id").values_list("act", flat=True))


def test_coming_and_going_stands_in_the_audit_log(alice, client, workspace):
    assert client.post(LOGIN, {"login": alice.email.upper(), "password": PASSWORD}).url == "/"
    client.post("/accounts/logout/")
    assert acts(workspace) == ["signed_in", "signed_out"]
    entry = AuditEntry.objects.filter(workspace=workspace).first()
    assert (entry.who, entry.address) == (alice.email, "127.0.0.1")


def test_a_failed_sign_in_is_seen_by_the_admins_of_that_account(alice, client, workspace):
    client.post(LOGIN, {"login": alice.email, "password": "guess"})
    assert acts(workspace) == ["sign_in_failed"]


def test_a_failed_sign_in_without_account_belongs_to_no_workspace(cast, client, workspace):
    client.post(LOGIN, {"login": "nobody@example.com", "password": "guess"})
    assert AuditEntry.objects.get().workspace_id is None
    assert acts(workspace) == []


def test_known_and_unknown_addresses_meet_the_same_answer(alice, client):
    pages = []
    for email in (alice.email, "nobody@granfors.example"):
        answer = client.post(LOGIN, {"login": email, "password": "guess"})
        pages.append([line.replace(email, "") for line in lines_of(answer)])
    assert pages[0] == pages[1]


def test_guessing_a_password_is_throttled_even_for_the_right_one(alice):
    for number in range(6):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        client.post(LOGIN, {"login": alice.email, "password": f"guess {number}"})
    answer = Client(REMOTE_ADDR="203.0.113.99").post(LOGIN, {"login": alice.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert "Too many failed" in answer.content.decode()


@pytest.mark.parametrize(
    "wish", ["https://thief.example/", "//thief.example", "/\\thief.example", "javascript:alert(1)"]
)
def test_nobody_is_led_away_by_next(wish, alice, client):
    answer = client.post(LOGIN, {"login": alice.email, "password": PASSWORD, "next": wish})
    assert answer.url == "/"


def test_next_leads_on_within_the_site(alice, client):
    wish = "/w/granfors/settings/about/"
    assert client.post(LOGIN, {"login": alice.email, "password": PASSWORD, "next": wish}).url == wish


@pytest.mark.parametrize("path", ["signup/", "email/", "password/set/", "confirm-email/x/", "login/code/confirm/"])
def test_there_is_no_open_sign_up_and_no_second_address(path, alice, client, as_member):
    assert client.get(f"/accounts/{path}").status_code == 404
    assert as_member(alice).post(f"/accounts/{path}", {"email": "second@example.com"}).status_code == 404


def test_a_session_somebody_planted_is_not_the_one_signed_in_with(alice, client):
    planted = client.session
    planted["chosen"] = "by the thief"
    planted.save()
    client.cookies["stegvis_session"] = planted.session_key
    client.post(LOGIN, {"login": alice.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(alice.user_id)
    assert client.session.session_key != planted.session_key


def test_signing_out_takes_a_post(alice, as_member):
    signed_in = as_member(alice)
    signed_in.get("/accounts/logout/")
    assert signed_in.get("/w/granfors/settings/about/").status_code == 200


def test_an_account_that_is_switched_off_cannot_sign_in(alice, client):
    User.objects.filter(pk=alice.user_id).update(is_active=False)
    client.post(LOGIN, {"login": alice.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_new_password_ends_other_sessions(alice, as_member, workspace):
    here, elsewhere = as_member(alice), as_member(alice)
    words = {"oldpassword": PASSWORD, "password1": "nine lives of a cat", "password2": "nine lives of a cat"}
    assert here.post(reverse("account_change_password"), words).url == "/"
    assert here.get("/w/granfors/settings/about/").status_code == 200
    assert elsewhere.get("/w/granfors/settings/about/").status_code == 302
    assert "password_changed" in acts(workspace)


@pytest.fixture
def demo(settings) -> dict[str, Member]:
    settings.DEMO = True
    workspace = make_workspace("Demo")
    roles = {"karin": Role.MANAGER, "elin": Role.SELLER, "boss": Role.OWNER}
    return {name: make_member(workspace, name.capitalize(), role) for name, role in roles.items()}


def come_in_as(client, member, **data):
    return client.post("/demo/sign-in/", {"member": member.pk} | data)


def test_the_demo_is_entered_with_one_press(demo, client):
    offer = client.get(LOGIN).content.decode()
    assert '<section class="sign-demo"' in offer
    assert "Elin, Seller" in offer
    assert "Karin, Manager" in offer
    assert "Boss" not in offer
    assert come_in_as(client, demo["elin"]).url == "/"
    assert client.get("/w/demo/settings/about/").status_code == 200


def test_outside_demo_mode_nothing_is_offered_and_nobody_let_in(demo, client, settings):
    settings.DEMO = False
    assert "demo" not in client.get(LOGIN).content.decode()
    assert come_in_as(client, demo["elin"]).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_demo_lets_nobody_into_anything_else(demo, alice, owen, client):
    Member.objects.create(workspace=alice.workspace, user=demo["elin"].user, name="Elin", email="e@example.com")
    for member in (alice, owen, demo["boss"], demo["elin"]):
        assert come_in_as(client, member).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_demo_leads_nobody_away(demo, client):
    assert come_in_as(client, demo["elin"], next="https://thief.example/").url == "/"


def test_the_demo_takes_a_form_of_ours(demo):
    strict = Client(enforce_csrf_checks=True)
    assert come_in_as(strict, demo["elin"]).status_code == 403
    assert strict.get("/demo/sign-in/").status_code == 405


def test_behind_a_proxy_each_guesser_is_throttled_alone(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guesser, other = ({"X-Forwarded-For": f"9.9.9.9, 203.0.113.{number}"} for number in (7, 8))
    client = Client()
    for number in range(21):
        client.get(f"/invitations/guess{number}/", headers=guesser)
    assert client.get("/invitations/guess/", headers=guesser).status_code == 429
    assert client.get("/invitations/guess/", headers=other).status_code == 404
