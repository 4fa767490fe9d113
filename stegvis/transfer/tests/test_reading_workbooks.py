"""XLSX files: native values, several sheets, and files made to hurt."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
import xlsxwriter

from stegvis.transfer.reading import UnreadableFile, limits, open_table, parse_date, understand_again
from stegvis.transfer.reading.tables import as_text


def workbook(path, sheets):
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                style = clock if isinstance(cell, datetime) else day if isinstance(cell, date) else None
                write = sheet.write_datetime if style else sheet.write
                write(number, column, cell, *([style] if style else []))
    book.close()
    return path


def repacked(path, replacements):
    """The workbook with some parts swapped for other bytes."""
    kept = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in kept.namelist():
            archive.writestr(part, replacements.get(part, kept.read(part)))
    return path


MOVED = datetime(2017, 3, 1, 15, 5)
DEALS = [
    ["Deal", "Number", "Value", "Closed", "Moved"],
    ["Alarm", 40211, 1234.5, date(2017, 3, 1), MOVED],
    [],
    ["Łódź", 40212, 7, 42795, ""],
]


def test_cells_come_in_their_own_types_and_rows_with_their_numbers(tmp_path):
    table = open_table(workbook(tmp_path / "deals.xlsx", {"Deals": DEALS}))
    assert table.headers == DEALS[0]
    assert [row.number for row in table.rows()] == [2, 4]
    first, second = (row.cells for row in table.rows())
    assert first == ["Alarm", 40211, 1234.5, date(2017, 3, 1), MOVED]
    assert as_text(first[1]) == "40211"
    assert parse_date(second[3], None) == date(2017, 3, 1)
    assert list(table.rows(start=4)) == list(table.rows())[1:]


def test_the_sheet_with_rows_is_taken_and_another_can_be_chosen(tmp_path):
    path = workbook(tmp_path / "two.xlsx", {"Cover": [["Hello"]], "Data": DEALS, "More": [["x"], [1], [2]]})
    table = open_table(path)
    assert (table.understanding.sheet, table.understanding.sheets) == ("Data", ("Cover", "Data", "More"))
    other = understand_again(path, replace(table.understanding, sheet="More", header_row=1))
    assert (other.headers, [row.cells for row in other.rows()]) == (["x"], [[1], [2]])
    with pytest.raises(UnreadableFile) as refused:
        open_table(path, understanding=replace(table.understanding, sheet="Gone"))
    assert refused.value.code == "no_sheet"


@pytest.mark.parametrize(("rows", "code"), [([], "empty"), ([["only", "header"]], "only_header")])
def test_a_workbook_without_rows_says_so(tmp_path, rows, code):
    with pytest.raises(UnreadableFile) as refused:
        open_table(workbook(tmp_path / "none.xlsx", {"Sheet": rows}))
    assert refused.value.code == code


def test_a_sheet_of_two_far_corners_is_refused_before_the_space_between_is_made(tmp_path):
    path = workbook(tmp_path / "far.xlsx", {"Sheet": [["a"], [1]]})
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").replace(b'r="A2"', b'r="XFD1048576"')
    with pytest.raises(UnreadableFile) as refused:
        open_table(repacked(path, {"xl/worksheets/sheet1.xml": sheet}))
    assert refused.value.code == "too_large"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = workbook(tmp_path / "bomb.xlsx", {"Sheet": [["a"], [1]]})
    with pytest.raises(UnreadableFile) as refused:
        open_table(repacked(path, {"xl/sharedStrings.xml": b" " * 30_000_000}))
    assert (refused.value.code, refused.value.details["limit"]) == ("too_large", limits.MAX_XLSX_PACKING)


def test_a_damaged_workbook_says_so(tmp_path):
    path = workbook(tmp_path / "torn.xlsx", {"Sheet": DEALS})
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(UnreadableFile) as refused:
        open_table(path)
    assert refused.value.code == "damaged_workbook"


def test_a_workbook_part_that_is_not_xml_is_damaged(tmp_path):
    path = workbook(tmp_path / "mess.xlsx", {"Sheet": DEALS})
    with pytest.raises(UnreadableFile) as refused:
        open_table(repacked(path, {"xl/workbook.xml": b"<broken"}))
    assert refused.value.code == "damaged_workbook"
