"""Drawings as files: from the page and by the command."""

import io
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image
from python_calamine import CalamineWorkbook

from stegvis.processes import running
from stegvis.processes.acts.stages import new_stage
from stegvis.processes.bodies import body_of
from stegvis.processes.flowing import elk
from stegvis.processes.models import FlowLayout, Process
from stegvis.processes.operations import laying_out
from stegvis.processes.operations.adopting import adopt_template
from stegvis.processes.operations.drafting import found_draft
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


def test_a_layout_that_failed_is_tried_again_after_longer_and_longer_rests(simple, alice, as_member, monkeypatch):
    asked: list = []
    monkeypatch.setattr(elk, "run", lambda *args: asked.append(args) or b"damaged")
    page = reverse("processes:flowchart", args=[simple.workspace.slug, simple.pk])
    tried = []
    for passed in (0, 1, 20, 40, 90):
        monkeypatch.setattr(laying_out, "now", lambda passed=passed: 1_000.0 + passed)
        assert "Node.js is missing" in as_member(alice).get(page).content.decode()
        tried.append(len(asked))
    assert tried == [1, 1, 2, 2, 3]


def test_while_one_drawing_is_made_others_are_told_to_wait(simple, alice, as_member, monkeypatch):
    monkeypatch.setattr(running, "WAIT", 0.01)
    page = reverse("processes:flowchart", args=[simple.workspace.slug, simple.pk])
    with running.TURN:
        text = as_member(alice).get(page).content.decode()
        assert "Another drawing is being made right now" in text
        assert "<dt>Contacted</dt>" in text
        assert as_member(alice).get(address(simple, "map", "pdf")).status_code == 503
    assert as_member(alice).get(page).content.decode().count("<svg xmlns") == 2


def test_the_draft_of_a_process_that_never_ran_is_drawn_for_those_who_may_change_it(mia, alice, workspace, as_member):
    process = found_draft(workspace, body_of("Fresh", "", [], [new_stage("open", "Only one")]), by=mia).process
    for way in ("process", "buyer", "flowchart", "checklist"):
        page = reverse(f"processes:{way}", args=[workspace.slug, process.pk]) + "?draft=1"
        designer = reverse("processes:draft", args=[workspace.slug, process.pk]) + f"?drawing={way}"
        assert f'href="{page}"' in as_member(mia).get(designer).content.decode()
        assert "Only one" in as_member(mia).get(page).content.decode()
        assert as_member(alice).get(page).status_code == 403
    assert as_member(mia).get(address(process, "map", "svg") + "?draft=1").status_code == 200
    assert as_member(alice).get(page.partition("?")[0]).status_code == 404


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
