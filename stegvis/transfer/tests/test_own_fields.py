"""Own fields are exported by their key, suggested by their name, and come back as they were."""

import pytest

from stegvis.core.errors import Refused
from stegvis.people.models import Company, Person
from stegvis.people.operations.creating import create_company
from stegvis.testing import builders
from stegvis.transfer.operations.commanding import import_file
from stegvis.transfer.operations.exporting import export_records
from stegvis.transfer.operations.preparing import prepare_import
from stegvis.transfer.operations.receiving import receive_file
from stegvis.transfer.operations.undoing import undo_import
from stegvis.workspaces.models import FieldValue
from stegvis.workspaces.operations.editing import edit_record

CHOICES = [("", "Gold; star"), ("", "Silver, plain")]


def run_import(folder, blocks, name, kind, *, by, **asked):
    """Import a file of these bytes."""
    path = folder / name
    path.write_bytes(b"".join(blocks))
    return import_file(path, kind=kind, by=by, asked=asked or None)


@pytest.fixture
def fields(owen):
    kinds = ("text", "long", "number", "money", "date", "yes_no", "choice", "several", "link", "person", "member")
    return [
        builders.make_field(owen, f"F {kind}", kind, choices=CHOICES if kind in ("choice", "several") else ())
        for kind in kinds
    ]


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
def test_what_is_exported_comes_back_without_loss(owen, alice, fields, shape, tmp_path):
    person = builders.make_person(alice)
    own = {
        "f-text": "=1+1",
        "f-long": "a\n\nb",
        "f-number": "-1234567.25",
        "f-money": {"amount": "1200.50", "currency": "NOK"},
        "f-date": "2026-12-01",
        "f-yes-no": False,
        "f-choice": "1",
        "f-several": ["1", "2"],
        "f-link": "https://a.example/x?y=1",
        "f-person": person.pk,
        "f-member": alice.pk,
    }
    company = create_company(by=owen, name="Ekhamra AB", own=own)
    blocks = list(export_records("companies", shape, by=owen))
    Company.objects.filter(workspace=owen.workspace).update(fields=None)
    FieldValue.objects.filter(workspace=owen.workspace).delete()
    batch = run_import(tmp_path, blocks, f"a.{shape}", "companies", by=owen, duplicates="update")
    assert (batch.updated, batch.rejected) == (1, 0)
    company.refresh_from_db()
    assert company.fields == own
    again = run_import(tmp_path, blocks, f"a.{shape}", "companies", by=owen, duplicates="create")
    made = Company.objects.filter(workspace=owen.workspace).latest("pk")
    assert (again.created, made.fields) == (1, own)
    assert FieldValue.objects.filter(workspace=owen.workspace, record_id=made.pk).count() == 11
    undo_import(again, by=owen)
    assert not FieldValue.objects.filter(workspace=owen.workspace, record_id=made.pk).exists()
    undo_import(batch, by=owen)
    company.refresh_from_db()
    assert company.fields is None


def test_columns_are_suggested_by_name_and_wrong_values_are_said(owen, tmp_path):
    builders.make_field(owen, "Størrelse", "number", of="person")
    builders.make_field(owen, "Newsletter", "choice", of="person", choices=[("", "Weekly")])
    rows = "Name,STORRELSE,newsletter\nOla Nordmann,4,weekly\nKari Nordmann,big,Weekly\nPer Hansen,,Daily\n"
    batch = run_import(tmp_path, [rows.encode()], "a.csv", "people", by=owen)
    assert (batch.created, batch.rejected) == (1, 2)
    assert Person.objects.get(workspace=owen.workspace).fields == {"storrelse": "4", "newsletter": "1"}
    assert set(batch.reasons) == {"not_a_number", "unknown_choice"}


def test_what_a_role_may_not_see_or_change_is_not_handed_out_nor_filled(owen, mia, alice):
    builders.make_field(owen, "Margin", seen_by=["admin"], edited_by=["admin"])
    company = create_company(by=owen, name="Ekhamra AB")
    edit_record(company, {"own:margin": "secret-17"}, by=owen)
    told = b"".join(export_records("companies", "csv", by=mia))
    assert b"secret" not in told
    assert b"margin" not in told
    batch = receive_file([b"Name,Margin\nA AB,5\n"], name="a.csv", kind="companies", by=mia)
    assert prepare_import(batch, {}, by=mia).columns["Margin"].field is None
    with pytest.raises(Refused):
        prepare_import(batch, {"columns": {"Name": "name", "Margin": "own:margin"}}, by=mia)


def test_a_row_without_what_the_workspace_requires_is_refused_by_name_and_updates_are_not(owen, tmp_path):
    known = create_company(by=owen, name="Alnö Gjuteri", external_id="7")
    builders.make_field(owen, "Segment", "text", required=True)
    rows = [b"Number,Name,Segment\n", b"7,Aln\xc3\xb6 Gjuteri,\n", b"8,Dalby Data,\n", b"9,Ek Bygg,Mills\n"]
    batch = run_import(tmp_path, rows, "c.csv", "companies", by=owen)
    made = Company.objects.filter(workspace=owen.workspace).exclude(pk=known.pk)
    assert [(one.name, one.fields) for one in made] == [("Ek Bygg", {"segment": "Mills"})]
    refused = batch.rejected_rows.get()
    assert (refused.code, refused.column) == ("missing_required", "Segment")
