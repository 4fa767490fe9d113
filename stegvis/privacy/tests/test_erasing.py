"""Who is erased leaves figures and no trace: every text column of the database is searched afterwards."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from stegvis.core.append_only import Tombstone
from stegvis.core.errors import Refused
from stegvis.deals.operations.editing import set_stakeholders
from stegvis.insights.models import KeptResult
from stegvis.people.jobs import look_for_duplicates
from stegvis.people.models import Consent, Person
from stegvis.people.operations.consenting import record_consent
from stegvis.people.operations.creating import create_company, create_person
from stegvis.people.operations.editing import edit_person
from stegvis.people.operations.merging import merge_people
from stegvis.privacy.operations.erasing import erase_person
from stegvis.privacy.queries.preview import preview_of
from stegvis.testing import builders
from stegvis.testing.jobs import run_jobs
from stegvis.timeline.models import EntryPlace, StoredFile, Task, TimelineEntry
from stegvis.transfer.models import RejectedRow
from stegvis.transfer.tests.importing import bring
from stegvis.workspaces.models import AuditEntry, Notice
from stegvis.workspaces.operations.deleting import delete_records, restore_deletion

TRACES = ("wiśniewska", "wi\\u015bniewska", "zofia", "zofia.w@firma.example", "+48221234567", "22 123 45 67")


def texts() -> list[tuple[str, str, str]]:
    """Every value of every column of every table that could hold text: (table, column, text)."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found += [(table, name, str(value)) for name, value in zip(columns, row, strict=True) if value]
    return found


def traces() -> list[tuple[str, str, str]]:
    """Where one of the person's words still stands."""
    return [one for one in texts() if any(trace in one[2].casefold() for trace in TRACES)]


@pytest.fixture
def zofia(owen) -> Person:
    """A person with a bit of everything."""
    company = create_company(by=owen, name="Firma")
    person = create_person(
        by=owen,
        first_name="Zofia",
        last_name="Wiśniewska",
        emails=["Zofia.W@firma.example"],
        phones=["+48221234567"],
        company=company,
        external_id="zofia-7",
        tags=["fair"],
        description="Zofia Wiśniewska is the boss",
    )
    edit_person(person, {"job_title": "Boss Zofia"}, by=owen)
    record_consent(person, "email", by=owen, given=True, source="Card of Zofia Wiśniewska")
    return person


def add_entry(owen, text: str, **places) -> TimelineEntry:
    entry = TimelineEntry.objects.create(
        workspace=owen.workspace, kind="note", text=text, by=owen, facts={"minutes": 5}
    )
    for name, record in places.items():
        EntryPlace.objects.create(workspace=owen.workspace, entry=entry, kind="note", at=entry.at, **{name: record})
    return entry


def test_no_trace_is_left_and_the_figures_stay(owen, zofia, process, tmp_path):
    deal = builders.make_deal(owen, "Machine for Zofia Wiśniewska")
    set_stakeholders(deal, [zofia], by=owen)
    only = add_entry(owen, "Zofia likes tea", person=zofia)
    older = TimelineEntry.objects.create(workspace=owen.workspace, kind="note", text="Zofia", by=owen)
    newer = TimelineEntry.objects.create(workspace=owen.workspace, kind="note", text="Zofia!", by=owen, replaces=older)
    EntryPlace.objects.create(workspace=owen.workspace, entry=newer, kind="note", at=newer.at, person=zofia)
    shared = add_entry(owen, "Called Zofia about it", person=zofia, deal=deal)
    mention = add_entry(owen, "ask ZOFIA.W@firma.example or 22 123 45 67", deal=deal)
    StoredFile.objects.create(
        workspace=owen.workspace, entry=only, name="Zofia.pdf", type="x", size=1, digest="d", place="none/zofia.pdf"
    )
    task = Task.objects.create(workspace=owen.workspace, title="Call Zofia", note="Zofia", person=zofia, assignee=owen)
    KeptResult.objects.create(workspace=owen.workspace, report="forecast", key="k", body={"note": "Ask Zofia"})
    Notice.objects.create(workspace=owen.workspace, member=owen, act="x", facts={"who": "Wiśniewska, Zofia"})
    batch = bring(tmp_path, "people", "First name,Last name,Email\nZofia,Wiśniewska,zofia.w@firma.example\n", by=owen)
    RejectedRow.objects.create(
        workspace=owen.workspace, of_import=batch, row=9, code="x", cells=["Zofia", "zofia.w@firma.example"]
    )
    restore_deletion(delete_records([zofia], by=owen), by=owen)
    look_for_duplicates.call()
    zofia.refresh_from_db()
    before = preview_of(zofia)
    assert (before.only, before.blackened, before.tasks, before.consents) == (2, 1, 1, 1)

    erasure = erase_person(zofia, by=owen, typed="zofia wiśniewska")
    run_jobs()

    assert traces() == []
    erasure.refresh_from_db()
    assert erasure.finished_at
    assert erasure.words == []
    zofia.refresh_from_db()
    assert (zofia.name, zofia.erased_at is not None, zofia.company_id) == ("Erased person", True, None)
    assert deal.stakeholders.count() == 1
    shared.refresh_from_db()
    mention.refresh_from_db()
    assert (shared.text, shared.facts) == ("Erased", {"minutes": 5})
    assert "█" in mention.text
    assert not TimelineEntry.objects.filter(workspace=owen.workspace, pk__in=[only.pk, older.pk, newer.pk]).exists()
    task.refresh_from_db()
    assert task.title == "Erased"
    assert not [path for path in Path(tmp_path).rglob("*.kept") if path.exists()]
    assert Tombstone.objects.filter(workspace=owen.workspace).exists()
    told = AuditEntry.objects.get(workspace=owen.workspace, act="person_erased")
    assert told.detail == {"person": zofia.pk}


def test_whom_the_person_was_merged_of_is_erased_too(owen, zofia):
    twin = create_person(by=owen, first_name="Zofia", last_name="Wiśniewska-Nowak", emails=["zofia.w@firma.example"])
    merge_people(twin, zofia, by=owen)
    erase_person(twin, by=owen, typed=twin.name)
    run_jobs()
    assert traces() == []


def test_words_that_mean_others_too_stay_where_those_are(owen, zofia):
    other = create_person(by=owen, first_name="Zofia", last_name="Wiśniewska", phones=["+48221234567"])
    entry = add_entry(owen, "Zofia Wiśniewska, +48221234567", person=other)
    assert preview_of(zofia).shared
    erase_person(zofia, by=owen, typed="Zofia Wiśniewska")
    run_jobs()
    other.refresh_from_db()
    entry.refresh_from_db()
    assert other.name == "Zofia Wiśniewska"
    assert entry.text == "Zofia Wiśniewska, +48221234567"
    assert other.contact_points.count() == 1


def test_erasing_asks_for_the_name_and_the_right(owen, alice, vera, charlie, zofia):
    with pytest.raises(Refused):
        erase_person(zofia, by=owen, typed="Zofia")
    for member in (alice, vera, charlie):
        with pytest.raises(PermissionDenied):
            erase_person(zofia, by=member, typed="Zofia Wiśniewska")
    assert Consent.objects.filter(workspace=owen.workspace).count() == 1
    erase_person(zofia, by=owen, typed="Zofia Wiśniewska")
    with pytest.raises(Refused):
        erase_person(zofia, by=owen, typed="Erased person")
