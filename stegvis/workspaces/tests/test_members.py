"""Roles, leaving and coming back; the last owner stays whatever is tried."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from stegvis.core.errors import Refused
from stegvis.testing.builders import make_member
from stegvis.workspaces.models import AuditEntry, Member, Role
from stegvis.workspaces.operations.members import (
    change_role,
    deactivate_member,
    make_reset_link,
    reactivate_member,
)

SITE = "https://crm.example.com"


@pytest.fixture
def ada(workspace) -> Member:
    return make_member(workspace, "Ada", Role.ADMIN)


def role_now(member: Member) -> str:
    return Member.objects.get(workspace=member.workspace, pk=member.pk).role


def post(client, name: str, member: Member, slug: str = "granfors", **data):
    return client.post(reverse(f"workspaces:{name}", args=[slug, member.pk]), data)


def test_a_role_changes_and_the_log_says_who_did_it(owen, alice):
    change_role(alice, Role.MANAGER, by=owen)
    assert role_now(alice) == Role.MANAGER
    entry = AuditEntry.objects.get(workspace=owen.workspace, act="role_changed")
    assert (entry.who, entry.detail) == (owen.email, {"member": "Alice", "from": "seller", "to": "manager"})


def test_only_owners_make_and_unmake_owners(owen, ada, alice):
    with pytest.raises(PermissionDenied):
        change_role(alice, Role.OWNER, by=ada)
    with pytest.raises(PermissionDenied):
        change_role(owen, Role.ADMIN, by=ada)
    with pytest.raises(PermissionDenied):
        deactivate_member(owen, by=ada)
    change_role(alice, Role.OWNER, by=owen)
    change_role(owen, Role.ADMIN, by=alice)
    assert role_now(owen) == Role.ADMIN


def test_the_last_owner_stays(owen, ada):
    with pytest.raises(Refused, match="last owner"):
        change_role(owen, Role.SELLER, by=owen)
    with pytest.raises(Refused):
        deactivate_member(owen, by=owen)
    assert role_now(owen) == Role.OWNER


def test_an_owner_who_cannot_sign_in_does_not_count(owen, alice):
    change_role(alice, Role.OWNER, by=owen)
    deactivate_member(alice, by=owen)
    with pytest.raises(Refused, match="last owner"):
        change_role(owen, Role.SELLER, by=owen)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_demote_each_other_at_once_leave_one(owen, alice):
    change_role(alice, Role.OWNER, by=owen)
    owners = [
        Member.objects.select_related("workspace").get(workspace=owen.workspace, pk=one.pk) for one in (owen, alice)
    ]
    barrier, outcomes = threading.Barrier(2), []

    def demote(mine: Member, other: Member) -> None:
        barrier.wait()
        try:
            outcomes.append(change_role(other, Role.SELLER, by=mine))
        except (Refused, PermissionDenied) as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=demote, args=pair) for pair in (owners, owners[::-1])]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(isinstance(outcome, Member) for outcome in outcomes) == [False, True]
    assert Member.objects.filter(workspace=owen.workspace, role=Role.OWNER).count() == 1


def test_who_is_deactivated_meets_nothing_until_reactivated(owen, alice, as_member):
    signed_in, about = as_member(alice), reverse("workspaces:about", args=["granfors"])
    deactivate_member(alice, by=owen)
    assert signed_in.get(about).headers["Location"].startswith("/accounts/login/")
    reactivate_member(alice, by=owen)
    assert signed_in.get(about).status_code == 302
    assert as_member(alice).get(about).status_code == 200


def test_colleagues_viewers_and_strangers_change_nobody(cast):
    for stranger in (cast.mia, cast.bob, cast.vera, cast.charlie):
        for act in (
            lambda by: change_role(cast.alice, Role.VIEWER, by=by),
            lambda by: deactivate_member(cast.alice, by=by),
            lambda by: reactivate_member(cast.alice, by=by),
            lambda by: make_reset_link(cast.alice, SITE, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(stranger)
    assert role_now(cast.alice) == Role.SELLER


def test_an_admin_hands_over_a_link_for_a_new_password(owen, alice, client):
    link = make_reset_link(alice, SITE, by=owen)
    assert link.startswith(f"{SITE}/accounts/password/reset/key/")
    form = client.get(link.removeprefix(SITE)).url
    assert (
        client.post(form, {"password1": "nine lives of a cat", "password2": "nine lives of a cat"}).status_code == 302
    )
    alice.user.refresh_from_db()
    assert alice.user.check_password("nine lives of a cat")
    assert client.get(link.removeprefix(SITE)).status_code == 200  # used: a page that says so, no redirect to the form


def test_a_link_opens_no_door_its_maker_could_not_open(owen, ada, alice, charlie):
    with pytest.raises(PermissionDenied):
        make_reset_link(owen, SITE, by=ada)
    Member.objects.create(workspace=charlie.workspace, user=alice.user, name="Alice", email=alice.email)
    with pytest.raises(Refused, match="also in another workspace"):
        make_reset_link(alice, SITE, by=owen)
    Member.objects.create(workspace=charlie.workspace, user=owen.user, name="Owen", email=owen.email, role=Role.ADMIN)
    assert make_reset_link(alice, SITE, by=owen)


def test_settings_change_a_role_and_take_the_workspace_away(owen, alice, as_member):
    signed_in = as_member(owen)
    post(signed_in, "role", alice, role="manager", active="no", is_superuser="yes")
    post(signed_in, "activity", alice, active="no")
    alice.refresh_from_db()
    assert (alice.role, alice.active) == ("manager", False)
    post(signed_in, "activity", alice, active="yes")
    alice.refresh_from_db()
    assert alice.active


def test_the_reset_link_is_shown_once_to_the_admin(owen, alice, as_member):
    answer = post(as_member(owen), "reset_link", alice)
    assert "/accounts/password/reset/key/" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_unknown_roles_are_not_taken(owen, alice, as_member):
    assert post(as_member(owen), "role", alice, role="emperor").status_code == 400
    assert role_now(alice) == Role.SELLER


@pytest.mark.parametrize("name", ["role", "activity", "reset_link"])
def test_strangers_are_turned_away_at_every_door(name, cast, as_member, client):
    data = {"role": "viewer", "active": "no"}
    for member in (cast.bob, cast.vera):
        assert post(as_member(member), name, cast.alice, **data).status_code == 403
    assert post(as_member(cast.charlie), name, cast.alice, **data).status_code == 404
    assert post(as_member(cast.charlie), name, cast.alice, slug="elsewhere", **data).status_code == 404
    assert post(client, name, cast.alice, **data).status_code == 302
    assert role_now(cast.alice) == Role.SELLER


def test_a_long_list_of_members_pages_by_name(owen, workspace, as_member):
    imported = [Member(workspace=workspace, name=f"Agent {number:03}", active=number % 2 == 0) for number in range(130)]
    Member.objects.bulk_create(imported)
    signed_in, address, seen = as_member(owen), reverse("workspaces:members", args=["granfors"]), set()
    page = signed_in.get(address).content.decode()
    seen |= {one.name for one in imported if one.name in page}
    after = page.partition("?after=")[2].partition('"')[0]
    page = signed_in.get(f"{address}?after={after}").content.decode()
    second = {one.name for one in imported if one.name in page}
    assert not seen & second
    assert len(seen | second) == 130
