"""Rules for the stylesheets: values come from the tokens, words never from CSS."""

import re

import pytest

from stegvis.ui.tests.templates import STYLES, short

COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SAID = re.compile(r"""content:\s*["'][^"']*[^\W\d_]""")
USED = re.compile(r"var\((--[\w-]+)\)")
GIVEN = re.compile(r"(--[\w-]+):")
TOKENS = next(path for path in STYLES if path.name == "tokens.css")
OTHERS = [path for path in STYLES if path != TOKENS]


def rules(path) -> str:
    return COMMENT.sub("", path.read_text("utf-8"))


@pytest.mark.parametrize("path", OTHERS, ids=short)
def test_a_stylesheet_takes_its_colours_from_the_tokens(path):
    assert COLOUR.findall(rules(path)) == []


@pytest.mark.parametrize("path", STYLES, ids=short)
def test_a_stylesheet_says_nothing(path):
    assert SAID.findall(rules(path)) == []


def test_every_property_that_is_used_is_given_somewhere():
    given = {name for path in STYLES for name in GIVEN.findall(rules(path))}
    used = {name for path in STYLES for name in USED.findall(rules(path))}
    assert used - given == set()
    assert len(used) > 50


def test_every_stylesheet_is_imported():
    imported = set(re.findall(r'@import url\("([^"]+)"\)', (TOKENS.parent / "app.css").read_text("utf-8")))
    assert {str(path.relative_to(TOKENS.parent)) for path in STYLES} - {"app.css"} == imported


def test_the_lint_knows_a_colour_and_a_word():
    assert COLOUR.findall("a { color: #fff; background: oklch(1 0 0) }") == ["#fff", "oklch("]
    assert SAID.search('a::after { content: "new" }')
