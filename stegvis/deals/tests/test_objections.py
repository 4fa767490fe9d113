"""Objections: a library with answers, and who on a deal objects to what. The map of who stands where."""

from stegvis.deals.models import Objection, RaisedObjection
from stegvis.deals.operations.editing import set_stakeholders
from stegvis.deals.operations.objecting import drop_objection, raise_objection
from stegvis.deals.operations.stakeholders import set_part
from stegvis.privacy.operations.erasing import erase_person
from stegvis.testing.builders import make_deal, make_person
from stegvis.workspaces.models import Deletion, FieldChange
from stegvis.workspaces.operations.deleting import restore_deletion


def test_an_objection_is_raised_and_answered(cast, as_member, process):
    deal, anna = make_deal(cast.alice), make_person(cast.alice, "Anna", "Berg")
    set_stakeholders(deal, [anna], by=cast.alice)
    address = f"/w/granfors/deals/{deal.pk}/objections/"
    told = {"objection": "ready:price", "text": "Twice what we pay", "person": anna.pk, "on": "2026-01-05"}
    for member, status in ((cast.vera, 403), (cast.bob, 403), (cast.charlie, 404), (cast.alice, 303)):
        assert as_member(member).post(address, told).status_code == status
    raised = RaisedObjection.objects.get(workspace=deal.workspace_id)
    assert (raised.person, raised.objection.key, raised.state) == (anna, "price", "open")
    client = as_member(cast.alice)
    page = client.get(address).content.decode()
    assert "It is too expensive" in page
    assert "Anna Berg" in page
    assert "Compared with what?" in page
    answer = raised.objection.answers.first()
    client.post(f"{address}{raised.pk}/", {"answer": answer.pk, "text": "Shown on one page"})
    raised.refresh_from_db()
    assert (raised.state, raised.answer, raised.answered_by) == ("answered", answer, cast.alice)
    assert "Answered" in client.get(address).content.decode()
    client.post(f"{address}{raised.pk}/", {"open": "1"})
    raised.refresh_from_db()
    assert (raised.state, raised.answer_text) == ("open", "Shown on one page")


def test_what_is_wrong_is_said(alice, as_member, process):
    deal, client = make_deal(alice), as_member(alice)
    address = f"/w/granfors/deals/{deal.pk}/objections/"
    for wrong in ({}, {"text": "a" * 10_000}, {"objection": "ready:none"}, {"text": "x", "on": "2999-01-01"},
                  {"text": "x", "person": "7" * 30}, {"text": "x\0y", "objection": "0"}):  # fmt: skip
        assert client.post(address, wrong).status_code == 422
    client.post(address, {"text": "They like the blue one"})
    raised = RaisedObjection.objects.get(workspace=deal.workspace_id)
    assert client.post(f"{address}{raised.pk}/", {"text": ""}).status_code == 422
    assert client.post(f"{address}{10**17}/", {"text": "x"}).status_code == 404
    client.post(f"{address}{raised.pk}/deletion/")
    assert not RaisedObjection.objects.filter(workspace=deal.workspace_id).exists()
    restore_deletion(Deletion.objects.filter(workspace=deal.workspace_id).latest("pk"), by=alice)
    assert RaisedObjection.objects.filter(workspace=deal.workspace_id).exists()


def test_the_library_is_taken_over_in_the_workspaces_language(mia, as_member, workspace):
    client = as_member(mia)
    page = client.get("/w/granfors/settings/playbook/objections/").content.decode()
    assert "It works as it is" in page
    client.post("/w/granfors/settings/playbook/objections/ready/", {"key": "change"})
    client.post("/w/granfors/settings/playbook/objections/", {"name": "We build it ourselves"})
    names = list(Objection.objects.filter(workspace=workspace).values_list("name", flat=True))
    assert names == ["It works as it is", "We build it ourselves"]
    for wrong in ("", "a" * 500):
        client.post("/w/granfors/settings/playbook/objections/", {"name": wrong})
    assert Objection.objects.filter(workspace=workspace).count() == 2
    assert client.get("/w/granfors/settings/playbook/magic/").status_code == 404


def test_who_is_erased_leaves_the_objection_without_words(owen, process):
    deal, anna = make_deal(owen), make_person(owen, "Anna", "Berg")
    set_stakeholders(deal, [anna], by=owen)
    raised = raise_objection(deal, by=owen, person=anna, text="Anna's words")
    erase_person(anna, by=owen, typed="Anna Berg")
    raised.refresh_from_db()
    assert raised.text == ""
    kept = FieldChange.objects.filter(workspace=deal.workspace_id, field="objection")
    assert [change.after for change in kept] == ["In their words"]


def test_the_trash_names_an_objection(owen, process):
    price = Objection.objects.create(workspace=owen.workspace, name="Too expensive")
    for known, name in ((price, "Too expensive"), (None, "Objection")):
        raised = raise_objection(make_deal(owen), by=owen, objection=known, text="Twice what we pay")
        assert drop_objection(raised, by=owen).what == name


def test_the_map_says_who_decides_who_is_against_and_who_was_not_met(alice, as_member, process):
    deal = make_deal(alice)
    people = [make_person(alice, first, "Berg") for first in ("Anna", "Bo", "Cia")]
    set_stakeholders(deal, people, by=alice)
    client, address = as_member(alice), f"/w/granfors/deals/{deal.pk}/"
    assert "chart-of-people" not in client.get(address).content.decode()
    set_part(deal, people[0].pk, by=alice, role="decides", stance="for", influence=3)
    set_part(deal, people[1].pk, by=alice, role="blocks", stance="against", influence=None)
    page = client.get(address).content.decode()
    assert "Decides or pays (framed): Anna Berg." in page
    assert "Against us (−): Bo Berg." in page
    assert "Not met yet (dashed): Anna Berg, Bo Berg, Cia Berg." in page
    assert page.count('class="mark ') == 3
