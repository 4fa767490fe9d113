"""Any fragment of three letters finds what one may see, and nothing else."""

import pytest

from stegvis.core.search.indexing import rebuild, refresh
from stegvis.core.search.results import search
from stegvis.core.search.rows import SearchMark, SearchRow
from stegvis.people.models import Address, ContactPoint
from stegvis.testing.builders import make_company, make_deal, make_person, make_team
from stegvis.timeline.models import EntryPlace, StoredFile, Task, TimelineEntry
from stegvis.workspaces.models import Deletion


def titles(member, typed: str, only: str = "") -> list[str]:
    return [row.found.title for row in search(member, typed, only=only).rows]


def make_note(home, text: str, **fields) -> TimelineEntry:
    entry = TimelineEntry.objects.create(workspace=home.workspace, kind="note", text=text, **fields)
    EntryPlace.objects.create(
        workspace=home.workspace, entry=entry, kind="note", at=entry.at, **{home._meta.model_name: home}
    )
    return entry


def point(kind: str, value: str, **holder) -> ContactPoint:
    workspace = next(iter(holder.values())).workspace
    return ContactPoint.objects.create(workspace=workspace, kind=kind, value=value, key=value, **holder)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("odz", "Łódzkie Zakłady"),
        ("ŁÓDZKIE", "Łódzkie Zakłady"),
        ("zaklady lodz", "Łódzkie Zakłady"),
        ("lo", "Łódzkie Zakłady"),
        ("l", "Łódzkie Zakłady"),
        ("smørre", "Smorrebrod ApS"),
        ("gtxpro", "GTX-Pro"),
        ("GTX pro", "GTX-Pro"),
        ("556012-57", "GTX-Pro"),
        ("5560125790", "GTX-Pro"),
        ("070-123", "GTX-Pro"),
        ("+46 70", "GTX-Pro"),
        ("0046 70 123", "GTX-Pro"),
        ("info@gtx", "GTX-Pro"),
        ("gtx.example", "GTX-Pro"),
        ("malmo", "GTX-Pro"),
        ("100%", "Smorrebrod ApS"),
    ],
)
def test_companies_are_found_by_fragments_of_name_number_and_town(alice, typed, expected):
    make_company(alice, "Łódzkie Zakłady")
    make_company(alice, "Smorrebrod ApS", external_id="100%_x")
    company = make_company(alice, "GTX-Pro", registration_number="556012-5790")
    point("phone", "+46701234567", company=company)
    point("email", "info@gtx.example", company=company)
    Address.objects.create(workspace=alice.workspace, company=company, city="Malmö")
    assert expected in titles(alice, typed)


@pytest.mark.parametrize(
    "typed", ["", " ", "%", "___", '"', "'; --", "\x00", "x" * 10_000, "💥💥💥", "a OR b", "NEAR(", "%%%"]
)
def test_whatever_is_typed_is_only_looked_for(alice, typed):
    make_company(alice, "Granfors")
    assert titles(alice, typed) == []


def test_notes_files_tasks_people_and_deals_are_found(alice):
    company = make_company(alice, "Ekhamra")
    deal = make_deal(alice, "Load control", company=company, external_id="PO-991")
    person = make_person(alice, "Anders", "Ek", job_title="Head of purchase")
    note = make_note(deal, "They want the blue crane before Easter.")
    StoredFile.objects.create(workspace=alice.workspace, entry=note, name="Ritning-7.pdf", type="x", size=1)
    Task.objects.create(workspace=alice.workspace, title="Send the drawing", deal=deal, assignee=alice)
    point("email", "anders.ek@ekhamra.example", person=person)
    assert titles(alice, "ekhamra") == ["Ekhamra", "Anders Ek", "Load control"]
    assert titles(alice, "po991") == ["Load control"]
    assert titles(alice, "purchase") == ["Anders Ek"]
    assert titles(alice, "blue crane") == ["They want the blue crane before Easter."]
    assert titles(alice, "ritning") == ["Ritning-7.pdf"]
    assert titles(alice, "the drawing") == ["Send the drawing"]
    assert titles(alice, "ekhamra", only="deal") == ["Load control"]
    company.name = "Renamed"
    company.save(update_fields=["name"])
    assert titles(alice, "renamed", only="deal") == ["Load control"]


def test_a_correction_is_found_in_place_of_what_it_corrects_and_a_withdrawn_note_not_at_all(alice):
    deal = make_deal(alice)
    first = make_note(deal, "wrong number")
    assert titles(alice, "wrong") == ["wrong number"]
    second = TimelineEntry.objects.create(workspace=alice.workspace, kind="note", text="right number", replaces=first)
    EntryPlace.objects.filter(workspace=alice.workspace, entry=first).update(entry=second)
    assert titles(alice, "number") == ["right number"]
    third = TimelineEntry.objects.create(workspace=alice.workspace, kind="note", replaces=second, withdrawn=True)
    EntryPlace.objects.filter(workspace=alice.workspace, entry=second).update(entry=third)
    assert titles(alice, "number") == []


def test_what_one_may_not_see_is_not_found(alice, bob, vera, mia, charlie):
    company = make_company(alice, "Hidden Oak", private=True)
    deal = make_deal(alice, "Oak deal", company=company, private=True)
    make_person(alice, "Oak", "Person", private=True)
    note = make_note(deal, "oak on the timeline")
    StoredFile.objects.create(workspace=alice.workspace, entry=note, name="oak.pdf", type="x", size=1)
    Task.objects.create(workspace=alice.workspace, title="Oak task", deal=deal, assignee=alice)
    open_deal = make_deal(alice, "Open deal", company=company)
    assert len(titles(alice, "oak")) == 6
    for stranger in (bob, vera, mia, charlie):
        assert titles(stranger, "oak") == [], stranger
    assert titles(bob, "open") == ["Open deal"]
    deal.named.add(bob)
    assert set(titles(bob, "oak")) == {"Oak deal", "oak on the timeline", "oak.pdf", "Oak task"}
    assert "Hidden" not in " ".join(row.found.detail for row in search(bob, "open").rows)
    assert open_deal.company_id == company.pk


def test_a_role_that_sees_its_team_finds_its_teams(alice, bob, mia):
    alice.workspace.grants = {"seller": {"see": "team"}}
    alice.workspace.save()
    make_team(alice.workspace, "North", alice, mia)
    make_company(mia, "Team Birch")
    make_company(bob, "Other Birch")
    make_company(alice, "Own Birch")
    alice.refresh_from_db()
    assert set(titles(alice, "birch")) == {"Team Birch", "Own Birch"}


def test_deleted_records_are_not_found_and_restored_ones_are(alice):
    company = make_company(alice, "Granfors Bruk")
    deletion = Deletion.objects.create(workspace=alice.workspace, what="x")
    assert titles(alice, "granf") == ["Granfors Bruk"]
    company.deletion = deletion
    company.save(update_fields=["deletion"])
    assert titles(alice, "granf") == []
    company.deletion = None
    company.save(update_fields=["deletion"])
    assert titles(alice, "granf") == ["Granfors Bruk"]


def test_the_nearest_comes_first(alice):
    names = ["Northvolvox", "The Volvo shop", "Volvo", "Volvo Cars"]
    for name in names:
        make_company(alice, name)
    company = make_company(alice, "Something")
    point("domain", "volvo.example", company=company)
    assert titles(alice, "volvo") == ["Volvo", "Volvo Cars", "The Volvo shop", "Northvolvox", "Something"]


def test_many_newer_ones_do_not_hide_what_is_called_so(alice):
    make_company(alice, "Steg")
    make_note(make_deal(alice, "A deal"), "all about steg")
    for number in range(250):
        make_company(alice, f"Another stegvis {number}")
    found = search(alice, "steg")
    assert found.rows[0].found.title == "Steg"
    assert found.counts["entry"] == 1
    assert found.capped


def test_a_search_asks_few_queries(alice, django_assert_max_num_queries):
    for number in range(20):
        make_deal(alice, f"Deal {number}", company=make_company(alice, f"Deal company {number}"))
    search(alice, "deal")
    with django_assert_max_num_queries(9):
        search(alice, "deal")


def snapshot(workspace) -> list[tuple]:
    rows = SearchRow.objects.filter(workspace=workspace).order_by("id")
    return list(rows.values_list("id", "part", "record_id", "name", "text"))


def test_rebuilding_changes_nothing_and_mends_what_was_broken_by_hand(alice):
    company = make_company(alice, "Granfors")
    make_deal(alice, "Load control", company=company)
    make_person(alice)
    refresh(alice.workspace_id, 1000)
    kept = snapshot(alice.workspace)
    assert len(kept) == 3
    assert not SearchMark.objects.filter(workspace=alice.workspace).exists()
    assert rebuild(alice.workspace_id) == 3
    assert snapshot(alice.workspace) == kept
    SearchRow.objects.filter(workspace=alice.workspace).first().delete()
    SearchRow.objects.create(workspace=alice.workspace, id=kept[0][0] + 999, part=kept[0][1], record_id=999, text=" x")
    rebuild(alice.workspace_id)
    assert snapshot(alice.workspace) == kept
