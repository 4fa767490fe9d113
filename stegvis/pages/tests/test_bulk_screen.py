"""Choosing rows of a list and changing them at once, as the browser does it."""

import pytest

from stegvis.people.models import Company
from stegvis.testing.builders import make_company, make_criterion, make_deal, stage_of
from stegvis.workspaces.models import Deletion, Undo

NEW, DO = "/w/granfors/lists/companies/edits/new/", "/w/granfors/lists/companies/edits/"
PART = {"HTTP_HX_REQUEST": "true", "HTTP_HX_REQUEST_TYPE": "partial"}


@pytest.fixture
def companies(alice):
    return [make_company(alice, name) for name in ("Ekhamra Plåt AB", "Brattås Mek AB", "Norrby El AB")]


def test_the_list_offers_rows_to_choose_to_who_may_change_them(alice, vera, as_member, companies):
    text = as_member(alice).get("/w/granfors/companies/").content.decode()
    assert text.count('name="id"') == 3
    assert 'value="industry"' in text
    assert 'name="id"' not in as_member(vera).get("/w/granfors/companies/").content.decode()


def test_ticked_rows_get_a_fact_and_undo_takes_it_back(alice, as_member, companies):
    client = as_member(alice)
    ids = [companies[0].pk, companies[1].pk]
    asked = client.get(NEW, {"id": ids, "fact": "industry", "query": "name=a"}, **PART).content.decode()
    assert "2 records" in asked
    said = {"ids": f"{ids[0]},{ids[1]}", "fact": "industry", "industry": "Metal", "query": "name=a"}
    answer = client.post(DO, said)
    assert (answer.status_code, answer["Location"]) == (303, "/w/granfors/companies/?name=a")
    assert Company.objects.filter(workspace=alice.workspace, industry="Metal").count() == 2
    undo = Undo.objects.get(workspace=alice.workspace)
    assert f"/w/granfors/undos/{undo.pk}/" in client.get("/w/granfors/companies/").content.decode()
    client.post(f"/w/granfors/undos/{undo.pk}/")
    assert not Company.objects.filter(workspace=alice.workspace, industry="Metal").exists()


def test_all_that_match_are_changed_also_those_on_other_pages(alice, as_member, companies):
    client = as_member(alice)
    client.post(DO, {"all": "1", "query": "name=ab", "fact": "add-tags", "tags": "Fair"})
    assert all(list(one.tags.values_list("name", flat=True)) == ["Fair"] for one in companies[:0])
    client.post(DO, {"all": "1", "query": "name=ekhamra", "fact": "source", "source": "Fair"})
    assert Company.objects.filter(workspace=alice.workspace, source="Fair").count() == 1


def test_chosen_rows_are_deleted_with_undo(alice, bob, as_member, companies):
    theirs = make_company(bob, "Not hers AB")
    answer = as_member(alice).post(DO, {"id": [companies[0].pk, theirs.pk], "fact": "delete"})
    text = answer.content.decode()
    assert "1 record was deleted." in text
    assert "you may not change it" in text
    deletion = Deletion.objects.get(workspace=alice.workspace)
    assert (deletion.kind, deletion.count, deletion.what) == ("people.company", 1, "Ekhamra Plåt AB")
    as_member(alice).post(f"/w/granfors/deletions/{deletion.pk}/restoration/")
    assert Company.objects.filter(workspace=alice.workspace).count() == 4


def test_stopped_deals_are_named_with_the_reason(alice, as_member, process):
    make_criterion(stage_of(process, "Lead"), "Budget told", hard=True)
    deal = make_deal(alice, "Steel <b>hall</b>")
    said = {"id": deal.pk, "fact": "stage", "stage": stage_of(process, "Qualified").pk}
    text = as_member(alice).post("/w/granfors/lists/deals/edits/", said, **PART).content.decode()
    assert "Steel &lt;b&gt;hall&lt;/b&gt;" in text
    assert "Budget told" in text


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"id": "1", "fact": "nothing"}, 422),
        ({"id": "99999999999999999999", "fact": "source", "source": "x"}, 200),
        ({"id": "x\x00", "fact": "source", "source": "a\x00b"}, 422),
        ({"id": "1", "fact": "owner", "owner": "99999999999999999999999"}, 422),
        ({"id": "1", "fact": "source", "source": "x" * 10_000}, 422),
        ({"all": "1", "query": "name=%00&sort=zzz", "fact": "source", "source": "x"}, 303),
    ],
)
def test_what_cannot_be_is_said(alice, as_member, companies, said, status):
    assert as_member(alice).post(DO, said).status_code in (status, 303)


def test_a_viewer_and_a_stranger_come_not_in(vera, charlie, as_member, companies):
    said = {"id": companies[0].pk, "fact": "source", "source": "x"}
    assert as_member(vera).post(DO, said).status_code == 403
    assert as_member(charlie).post(DO, said).status_code == 404
