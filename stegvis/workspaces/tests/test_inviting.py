"""Inviting people and joining: who may, what a link is good for, and what guessing one brings."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stegvis.core.errors import Refused
from stegvis.testing.builders import PASSWORD, make_member, make_workspace
from stegvis.testing.pages import lines_of
from stegvis.workspaces.models import AuditEntry, Invitation, Member, User
from stegvis.workspaces.operations.inviting import accept_invitation, invite_member, revoke_invitation
from stegvis.workspaces.operations.users import NewUser

NINA = "nina@granfors.example"


@pytest.fixture
def invitation(owen) -> Invitation:
    return invite_member(NINA, "seller", by=owen)


@pytest.fixture(autouse=True)
def _no_old_failures(db):
    cache.clear()


def link(invitation: Invitation) -> str:
    return reverse("invitation", kwargs={"token": invitation.token})


def nina(**changes) -> NewUser:
    return NewUser(**({"email": NINA, "name": "Nina Holm", "password": PASSWORD} | changes))


def test_somebody_new_gets_an_account_and_a_place(invitation, workspace):
    member = accept_invitation(invitation, by=nina())
    assert (member.workspace, member.name, member.email, member.role) == (workspace, "Nina Holm", NINA, "seller")
    assert member.user.check_password(PASSWORD)
    assert AuditEntry.objects.filter(workspace=workspace, act="invitation_accepted", who=NINA).exists()


def test_a_link_works_once(invitation):
    member = accept_invitation(invitation, by=nina())
    with pytest.raises(Refused):
        accept_invitation(invitation, by=member.user)


@pytest.mark.parametrize("spoil", ["expired", "revoked", "replaced"])
def test_a_link_that_was_taken_back_or_is_too_old_is_worth_nothing(spoil, invitation, owen):
    if spoil == "expired":
        Invitation.objects.filter(workspace=owen.workspace).update(expires_at=timezone.now() - timedelta(minutes=1))
    elif spoil == "revoked":
        revoke_invitation(invitation, by=owen)
    else:
        invite_member(NINA.upper(), "viewer", by=owen)
    with pytest.raises(Refused):
        accept_invitation(invitation, by=nina())
    assert not User.objects.filter(email=NINA).exists()


def test_a_link_is_for_the_person_it_was_made_for(invitation, charlie):
    with pytest.raises(Refused):
        accept_invitation(invitation, by=charlie.user)


def test_a_user_of_another_workspace_joins_with_the_same_account(owen, charlie, workspace):
    member = accept_invitation(invite_member(charlie.email, "viewer", by=owen), by=charlie.user)
    assert (member.user, member.workspace, member.role) == (charlie.user, workspace, "viewer")
    assert charlie.workspace != workspace


def test_an_imported_seller_comes_back_as_who_they_were(owen, workspace):
    known = Member.objects.create(workspace=workspace, name="N. Holm", email=NINA, role="viewer")
    member = accept_invitation(invite_member(NINA, "manager", by=owen), by=nina())
    assert (member.pk, member.name, member.role) == (known.pk, "Nina Holm", "manager")


def test_who_is_a_member_is_not_invited_again(owen, alice):
    with pytest.raises(Refused, match="is a member already"):
        invite_member(alice.email.upper(), "seller", by=owen)


def test_sellers_viewers_and_strangers_invite_nobody(cast, workspace, invitation):
    for stranger in (cast.mia, cast.alice, cast.vera):
        with pytest.raises(PermissionDenied):
            invite_member("x@example.com", "viewer", by=stranger)
        with pytest.raises(PermissionDenied):
            revoke_invitation(invitation, by=stranger)
    with pytest.raises(PermissionDenied):
        revoke_invitation(invitation, by=cast.charlie)


def test_nobody_invites_to_a_role_above_their_own(workspace):
    admin = make_member(workspace, "Ada", "admin")
    with pytest.raises(PermissionDenied):
        invite_member("x@example.com", "owner", by=admin)
    assert invite_member("x@example.com", "admin", by=admin).role == "admin"


def test_the_page_says_who_invites_to_what(invitation, client):
    page = client.get(link(invitation)).content.decode()
    for words in ("Granfors", "Owen", NINA, "Seller"):
        assert words in page


def test_joining_on_the_page_signs_in(invitation, client, workspace):
    answer = client.post(link(invitation), {"name": "Nina Holm", "password": PASSWORD, "role": "owner"})
    assert answer.status_code == 303
    assert answer.url.startswith("/w/granfors/")
    member = Member.objects.get(workspace=workspace, email=NINA)
    assert member.role == "seller"
    assert client.get("/?choose").status_code == 200


@pytest.mark.parametrize("password", ["short", "0123456789", "ninaholm@granfors", ""])
def test_a_weak_password_is_not_taken(password, invitation, client):
    answer = client.post(link(invitation), {"name": "Nina Holm granfors", "password": password})
    assert answer.status_code == 422
    assert not User.objects.filter(email=NINA).exists()


def test_who_has_an_account_is_sent_to_sign_in_and_then_joins(owen, charlie, workspace, client):
    address = link(invite_member(charlie.email, "seller", by=owen))
    refused = client.post(address, {"name": "Somebody", "password": PASSWORD})
    assert refused.status_code == 409
    assert f"/accounts/login/?next={address}" in refused.content.decode()
    sign_in = {"login": charlie.email, "password": PASSWORD, "next": address}
    assert client.post("/accounts/login/", sign_in).url == address
    assert client.post(address).url.startswith("/w/granfors/")
    assert Member.objects.filter(workspace=workspace, user=charlie.user).exists()


def test_the_page_does_not_tell_whether_the_address_has_an_account(owen, charlie, client):
    pages = []
    for email in (NINA, charlie.email):
        address = link(invite_member(email, "seller", by=owen))
        lines = lines_of(client.get(address))
        pages.append([line.replace(address, "").replace(email, "") for line in lines])
    assert pages[0] == pages[1]


def test_signed_in_as_somebody_else_it_is_explained(invitation, charlie, as_member):
    answer = as_member(charlie).post(link(invitation))
    assert answer.status_code == 409
    assert "another e-mail address" in answer.content.decode()


def test_used_revoked_and_guessed_links_meet_the_same_page(invitation, owen, client):
    revoke_invitation(invitation, by=owen)
    answers = [client.get(link(invitation)), client.get("/invitations/guessed/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert lines_of(answers[0]) == lines_of(answers[1])


def test_guessing_is_throttled_even_for_the_right_link(invitation):
    guesser, nina_herself = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="203.0.113.8")
    statuses = [guesser.get(f"/invitations/guess{number}/").status_code for number in range(21)]
    assert statuses == [404] * 20 + [429]
    assert guesser.get(link(invitation)).status_code == 429
    assert nina_herself.get(link(invitation)).status_code == 200


def test_an_admin_copies_and_revokes_links_in_settings(owen, as_member, workspace):
    signed_in = as_member(owen)
    members = reverse("workspaces:members", args=["granfors"])
    assert (
        signed_in.post(reverse("workspaces:invitations", args=["granfors"]), {"email": NINA, "role": "seller"}).url
        == members
    )
    made = Invitation.objects.get(workspace=workspace)
    assert f"http://testserver{link(made)}" in signed_in.get(members).content.decode()
    signed_in.post(reverse("workspaces:revocation", args=["granfors", made.pk]))
    assert link(made) not in signed_in.get(members).content.decode()


def test_strangers_do_not_reach_the_invitations_of_others(invitation, cast, as_member, client):
    address = reverse("workspaces:revocation", args=["granfors", invitation.pk])
    assert as_member(cast.alice).post(address).status_code == 403
    assert as_member(cast.charlie).post(address).status_code == 404
    assert as_member(cast.charlie).post(address.replace("granfors", "elsewhere")).status_code == 404
    assert client.post(address).status_code == 302
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


def test_an_invitation_of_one_workspace_says_nothing_in_another(owen):
    other = make_workspace("Third")
    assert not Invitation.objects.filter(workspace=other).exists()
