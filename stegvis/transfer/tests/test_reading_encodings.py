"""A file is read in the encoding it was written in, without asking."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.transfer.reading import UnreadableFile, open_table
from stegvis.transfer.tests.reading_files import real_file, written

POLISH = ["Łódź", "Wrocław", "Kraków", "Zażółć gęślą jaźń", "Świętokrzyskie", "Spółka Łąka", "Gdańsk", "Źródło"]
NORDIC = ["Göteborg", "Åkersberga", "Bærum", "Tromsø", "Östersund", "Ålesund", "Måleri & Söner", "Ærlig Bakeri"]
WRITERS = {
    "utf-8": POLISH + NORDIC,
    "utf-8-sig": POLISH + NORDIC,
    "utf-16": POLISH + NORDIC,
    "utf-16-le": POLISH + NORDIC,
    "utf-16-be": POLISH + NORDIC,
    "cp1252": NORDIC,
    "iso8859-1": NORDIC,
    "cp1250": POLISH,
    "iso8859-2": POLISH,
}


@pytest.mark.parametrize("encoding", WRITERS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_any_office_writes_is_read_back_the_same(encoding, data):
    separator = data.draw(st.sampled_from(";,\t|"))
    cell = st.sampled_from([*WRITERS[encoding], "Acme, Inc.", 'Say "hi"', "two\nlines", "a;b", "12,50", "x|y", ""])
    filled = st.tuples(st.sampled_from(WRITERS[encoding]), cell, cell)
    rows = data.draw(st.lists(filled, min_size=3, max_size=30))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([("Namn", "Ort", "Anm"), *rows])
    with tempfile.TemporaryDirectory() as folder:
        table = open_table(written(Path(folder), text.getvalue(), encoding=encoding))
        assert table.headers == ["Namn", "Ort", "Anm"]
        assert [tuple(row.cells) for row in table.rows()] == rows


@pytest.mark.parametrize("word", ["Bærum", "BÆRUM", "Tromsø", "Åsen", "Malmö", "Norrtälje"])
def test_one_nordic_name_is_enough_to_tell_it_from_polish(tmp_path, word):
    table = open_table(written(tmp_path, f"name;city\nAcme;{word}\n", encoding="cp1252"))
    assert next(table.rows()).cells[1] == word


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
@pytest.mark.parametrize("word", ["Łódź", "Wałbrzych", "Dąbrowa", "Gdańsk", "Przedsiębiorstwo", "Święta"])
def test_one_polish_name_is_enough_to_tell_it_from_nordic(tmp_path, encoding, word):
    table = open_table(written(tmp_path, f"name;city\nAcme;{word}\n", encoding=encoding))
    assert next(table.rows()).cells[1] == word


def test_the_swedish_list_is_the_same_in_both_of_its_encodings():
    ansi = open_table(real_file("companies/companies_se_cp1252_semicolon.csv"))
    utf8 = open_table(real_file("companies/companies_se_utf8sig_semicolon.csv"))
    assert (ansi.understanding.encoding, utf8.understanding.encoding) == ("cp1252", "utf-8")
    assert (ansi.understanding.has_bom, utf8.understanding.has_bom) == (False, True)
    assert (
        ansi.headers
        == utf8.headers
        == ["Företagsnamn", "Organisationsnummer", "Postnummer", "Ort", "Registreringsdatum"]
    )
    assert list(ansi.rows()) == list(utf8.rows())
    assert len(list(ansi.rows())) == 100


def test_the_polish_list_is_the_same_in_both_and_keeps_its_genuine_broken_characters():
    ansi = open_table(real_file("companies/companies_pl_cp1250_semicolon.csv"))
    utf8 = open_table(real_file("companies/companies_pl_utf8_semicolon.csv"))
    assert (ansi.understanding.encoding, utf8.understanding.encoding) == ("cp1250", "utf-8")
    names = [row.cells[1] for row in ansi.rows()]
    assert names == [row.cells[1] for row in utf8.rows()]
    assert len(names) == 69
    assert "Stowarzyszenie DĽBROWA SKY" in names
    assert 'PRZEDSIĘBIORSTWO TELEKOMUNIKACYJNE "TELGAM" SPÓŁKA AKCYJNA;2019-03-07 12:15' in names


def test_the_norwegian_list_has_its_letters():
    table = open_table(real_file("companies/companies_no_iso8859-1_semicolon.csv"))
    rows = list(table.rows())
    assert len(rows) == 26
    assert rows[0].cells[0] == "STATENS LÅNEKASSE FOR UTDANNING"
    assert any("MILJØ" in row.cells[0] for row in rows)


def test_replacement_characters_in_the_file_are_kept_and_told(tmp_path):
    table = open_table(written(tmp_path, "name,city\nZak\ufffdad,\ufffdódź\n"))
    assert next(table.rows()).cells == ["Zak\ufffdad", "\ufffdódź"]
    assert [(note.code, note.details) for note in table.understanding.notes] == [("broken_characters", {"count": 2})]


def test_a_few_damaged_bytes_do_not_make_a_utf8_file_something_else(tmp_path):
    body = "name,city\n" + "Łąka,Łódź\n" * 20
    table = open_table(written(tmp_path, body.encode() + b"Bad \xff byte,Krak\xc3\xb3w\n"))
    assert table.understanding.encoding == "utf-8"
    assert list(table.rows())[-1].cells == ["Bad \ufffd byte", "Kraków"]


def test_letters_far_into_a_large_file_still_decide(tmp_path):
    body = "name;city\n" + "Acme;Oslo\n" * 200_000 + "Zakład;Łódź\n"
    table = open_table(written(tmp_path, body, encoding="cp1250"))
    assert table.understanding.encoding == "cp1250"
    *_, last = table.rows()
    assert last == (200_002, ["Zakład", "Łódź"], 0)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"name,city\r\n", "only_header"),
        (b"name,city\nA\x00cme,Oslo\n", "nul_bytes"),
        (b"%PDF-1.7 something", "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"PK\x03\x04 not really a workbook", "damaged_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_excel"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
        (b'name,city\n"never closed,Oslo\n' + b"more,rows\n" * 20_000, "cell_too_large"),
        (b",".join(b"c%d" % n for n in range(1_500)) + b"\n" + b"x," * 1_499 + b"x\n", "too_many_columns"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, content, code):
    with pytest.raises(UnreadableFile) as refused:
        open_table(written(tmp_path, content))
    assert refused.value.code == code


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(UnreadableFile) as refused:
        open_table(tmp_path / "gone.csv")
    assert refused.value.code == "missing"
