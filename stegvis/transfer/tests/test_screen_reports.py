"""The last step: the worker's progress, the report, rows to mend, and the way back."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from stegvis.deals.models import Deal
from stegvis.deals.operations.editing import edit_deal
from stegvis.people.models import Company
from stegvis.testing.jobs import run_jobs
from stegvis.transfer.keeping import folder
from stegvis.transfer.models import Import, State
from stegvis.transfer.operations import importing
from stegvis.transfer.operations.starting import remove_unused
from stegvis.transfer.tests.screen import DEALS, Wizard

pytestmark = pytest.mark.django_db


@pytest.fixture
def wizard(as_member, mia, alice, process) -> Wizard:
    return Wizard(as_member(mia), mia)


@pytest.fixture
def imported(wizard) -> Wizard:
    """A file of three deals that has come in but for one row."""
    wizard.upload()
    wizard.choose_columns()
    wizard.start()
    run_jobs()
    return wizard


def rejected_rows(wizard: Wizard) -> bytes:
    return b"".join(wizard.get("rejected-rows").streaming_content)


def test_until_the_worker_comes_the_page_says_so_and_asks_again(wizard):
    wizard.upload()
    wizard.choose_columns()
    assert wizard.start().headers["Location"].endswith("/report/")
    page = wizard.get("report").content.decode()
    assert "The import is about to begin" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Look again" in page


def test_the_report_says_what_came_of_every_row(imported):
    batch = imported.batch
    assert (batch.state, batch.created, batch.rejected) == (State.DONE, 2, 1)
    page = imported.get("report").content.decode()
    assert "“oops” in “Value” is not a number." in page
    assert "Get the 1 row to mend" in page
    assert "every 2s" not in page
    assert "3,500" in page


def test_mended_rows_sent_again_map_by_themselves_and_nothing_comes_twice(imported, workspace):
    content = rejected_rows(imported)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Deal ID", "Title", "Company", "Value", "Stage", "Owner", "Why it was not taken"]
    assert rows[1][:4] == ["2", "Alarms", "Kiln", "oops"]
    imported.upload(content.replace(b"oops", b"700"), "mended.csv", kind="deals")
    assert "Matched as in “deals.csv”" in imported.get("columns").content.decode()
    imported.choose_columns()
    imported.start()
    run_jobs()
    assert (imported.batch.created, imported.batch.rejected) == (1, 0)
    assert sorted(Deal.objects.filter(workspace=workspace).values_list("amount", flat=True)) == [700, 1000, 2500]


def test_formulas_among_rejected_rows_are_made_harmless_and_come_back_whole(wizard, workspace):
    wizard.upload(b"Title;Value;Stage\n=HYPERLINK(1);oops;Lead\n-12;oops;Lead\n")
    wizard.choose_columns()
    wizard.start()
    run_jobs()
    content = rejected_rows(wizard)
    assert b"'=HYPERLINK(1)" in content
    wizard.upload(content.replace(b"oops", b"5"), "mended.csv")
    wizard.choose_columns()
    wizard.start()
    run_jobs()
    assert {deal.title for deal in Deal.objects.filter(workspace=workspace)} == {"=HYPERLINK(1)", "-12"}


def test_a_whole_import_is_taken_back(imported, workspace):
    page = imported.get("report").content.decode()
    assert "Undo takes back everything this import made: 2 deals, 1 company, 0" not in page
    assert "Undo takes back everything this import made: 2 deals, 1 company." in page
    assert imported.post("undoing").status_code == 303
    assert "being taken back" in imported.get("report").content.decode()
    run_jobs()
    assert imported.batch.state == State.UNDONE
    assert Deal.objects.filter(workspace=workspace).count() == 0
    assert Company.objects.filter(workspace=workspace).count() == 0
    assert "Nothing of it is left." in imported.get("report").content.decode()


def test_what_people_worked_on_since_is_kept_and_said_so(imported, alice, workspace):
    deal = Deal.objects.get(workspace=workspace, external_id="1")
    edit_deal(deal, {"title": "Load control, second try"}, by=alice)
    assert "1 that was changed since is kept." in imported.get("report").content.decode()
    imported.post("undoing")
    run_jobs()
    assert [one.title for one in Deal.objects.filter(workspace=workspace)] == ["Load control, second try"]


def test_only_an_import_that_has_ended_can_be_undone(wizard):
    wizard.upload()
    wizard.post("undoing")
    assert wizard.batch.state == State.UPLOADED


def test_an_import_that_stopped_says_why_and_goes_on(wizard, monkeypatch):
    wizard.upload()
    wizard.choose_columns()
    wizard.start()
    whole = importing.Engine.step

    def broken(engine) -> bool:
        raise ValueError("the disk is full")

    monkeypatch.setattr(importing.Engine, "step", broken)
    run_jobs()
    page = wizard.get("report").content.decode()
    assert wizard.batch.state == State.FAILED
    assert "the disk is full" in page
    assert "It can go on from there" in page
    monkeypatch.setattr(importing.Engine, "step", whole)
    wizard.post("continuation")
    run_jobs()
    assert (wizard.batch.state, wizard.batch.created) == (State.DONE, 2)


def test_a_job_that_runs_twice_imports_once(wizard, workspace):
    from stegvis.transfer.jobs import import_part

    wizard.upload()
    wizard.choose_columns()
    wizard.start()
    import_part.enqueue(workspace_id=workspace.pk, import_id=wizard.batch.pk)
    run_jobs()
    assert Deal.objects.filter(workspace=workspace).count() == 2
    assert wizard.batch.created == 2


def test_an_import_that_has_begun_cannot_be_changed(imported):
    for step in ("file", "columns", "values"):
        assert imported.get(step).headers["Location"].endswith("/report/")
    for step in ("file", "columns", "values", "trials", "runs"):
        assert imported.post(step).headers["Location"].endswith("/report/")
    imported.post("deletion")
    assert imported.batch.state == State.DONE


def test_files_nobody_used_for_a_month_go_and_reports_stay(imported, wizard):
    wizard.upload(DEALS + b"4;Later;Ekhamra;1;Lead;Alice\n")
    draft, done = wizard.batch, Import.objects.filter(workspace=wizard.member.workspace).earliest("pk")
    assert remove_unused() == 0
    assert remove_unused(timezone.now() + timedelta(days=31)) == 2
    assert not (folder() / draft.path).exists()
    assert not (folder() / done.path).exists()
    assert wizard.batch == done
    assert "Get the 1 row to mend" in wizard.get("report").content.decode()


@pytest.mark.parametrize("step", ["file", "columns", "values"])
def test_a_step_asks_the_database_little(wizard, django_assert_max_num_queries, step):
    wizard.upload()
    wizard.choose_columns()
    wizard.get("values")
    address = wizard.address(step)
    with django_assert_max_num_queries(12):
        wizard.client.get(address)


def test_report_and_data_ask_the_database_little(imported, django_assert_max_num_queries):
    for address in (imported.address("report"), f"{imported.base}/settings/data/"):
        with django_assert_max_num_queries(12):
            imported.client.get(address)
