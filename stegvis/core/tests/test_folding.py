"""Folded text is the same however a name is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.core.folding import fold, squeeze


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("TROMSØ", "tromso"),
        ("Ærlig", "aerlig"),
        ("Åkersberga", "akersberga"),
        ("Straße", "strasse"),
        ("Đorđe", "dorde"),
        ("  two\u00a0 blanks ", "two blanks"),
        ("Cafe\u0301", "cafe"),
    ],
)
def test_case_accents_and_whole_letters_are_folded(text, folded):
    assert fold(text) == folded


def test_a_squeezed_name_has_letters_and_figures_alone():
    assert squeeze("GTX Pro") == squeeze("gtx-pro.") == "gtxpro"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
