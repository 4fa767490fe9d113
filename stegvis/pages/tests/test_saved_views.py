"""What a list shows is kept under a name, shared, and chosen as what the list opens with."""

import pytest

from stegvis.testing.builders import make_company
from stegvis.workspaces.models import Deletion, ListChoice, SavedView

LIST = "/w/granfors/companies/"


@pytest.fixture
def companies(alice):
    return [make_company(alice, "Ekhamra Plåt AB"), make_company(alice, "Brattås Mek AB")]


def save(client, query="name=ekhamra", **more):
    answer = client.post("/w/granfors/lists/companies/views/", {"name": "Plate", "query": query, **more})
    assert answer.status_code == 303
    return SavedView.objects.across_workspaces("a test").order_by("-pk").first()


def shown(client, address=LIST) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_view_keeps_filters_order_and_columns(alice, as_member, companies):
    client = as_member(alice)
    view = save(client, "name=ekhamra&sort=-added&columns=name,owner&after=abc&page=1")
    assert view.query == "columns=name,owner&name=ekhamra&page=1&sort=-added"
    text = shown(client, f"{LIST}?view={view.pk}")
    assert "Ekhamra Plåt AB" in text
    assert "Brattås Mek AB" not in text
    assert "Industry" not in text.split("<thead>")[1].split("</thead>")[0]


def test_a_list_opens_with_the_view_one_chose_but_a_bookmark_wins(alice, as_member, companies):
    client = as_member(alice)
    save(client, default="on")
    assert "Brattås Mek AB" not in shown(client)
    assert "Ekhamra Plåt AB" not in shown(client, f"{LIST}?name=bratt")
    assert "Brattås Mek AB" in shown(client, f"{LIST}?view=none")


def test_a_managers_view_opens_for_everybody_who_has_not_chosen(mia, bob, as_member, companies):
    view = save(as_member(mia), shared="on")
    chosen = {"view": view.pk, "for": "all"}
    assert as_member(mia).post("/w/granfors/lists/companies/default/", chosen).status_code == 303
    client = as_member(bob)
    assert "Brattås Mek AB" not in shown(client)
    own = save(client, "name=bratt", default="on")
    assert "Ekhamra Plåt AB" not in shown(client)
    assert as_member(bob).post(f"/w/granfors/views/{own.pk}/", {"shared": "yes"}).status_code == 403


def test_sellers_do_not_share_and_do_not_touch_what_others_share(mia, bob, alice, as_member, companies):
    client = as_member(bob)
    answer = client.post("/w/granfors/lists/companies/views/", {"name": "x", "query": "", "shared": "on"})
    assert answer.status_code == 403
    theirs, private = save(as_member(mia), shared="on"), save(as_member(alice))
    assert client.post(f"/w/granfors/views/{theirs.pk}/", {"name": "Mine"}).status_code == 403
    assert client.post(f"/w/granfors/views/{private.pk}/deletion/").status_code == 404


def test_a_view_is_renamed_updated_deleted_and_brought_back(alice, as_member, companies):
    client = as_member(alice)
    view = save(client)
    client.post(f"/w/granfors/views/{view.pk}/", {"name": "Steel"})
    client.post(f"/w/granfors/views/{view.pk}/", {"query": "name=bratt"})
    view.refresh_from_db()
    assert (view.name, view.query) == ("Steel", "name=bratt")
    client.post(f"/w/granfors/views/{view.pk}/deletion/")
    assert "Steel" not in shown(client).replace("Steel” was deleted", "")
    deletion = Deletion.objects.get(workspace=alice.workspace)
    assert (deletion.kind, deletion.private) == ("workspaces.savedview", True)
    client.post(f"/w/granfors/deletions/{deletion.pk}/restoration/")
    assert "Steel" in shown(client)


def test_columns_are_remembered_for_the_member_not_for_the_browser(alice, bob, as_member, companies):
    back = {"columns": ["name", "owner"], "next": LIST}
    as_member(alice).post("/w/granfors/lists/companies/columns/", back)
    again, other = shown(as_member(alice)), shown(as_member(bob))
    assert "Industry" not in again.split("<thead>")[1].split("</thead>")[0]
    assert "Industry" in other.split("<thead>")[1].split("</thead>")[0]
    assert ListChoice.objects.filter(workspace=alice.workspace).count() == 1


@pytest.mark.parametrize(
    "sent", [{"name": ""}, {"name": "x" * 61}, {"name": "\x00"}, {"name": "y", "query": "name=" + "b" * 9000}]
)
def test_what_cannot_be_kept_is_said(alice, as_member, sent):
    answer = as_member(alice).post("/w/granfors/lists/companies/views/", sent, follow=True)
    assert answer.status_code == 200
    assert not SavedView.objects.filter(workspace=alice.workspace).exists()


def test_the_board_has_views_too(alice, as_member, process):
    client = as_member(alice)
    client.post("/w/granfors/lists/board/views/", {"name": "Big", "query": "value-from=1000", "default": "on"})
    assert "Big" in shown(client, "/w/granfors/deals/")
    assert 'name="value-from" value="1000"' in shown(client, "/w/granfors/deals/")
