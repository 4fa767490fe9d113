"""Drawings as files: from the page and by the command."""

import io
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image
from python_calamine import CalamineWorkbook

from stegvis.processes.flowing import elk
from stegvis.processes.models import FlowLayout, Process
from stegvis.processes.operations.adopting import adopt_template
from stegvis.processes.operations.laying_out import drop_old_layouts
from stegvis.testing.builders import days_ago


@pytest.fixture
def simple(mia, workspace) -> Process:
    return adopt_template(workspace, "simple-b2b", by=mia, language="en")


def address(process: Process, way: str, kind: str) -> str:
    return reverse("processes:file", args=[process.workspace.slug, process.pk, way, kind])


def test_a_page_of_paper_and_a_picture_come_out(simple, alice, as_member):
    browser = as_member(alice)
    pdf = browser.get(address(simple, "buyer", "pdf"))
    assert pdf.content.startswith(b"%PDF")
    assert pdf.content.count(b"/Type /Page\n") + pdf.content.count(b"/Type /Page/") <= 1
    picture = Image.open(BytesIO(browser.get(address(simple, "checklist", "png")).content))
    assert picture.width > 800


def test_svg_mermaid_and_a_spreadsheet_hold_the_stages(simple, alice, as_member):
    browser = as_member(alice)
    svg = browser.get(address(simple, "flowchart", "svg"))
    assert svg["Content-Type"] == "image/svg+xml"
    assert "attachment" in svg["Content-Disposition"]
    assert "Contacted" in svg.content.decode()
    assert browser.get(address(simple, "flowchart", "mermaid")).content.decode().startswith("flowchart LR")
    sheet = CalamineWorkbook.from_filelike(BytesIO(browser.get(address(simple, "checklist", "xlsx")).content))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert any("Look up the company" in str(row) for row in rows)


@pytest.mark.parametrize(
    ("way", "kind"), [("map", "mermaid"), ("map", "exe"), ("nothing", "svg"), ("flowchart", "xlsx")]
)
def test_other_kinds_are_not_there(way, kind, simple, alice, as_member):
    assert as_member(alice).get(address(simple, way, kind)).status_code == 404


def test_a_layout_is_made_once_and_forgotten_after_months(simple, alice, as_member, monkeypatch):
    page = reverse("processes:flowchart", args=[simple.workspace.slug, simple.pk])
    assert as_member(alice).get(page).content.decode().count("<svg xmlns") == 2
    assert FlowLayout.objects.count() == 2
    monkeypatch.setattr(elk.shutil, "which", lambda name: None)
    assert as_member(alice).get(page).content.decode().count("<svg xmlns") == 2
    FlowLayout.objects.update(made_at=days_ago(100))
    assert drop_old_layouts() == 2
    text = as_member(alice).get(page).content.decode()
    assert "Node.js is missing" in text
    assert "<dt>Contacted</dt>" in text
    assert as_member(alice).get(address(simple, "flowchart", "svg")).status_code == 503


def test_other_versions_have_their_drawings_and_wrong_numbers_none(simple, alice, as_member):
    page = reverse("processes:buyer", args=[simple.workspace.slug, simple.pk])
    assert as_member(alice).get(f"{page}?version=1").status_code == 200
    for wrong in ("2", "x", "9" * 40, "-1", "%00"):
        assert as_member(alice).get(f"{page}?version={wrong}").status_code == 404


def test_the_command_writes_the_same(simple, tmp_path, capsysbinary):
    asked = {"workspace": simple.workspace.slug, "process": str(simple.pk), "drawing": "map"}
    call_command("export_process", format="svg", output=tmp_path / "map.svg", **asked)
    assert "Contacted" in (tmp_path / "map.svg").read_text()
    call_command("export_process", format="json", output=tmp_path / "process.json", **asked)
    assert '"stages"' in (tmp_path / "process.json").read_text()
    for wrong in ({"process": "No such"}, {"workspace": "nowhere"}, {"format": "mermaid"}):
        with pytest.raises(CommandError):
            call_command("export_process", stdout=io.StringIO(), **{"format": "svg", **asked, **wrong})
