"""The first step: files of all sorts, what is understood of them, and how that is corrected."""

import io
import zipfile

import pytest

from stegvis.transfer.keeping import folder
from stegvis.transfer.models import Import
from stegvis.transfer.tests.screen import DEALS, Wizard

pytestmark = pytest.mark.django_db
POLISH = "Szansa - ID;Szansa - Tytuł;Szansa - Wartość;Szansa - Etap\n1;Łódź;1 000,50;Lead\n2;Kłos;2 000;Wygrana\n"
TWO_WAYS = b"Deal ID;Title;Stage;Close date\n1;Load control;Won;05/06/2026\n2;Alarms;Won;06/05/2026\n"


@pytest.fixture
def wizard(as_member, mia, process) -> Wizard:
    return Wizard(as_member(mia), mia)


def kept_files() -> set[str]:
    return {path.name for path in folder().iterdir()}


def bomb() -> bytes:
    """A workbook of 300 megabytes of nothing in less than one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "empty.csv", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "picture.csv", "This is not a table"),
        (b"a;b\n1;\x002\n" * 50, "nul.csv", "Save it as CSV or XLSX"),
        (b"PK\x03\x04 no archive at all", "broken.xlsx", "The workbook is damaged"),
        (b"Title;Value\n", "head.csv", "no rows below it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.xls", "old Excel"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words_and_not_kept(wizard, content, name, words):
    before = kept_files()
    answer = wizard.upload(content, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert kept_files() == before
    assert Import.objects.filter(workspace=wizard.member.workspace).count() == 0


def test_a_workbook_that_would_fill_the_memory_is_refused(wizard):
    answer = wizard.upload(bomb(), "bomb.xlsx")
    assert answer.status_code == 422
    assert "too large" in answer.content.decode()


def test_a_file_above_the_limit_is_not_taken_in(wizard, settings):
    settings.UPLOAD_LIMIT_MB = 1
    answer = wizard.upload(b"Title;Value\n" + b"Load control;1000\n" * 100_000)
    assert answer.status_code == 422
    assert "larger than 1 MB" in answer.content.decode()
    assert Import.objects.filter(workspace=wizard.member.workspace).count() == 0


def test_an_upload_from_another_site_is_refused(mia):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mia.user)
    assert Wizard(strict, mia).upload().status_code == 403


def test_markup_and_formulas_in_headers_and_cells_stay_text(wizard):
    wizard.upload(b"Title;<script>alert(1)</script>;Stage\n<img src=x onerror=y>;=1+1;Lead\nb;c;Lead\n")
    for step in ("file", "columns"):
        page = wizard.get(step).content.decode()
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
        assert "=1+1" in page


def test_a_header_of_ten_thousand_letters_fits_on_the_page(wizard):
    long = "x" * 10_000
    wizard.upload(f"Title;{long};Stage\na;b;Lead\nc;d;Lead\n".encode())
    assert long not in wizard.get("file").content.decode()
    assert wizard.choose_columns(**{long: "value"}).status_code == 303
    wizard.start()
    assert wizard.batch.state == "running"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (DEALS, "deals"),
        (b"Case;Stage;Time\n1;Lead;2026-01-01\n1;Won;2026-02-01\n2;Lead;2026-01-05\n", "stage-history"),
        (b"First name;Last name;E-mail\nAnders;Ekhamra;a@ekhamra.example\n", "people"),
        (b"Company name;Registration number;Employees\nEkhamra;556016-0680;40\n", "companies"),
    ],
)
def test_what_the_rows_are_is_told_from_the_headers(wizard, content, kind):
    wizard.upload(content)
    assert wizard.batch.kind == kind


def test_another_encoding_shows_the_rows_anew(wizard):
    wizard.upload(POLISH.encode("cp1250"))
    page = wizard.get("file").content.decode()
    assert "Łódź" in page
    form = {"kind": "deals", "encoding": "cp1252", "separator": ";", "header_row": "1", "decimal_mark": ","}
    answer = wizard.post("file", form)
    assert answer.status_code == 200
    assert "Łódź" not in answer.content.decode()
    assert wizard.batch.understanding["encoding"] == "cp1252"


def test_a_correction_that_cannot_be_read_changes_nothing(wizard):
    wizard.upload(POLISH.encode())
    before = wizard.batch.understanding
    form = {"kind": "deals", "encoding": "utf-8", "separator": ";", "header_row": "900", "decimal_mark": ","}
    answer = wizard.post("file", form)
    assert answer.status_code == 422
    assert "No row looks like a header" in answer.content.decode()
    assert wizard.batch.understanding == before


def test_nothing_goes_on_before_somebody_says_how_dates_are_read(wizard):
    wizard.upload(TWO_WAYS)
    page = wizard.get("file").content.decode()
    assert "One column can be read in two ways." in page
    assert wizard.get("columns").headers["Location"].endswith("/file/")
    assert wizard.post("runs").headers["Location"].endswith("/file/")
    wizard.post("dates", {"answer": "3:dmy"})
    assert wizard.batch.understanding["columns"]["Close date"]["date_order"] == "dmy"
    assert "5 June 2026" in wizard.get("file").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert wizard.get("columns").status_code == 200


@pytest.mark.parametrize("answer", ["9:dmy", "3:never", "", "x:dmy", "-1:dmy"])
def test_an_answer_about_no_column_changes_nothing(wizard, answer):
    wizard.upload(TWO_WAYS)
    wizard.post("dates", {"answer": answer})
    assert wizard.batch.understanding["columns"]["Close date"]["asks"]


def test_a_file_thrown_away_is_gone_from_the_disk(wizard, django_capture_on_commit_callbacks):
    wizard.upload()
    path = folder() / wizard.batch.path
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        wizard.post("deletion")
    assert not path.exists()
    assert Import.objects.filter(workspace=wizard.member.workspace).count() == 0


def test_another_separator_cuts_the_rows_anew(wizard):
    wizard.upload(b"Title\tStage;Value\na\tLead;1\nb\tLead;2\n")
    form = {"kind": "deals", "encoding": "utf-8", "separator": "\t", "header_row": "1", "decimal_mark": "."}
    assert wizard.post("file", form).status_code == 200
    assert wizard.batch.understanding["headers"] == ["Title", "Stage;Value"]
    wizard.post("file", {**form, "separator": ";"})
    assert wizard.batch.understanding["headers"] == ["Title Stage", "Value"]
