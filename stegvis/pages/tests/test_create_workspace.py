"""The command that makes a workspace, for scripts."""

import json

import pytest
from django.core.management import CommandError, call_command

from stegvis.processes.models import Process
from stegvis.workspaces.models import Member, User, Workspace

OWNER = "ada@example.com"


def run(capsys, *arguments: str, **options) -> dict:
    call_command("create_workspace", "Maven", *arguments, owner=OWNER, format="json", **options)
    return json.loads(capsys.readouterr().out)


def test_a_workspace_with_owner_and_process_is_made(db, capsys):
    made = run(capsys, slug="maven", language="en", currency="USD", template="simple-b2b")
    workspace = Workspace.objects.get(slug="maven")
    assert (workspace.currency, workspace.language) == ("USD", "en")
    assert Member.objects.get(workspace=workspace).role == "owner"
    assert Process.objects.get(workspace=workspace).name == made["process"]
    assert made["account_created"] is True


def test_the_printed_link_lets_the_new_owner_in(db, capsys, client):
    link = run(capsys)["password_link"]
    form = client.get(link.partition("8000")[2]).url
    client.post(form, {"password1": "nine lives of a cat", "password2": "nine lives of a cat"})
    assert client.post("/accounts/login/", {"login": OWNER, "password": "nine lives of a cat"}).url == "/"


def test_an_account_that_exists_is_used_and_left_alone(db, capsys):
    user = User.objects.create_user(OWNER, "x", name="Ada")
    made = run(capsys)
    assert (made["account_created"], made["password_link"]) == (False, None)
    assert Member.objects.across_workspaces("the only one").get().user == user


@pytest.mark.parametrize(
    "wrong",
    [{"slug": "Bad slug"}, {"currency": "XXX"}, {"time_zone": "Mars"}, {"template": "none-such"}, {"owner": "ada"}],
)
def test_nonsense_makes_nothing(wrong, db):
    with pytest.raises(CommandError):
        call_command("create_workspace", "Maven", **({"owner": OWNER} | wrong))
    assert not Workspace.objects.exists()
    assert not User.objects.exists()


def test_an_address_that_is_taken_is_said(db, capsys):
    run(capsys, slug="maven")
    with pytest.raises(CommandError, match="maven"):
        run(capsys, slug="maven")


def test_people_read_it_line_by_line(db, capsys):
    call_command("create_workspace", "Maven", owner=OWNER)
    assert "password link: http://127.0.0.1:8000/accounts/password/reset/key/" in capsys.readouterr().out
