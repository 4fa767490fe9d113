"""Headers, rows and their numbers, as a person sees them in a spreadsheet."""

import json
import tracemalloc
from collections import deque
from dataclasses import replace

import pytest

from stegvis.transfer.reading import Bookmark, Understanding, UnreadableFile, open_table, understand_again
from stegvis.transfer.tests.reading_files import real_file, written


def rows_of(table):
    return [(row.number, row.cells) for row in table.rows()]


def test_the_first_row_below_the_header_is_number_two(tmp_path):
    table = open_table(written(tmp_path, "name,city\nAcme,Oslo\n\nBeta,Lund\n"))
    assert rows_of(table) == [(2, ["Acme", "Oslo"]), (4, ["Beta", "Lund"])]


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_swedish_excel_names_its_separator_in_a_line_that_is_no_row(tmp_path, start):
    text = start + 'sep=;\r\nFöretag;Belopp\r\n"Två\r\nrader";1,5\r\n'
    table = open_table(written(tmp_path, text))
    assert table.headers == ["Företag", "Belopp"]
    assert rows_of(table) == [(2, ["Två\r\nrader", "1,5"])]


def test_a_trailing_separator_is_not_a_column(tmp_path):
    table = open_table(written(tmp_path, '"name";"city";\n"Acme";"Oslo";\n"Beta";;\n'))
    assert table.headers == ["name", "city"]
    assert [(row.cells, row.surplus) for row in table.rows()] == [(["Acme", "Oslo"], 0), (["Beta", ""], 0)]
    assert table.understanding.notes == ()


def test_repeated_and_missing_names_are_made_unique(tmp_path):
    table = open_table(written(tmp_path, "Create Date,Name,Create Date,,Create Date\na,b,c,d,e\n"))
    assert table.headers == ["Create Date", "Name", "Create Date (2)", "#4", "Create Date (3)"]


def test_uneven_rows_are_kept_and_told(tmp_path):
    table = open_table(written(tmp_path, "a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3\n1,2,3\n"))
    assert [row.surplus for row in table.rows()] == [0, -1, 1, 0, 0]
    assert [row.cells for row in table.rows()][1:3] == [["1", "2", ""], ["1", "2", "3", "4"]]
    assert [(note.code, note.details) for note in table.understanding.notes] == [
        ("ragged_rows", {"count": 2, "rows": [3, 4]})
    ]


def test_a_title_above_the_header_is_passed_over(tmp_path):
    table = open_table(written(tmp_path, "Deals of Acme\n\nname;city;value\nA;Oslo;5\nB;Lund;6\nC;Bergen;7\n"))
    assert table.headers == ["name", "city", "value"]
    assert table.understanding.header_row == 3
    assert rows_of(table)[0] == (4, ["A", "Oslo", "5"])


def test_a_file_without_a_header_is_suspected(tmp_path):
    table = open_table(written(tmp_path, "1,2016-01-02,a@b.example\n2,2016-01-03,c@d.example\n"))
    assert "header_looks_like_values" in [note.code for note in table.understanding.notes]


def test_one_column_is_a_table_too(tmp_path):
    table = open_table(written(tmp_path, "Company\nAcme\nFoo, Inc\nBeta\n"))
    assert table.headers == ["Company"]
    assert next(table.rows()).cells == ["Acme"]


def test_formula_guards_of_other_programs_are_taken_off(tmp_path):
    table = open_table(written(tmp_path, "name,note\n\u200d=Acme,'+47 22\nBeta,'quoted'\n"))
    assert [row.cells for row in table.rows()] == [["=Acme", "+47 22"], ["Beta", "'quoted'"]]


def test_a_corrected_understanding_is_followed(tmp_path):
    path = written(tmp_path, "a;b,c\n1;2,3\n")
    seen = open_table(path).understanding
    semicolon = understand_again(path, replace(seen, separator=";"))
    comma = understand_again(path, replace(seen, separator=","))
    assert (semicolon.headers, comma.headers) == (["a", "b,c"], ["a;b", "c"])
    with pytest.raises(UnreadableFile) as refused:
        understand_again(path, replace(seen, encoding="klingon"))
    assert refused.value.code == "bad_encoding"


def test_an_understanding_survives_json_and_opens_the_same_table(tmp_path):
    path = written(tmp_path, "Skapad;Värde\n3.1.2017;1 234,50\n10.2.2017;7,00\n")
    first = open_table(path)
    stored = json.loads(json.dumps(first.understanding.to_json()))
    second = open_table(path, understanding=Understanding.from_json(stored))
    assert second.understanding == first.understanding
    assert (second.headers, list(second.rows())) == (first.headers, list(first.rows()))


def test_reading_goes_on_from_any_row_also_in_another_process(tmp_path):
    body = "".join(f'{n},"quoted\nname {n}",Łódź\n' for n in range(2, 6_002))
    path = written(tmp_path, "id,name,city\n" + body)
    table = open_table(path)
    everything = list(table.rows())
    mark = table.bookmark(4_500)
    assert mark
    assert 3_000 < mark.row <= 4_500
    other = open_table(path, understanding=table.understanding)
    stored = Bookmark(*list(mark))
    assert list(other.rows(start=4_501, bookmark=stored)) == everything[4_499:]
    assert list(other.rows(start=4_501)) == everything[4_499:]
    assert everything[4_499].cells[0] == "4501"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1250"])
def test_bookmarks_hold_in_every_encoding(tmp_path, encoding):
    path = written(tmp_path, "id;city\n" + "".join(f"{n};Łódź\n" for n in range(2, 3_002)), encoding=encoding)
    table = open_table(path)
    everything = list(table.rows())
    mark = table.bookmark(2_600)
    assert mark
    assert list(open_table(path).rows(2_601, mark)) == everything[2_599:]


def test_a_large_file_is_read_in_constant_memory(tmp_path):
    path = written(tmp_path, "id,name,city\n" + "1,some name of a company,Some City\n" * 300_000)
    table = open_table(path)
    assert table.understanding.rows == 300_000
    tracemalloc.start()
    deque(table.rows(), maxlen=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("maven_crm/accounts.csv", 85, 7),
        ("maven_crm/products.csv", 7, 3),
        ("maven_crm/sales_teams.csv", 35, 3),
        ("maven_crm/data_dictionary.csv", 21, 3),
        ("maven_crm/sales_pipeline.csv", 8_800, 8),
        ("maven_crm/us_dates/sales_pipeline.csv", 8_800, 8),
        ("event_log/loan_offers_2012.csv", 31_244, 7),
    ],
)
def test_the_real_files_have_their_rows(name, rows, columns):
    table = open_table(real_file(name))
    assert (len(table.headers), sum(1 for _ in table.rows()), table.understanding.rows) == (columns, rows, rows)
    assert all(len(row.cells) == columns and row.surplus == 0 for row in table.rows())
    assert table.understanding.notes == ()


def test_samples_show_different_values_of_each_column():
    samples = open_table(real_file("maven_crm/sales_pipeline.csv")).samples(5)
    assert samples["deal_stage"] == ["Won", "Engaging", "Lost"] or set(samples["deal_stage"]) >= {"Won", "Engaging"}
    assert all(0 < len(values) <= 5 for values in samples.values())
