"""Whatever writes a record, the index is what a rebuild would make of it."""

import random

from stegvis.core.search.indexing import rebuild, refresh
from stegvis.core.search.rows import SearchRow
from stegvis.deals.operations.editing import edit_deal
from stegvis.pages.findable import shared
from stegvis.people.models import Company, Person
from stegvis.people.operations.contacting import set_contact_points
from stegvis.people.operations.creating import create_company, create_person
from stegvis.people.operations.editing import edit_company, edit_person
from stegvis.people.operations.merging import merge_companies, undo_merge
from stegvis.testing.builders import make_deal
from stegvis.timeline.operations.correcting import correct_entry, restore_entry, withdraw_entry
from stegvis.timeline.operations.writing import write_note
from stegvis.transfer.tests.importing import bring
from stegvis.workspaces.operations.deleting import delete_records, restore_deletion

FILE = """
    Name;Domain;City
    Granfors;granfors.example;Malmö
    Ekhamra;ekhamra.example;Łódź
"""


def snapshot(workspace) -> set[tuple]:
    rows = SearchRow.objects.filter(workspace=workspace)
    return set(rows.values_list("id", "part", "record_id", "name", "text"))


def expect_in_step(workspace) -> None:
    """Marks alone lead to what a rebuild from nothing makes."""
    while refresh(workspace.pk, 100):
        pass
    kept = snapshot(workspace)
    SearchRow.objects.filter(workspace=workspace).delete()
    rebuild(workspace.pk)
    assert kept == snapshot(workspace)


def test_every_way_of_writing_leaves_the_index_in_step(owen, process, tmp_path):
    workspace = owen.workspace
    company = create_company(by=owen, name="Ström", domains=["strom.example"], phones=["+46701234567"])
    other = create_company(by=owen, name="Strom AB", address={"city": "Lund"}, emails=["a@strom.example"])
    person = create_person(by=owen, first_name="Åsa", emails=["asa@strom.example"], company=company)
    deal = make_deal(owen, "Load control", process=process, company=company)
    expect_in_step(workspace)
    edit_company(company, {"name": "Renamed"}, by=owen)
    edit_person(person, {"job_title": "Buyer"}, by=owen)
    edit_deal(deal, {"title": "Load control II", "company": other}, by=owen)
    set_contact_points(company, "phone", [], by=owen)
    expect_in_step(workspace)
    note = write_note(deal, "they want cranes", by=owen)
    newer = correct_entry(note, by=owen, text="they want lifts")
    gone = withdraw_entry(newer, by=owen)
    expect_in_step(workspace)
    restore_entry(gone, by=owen)
    expect_in_step(workspace)
    merge = merge_companies(company, other, by=owen)
    expect_in_step(workspace)
    undo_merge(merge, by=owen)
    expect_in_step(workspace)
    deletion = delete_records([company], by=owen)
    expect_in_step(workspace)
    restore_deletion(deletion, by=owen)
    bring(tmp_path, "companies", FILE, by=owen)
    expect_in_step(workspace)
    assert len(snapshot(workspace)) == 7


def test_any_order_of_changes_leaves_the_index_in_step(owen):
    chance = random.Random(36)
    for step in range(30):
        companies = list(Company.objects.filter(workspace=owen.workspace))
        act = chance.choice(["make", "rename", "reach", "person", "private", "drop"])
        if act == "make" or not companies:
            create_company(by=owen, name=f"Ögon {step}")
        elif act == "rename":
            edit_company(chance.choice(companies), {"name": f"Łukas {step}"}, by=owen)
        elif act == "reach":
            set_contact_points(chance.choice(companies), "domain", [f"d{step}.example"], by=owen)
        elif act == "person":
            create_person(by=owen, first_name=f"P{step}", company=chance.choice(companies))
        elif act == "private":
            Company.objects.filter(workspace=owen.workspace, pk=chance.choice(companies).pk).update(private=True)
        else:
            Person.objects.filter(workspace=owen.workspace, first_name__endswith="3").delete()
        if step % 10 == 9:
            expect_in_step(owen.workspace)


def test_a_rebuild_walks_through_all_records_some_at_a_time(owen, monkeypatch):
    monkeypatch.setattr(shared, "AT_ONCE", 2)
    made = [create_company(by=owen, name=f"Company {number}") for number in range(5)]
    delete_records([made[1]], by=owen)
    assert list(shared.all_ids(Company, owen.workspace_id)) == [company.pk for company in made]
