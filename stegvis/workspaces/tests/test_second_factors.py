"""Authenticator apps, recovery codes, and workspaces that demand a second factor."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client

from stegvis.testing.builders import PASSWORD
from stegvis.workspaces.models import AuditEntry, Role

pytestmark = pytest.mark.django_db
CODES = re.compile(r"<code>(\d{8})</code>")


@pytest.fixture(autouse=True)
def plain_files(settings, monkeypatch):
    # allauth tells of changes when they are committed, which a test never is.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda told, **how: told())
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    cache.clear()


def sign_in(member) -> tuple[Client, object]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})


def code_of(secret: str) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))


def with_app(member) -> tuple[Client, str, list[str]]:
    """Signed in, with an authenticator app: the client, the app's secret, the recovery codes shown."""
    client, __ = sign_in(member)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert "data:image/svg+xml" in page
    secret = re.search(r'id="secret" value="(\w+)"', page)[1]
    shown = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True).content.decode()
    member.user.refresh_from_db()
    return client, secret, CODES.findall(shown)


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("act", flat=True))


def test_setting_up_asks_for_the_password_again(alice):
    client, __ = sign_in(alice)
    # A sign-in alone does not count as having been asked.
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert "Confirm that it is you" in client.get(answer.url).content.decode()


def test_an_app_is_asked_for_at_the_next_sign_in_and_its_secret_is_sealed(alice):
    __, secret, codes = with_app(alice)
    assert len(codes) == 10
    assert alice.user.second_factor
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    client, answer = sign_in(alice)
    assert answer.url.startswith("/accounts/2fa/authenticate/")
    assert "Second step" in client.get(answer.url).content.decode()
    assert client.get("/w/granfors/companies/").status_code == 302, "half a sign-in opens nothing"
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert client.get("/w/granfors/companies/").status_code == 200
    assert {"second_factor_added", "recovery_codes_made", "second_factor_failed"} <= set(acts())


def test_a_recovery_code_works_once_and_guessing_is_throttled(alice):
    codes = with_app(alice)[2]
    client = sign_in(alice)[0]
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    client = sign_in(alice)[0]
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 200
    for __ in range(12):
        client.post("/accounts/2fa/authenticate/", {"code": "111111"})
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[1]}).status_code == 200, "too many tries"


def test_recovery_codes_are_shown_once(alice):
    client, __, codes = with_app(alice)
    again = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert not CODES.findall(again)
    assert "10 codes are left" in again
    new = client.post("/accounts/2fa/recovery-codes/generate/", follow=True).content.decode()
    assert len(set(CODES.findall(new)) - set(codes)) == 10


def test_a_workspace_can_demand_a_second_factor(owen, alice, as_member):
    client = as_member(owen)
    assert as_member(alice).post("/w/granfors/settings/members/second-factor/", {"demanded": "yes"}).status_code == 403
    client.post("/w/granfors/settings/members/second-factor/", {"demanded": "yes"})
    kept_out = as_member(alice).get("/w/granfors/companies/")
    assert kept_out.url == "/accounts/second-factor/"
    assert "A second factor is needed" in as_member(alice).get(kept_out.url).content.decode()
    assert with_app(alice)[0].get("/w/granfors/companies/").status_code == 200


def test_an_admin_resets_what_a_member_has_lost_but_not_that_of_a_higher_role(owen, alice, workspace, as_member):
    with_app(alice)
    answer = as_member(owen).post(f"/w/granfors/settings/members/{alice.pk}/second-factors/", follow=True)
    assert "signs in by password alone" in answer.content.decode()
    alice.user.refresh_from_db()
    assert not alice.user.second_factor
    assert "second_factors_reset" in acts()
    assert sign_in(alice)[1].url == "/"
    alice.role = Role.ADMIN
    alice.save()
    assert as_member(alice).post(f"/w/granfors/settings/members/{owen.pk}/second-factors/").status_code == 403


def test_broken_passkey_answers_are_refused_with_a_sentence(alice):
    client, __ = sign_in(alice)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for credential in ("", "{", "{}", '{"response": {}}', "[1]"):
        answer = client.post("/accounts/2fa/webauthn/add/", {"name": "x" * 10_000, "credential": credential})
        assert answer.status_code == 200, credential
    visitor = Client()
    for credential in ("", "{}", '{"response": {"userHandle": "AAAA"}}'):
        assert visitor.post("/accounts/2fa/webauthn/login/", {"credential": credential}).status_code in (200, 302, 429)
