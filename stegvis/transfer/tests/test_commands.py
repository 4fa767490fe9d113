"""Imports and exports by command: what scripts rely on."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from stegvis.deals.models import Deal
from stegvis.transfer.tests.importing import write

FILE = """
    Deal ID,Title,Stage,Value
    D1,Pump,Lead,1000
    D2,Valve,Won,much
"""
COLUMNS = {"Deal ID": "external_id", "Title": "title", "Stage": "stage", "Value": "value"}


@pytest.fixture
def bring(tmp_path, workspace, process):
    """`bring("--dry-run")`: the report of an import of FILE by command."""

    def run(*words: str) -> dict:
        mapping = tmp_path / "mapping.json"
        mapping.write_text(json.dumps({"columns": COLUMNS}))
        out, file = io.StringIO(), str(write(tmp_path, FILE))
        fixed = ("--workspace", workspace.slug, "--kind", "deals", "--mapping", str(mapping), "--format", "json")
        call_command("import_records", file, *fixed, *words, stdout=out)
        return json.loads(out.getvalue())

    return run


def test_the_report_has_the_figures(bring):
    report = bring()
    assert [report[name] for name in ("rows", "created", "updated", "skipped", "rejected")] == [2, 1, 0, 0, 1]
    assert (report["reasons"], report["examples"][0]["row"]) == ({"not_a_number": 1}, 3)
    assert report["seconds"] > 0
    assert (report["mapping_suggested"], report["mapping"]["stages"]) == (False, {"Lead": "Lead", "Won": "Won"})


def test_a_dry_run_keeps_nothing(bring, workspace):
    assert bring("--dry-run")["created"] == 1
    assert not Deal.objects.filter(workspace=workspace).exists()


def test_a_member_is_asked_for_its_permission(bring, owen, alice, charlie):
    assert bring("--as", owen.email)["created"] == 1
    for member in (alice, charlie):
        with pytest.raises(CommandError):
            bring("--as", member.email)


def test_an_unknown_workspace_or_file_is_said_so(tmp_path, workspace, db):
    for slug, path in (("nowhere", __file__), (workspace.slug, tmp_path / "missing.csv")):
        with pytest.raises(CommandError):
            call_command("import_records", str(path), "--workspace", slug, "--kind", "deals")


def test_an_export_goes_to_a_file_that_is_whole_or_not_there(bring, tmp_path, workspace):
    bring()
    path = tmp_path / "deals.json"
    call_command(
        "export_records", "--workspace", workspace.slug, "--kind", "deals", "--format", "json", "--output", str(path)
    )
    assert [deal["external_id"] for deal in json.loads(path.read_text())] == ["D1"]
    assert [one.name for one in tmp_path.glob(".*")] == []
