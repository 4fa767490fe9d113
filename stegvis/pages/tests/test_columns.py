"""Choosing columns: remembered for the member, said in the address, and no way to anywhere else."""

import pytest

from stegvis.workspaces.models import ListChoice


def choose(client, back, columns=("owner", "tags"), slug="granfors"):
    return client.post(f"/w/{slug}/lists/companies/columns/", {"columns": columns, "next": back})


def chosen(member):
    return ListChoice.objects.get(workspace=member.workspace, member=member, listing="companies").columns


def test_the_chosen_columns_are_remembered_and_stand_in_the_address(as_member, alice):
    client = as_member(alice)
    answer = choose(client, "/w/granfors/companies/?sort=name&after=abc")
    assert answer.headers["Location"] == "/w/granfors/companies/?sort=name&columns=owner,tags"
    assert chosen(alice) == ["owner", "tags"]


def test_choosing_none_leaves_the_fixed_ones(as_member, alice):
    client = as_member(alice)
    assert choose(client, "/w/granfors/companies/", ()).headers["Location"] == "/w/granfors/companies/?"
    assert chosen(alice) is None


@pytest.mark.parametrize("back", ["", "https://evil.example/", "//evil.example/w/granfors/", "/w/elsewhere/", "x"])
def test_the_way_back_stays_in_the_workspace(as_member, alice, back):
    assert choose(as_member(alice), back).status_code == 400


def test_a_viewer_may_choose_and_a_stranger_may_not(as_member, vera, charlie, client):
    assert choose(as_member(vera), "/w/granfors/companies/").status_code == 302
    assert choose(as_member(charlie), "/w/granfors/companies/").status_code == 404
    assert choose(client, "/w/granfors/companies/").headers["Location"].startswith("/accounts/login/")
    assert as_member(vera).get("/w/granfors/lists/companies/columns/").status_code == 405


def test_too_much_is_cut(as_member, alice):
    client = as_member(alice)
    choose(client, "/w/granfors/companies/", ["x" * 10_000] * 100)
    assert len(chosen(alice)) == 60
    assert len(chosen(alice)[0]) == 60
