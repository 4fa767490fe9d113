"""Where a user lands."""

from stegvis.testing.builders import make_workspace
from stegvis.workspaces.models import Member, User


def also_in(member: Member, name: str) -> Member:
    workspace = make_workspace(name)
    return Member.objects.create(workspace=workspace, user=member.user, name=member.name, email=member.email)


def test_the_only_workspace_opens_at_once(alice, as_member):
    answer = as_member(alice).get("/")
    assert answer.status_code == 302
    assert answer.url.startswith("/w/granfors/")


def test_of_several_one_chooses_until_one_was_used(alice, as_member):
    also_in(alice, "Beta")
    signed_in = as_member(alice)
    page = signed_in.get("/").content.decode()
    assert "Granfors" in page
    assert "Beta" in page
    signed_in.get("/w/beta/settings/about/")
    assert as_member(alice).get("/").url.startswith("/w/beta/")
    assert "Granfors" in signed_in.get("/?choose").content.decode()


def test_a_workspace_one_left_is_not_opened_again(alice, as_member):
    left = also_in(alice, "Beta")
    as_member(alice).get("/w/beta/settings/about/")
    Member.objects.filter(workspace=left.workspace, pk=left.pk).update(active=False)
    assert as_member(alice).get("/").url.startswith("/w/granfors/")


def test_who_is_nowhere_is_told_what_to_do(db, client):
    client.force_login(User.objects.create_user("lonely@example.com", "x"))
    page = client.get("/").content.decode()
    assert "You are in no workspace" in page
    assert "lonely@example.com" in page


def test_others_workspaces_are_not_named(alice, charlie, as_member):
    assert "Elsewhere" not in as_member(alice).get("/?choose").content.decode()


def test_nobody_signs_in_first_and_an_empty_installation_is_set_up(db, client, workspace):
    assert client.get("/").url == "/welcome/"
    assert client.get("/accounts/login/").url == "/welcome/"
    User.objects.create_user("a@example.com", "x")
    assert client.get("/").url == "/accounts/login/"
    assert client.get("/accounts/login/").status_code == 200
