"""Where one is signed in: seen, and ended."""

import pytest
from django.test import Client

from stegvis.testing.builders import PASSWORD
from stegvis.workspaces.models import UserSession
from stegvis.workspaces.operations.members import deactivate_member

pytestmark = pytest.mark.django_db
PAGE = "/w/granfors/settings/sign-in/"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit Version/17.0 Mobile Safari/604.1"


def sign_in(member, agent="Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko Firefox/130.0") -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    return client


def works(client: Client) -> bool:
    return client.get("/w/granfors/companies/").status_code == 200


def test_sessions_are_listed_and_one_or_all_others_end_at_once(alice):
    here, phone, third = sign_in(alice), sign_in(alice, PHONE), sign_in(alice)
    page = here.get(PAGE).content.decode()
    assert "Safari · iPhone" in page
    assert "Firefox · Linux" in page
    ended = UserSession.objects.get(session_key=phone.session.session_key)
    here.post(f"{PAGE}sessions/{ended.pk}/ending/")
    assert (works(here), works(phone), works(third)) == (True, False, True)
    here.post(f"{PAGE}sessions/endings/")
    assert (works(here), works(third)) == (True, False)


def test_nobody_ends_the_session_of_another(alice, bob):
    theirs, mine = sign_in(alice), sign_in(bob)
    pk = UserSession.objects.get(user=alice.user).pk
    assert mine.post(f"{PAGE}sessions/{pk}/ending/").status_code == 404
    mine.post(f"{PAGE}sessions/endings/")
    assert works(theirs)


def test_being_seen_costs_no_write_at_each_request(alice, django_assert_num_queries):
    client = sign_in(alice)
    client.get("/w/granfors/notices/")
    with django_assert_num_queries(5):
        client.get("/w/granfors/notices/")


def test_who_signs_out_or_is_deactivated_has_no_session_left(alice, bob, owen):
    client, other = sign_in(alice), sign_in(bob)
    client.post("/accounts/logout/")
    deactivate_member(bob, by=owen)
    assert not UserSession.objects.filter(user__in=[alice.user, bob.user]).exists()
    assert other.get("/w/granfors/companies/").status_code == 302
