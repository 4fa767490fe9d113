"""Rules for every template: nothing inline, every word in the catalogue, only icons that are in the sprite."""

import re
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path

from django.template import engines
from jinja2 import nodes

from stegvis.ui.icons import NAMES
from stegvis.ui.tests.templates import DJANGO, HOLE, JINJA, bare, mark_up_of, read, short

NAMES_WE_KEEP = {"Stegvis", "MIT", "https://"}
WORD = re.compile(r"[^\W\d_]{2,}")
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b", re.IGNORECASE),
    "a js: value": re.compile(r"""["']\s*(js|javascript):""", re.IGNORECASE),
    "a trigger filter": re.compile(r"""hx-trigger\s*[=:]\s*["'][^"']*\["""),
    "a script with text": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE),
    "a question in a box": re.compile(r"\bhx-confirm\b"),
}


def found(look: Callable[[Path], Collection[str]], paths: list[Path]) -> dict[str, Collection[str]]:
    """What `look` finds, by file. All files in one test: hundreds of tests each take their time to be handed out."""
    return {short(path): said for path in paths if (said := look(path))}


def test_a_template_holds_nothing_that_the_content_policy_blocks():
    assert found(blocked, JINJA + DJANGO) == {}


def blocked(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]


@cache
def parsed(path: Path) -> nodes.Template:
    return engines["jinja2"].env.parse(path.read_text("utf-8"))


def words_outside(said: list[str]) -> list[str]:
    return [
        text
        for text in said
        if WORD.search(text.replace("&nbsp;", "")) and text.strip(f"{HOLE} ·") not in NAMES_WE_KEEP
    ]


def test_every_word_of_a_page_is_in_the_catalogue():
    assert found(lambda path: words_outside(read(mark_up_of(parsed(path)))), JINJA) == {}


def test_every_word_of_a_sign_in_page_is_in_the_catalogue():
    assert found(lambda path: words_outside(read(bare(path.read_text("utf-8")))), DJANGO) == {}


def words_given(tree: nodes.Template) -> list[str]:
    """Sentences given to a component as they are, `ui.button("Save")` instead of `ui.button(_("Save"))`."""
    calls = [call for call in tree.find_all(nodes.Call) if is_component(call.node)]
    given = [arg.value for call in calls for arg in call.args if isinstance(arg, nodes.Const)]
    return [value for value in given if isinstance(value, str) and re.match(r"[A-ZÅÄÖÆØŁ][a-zåäö]", value)]


def is_component(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "ui"


def test_components_get_their_words_from_the_catalogue():
    assert found(lambda path: words_given(parsed(path)), JINJA) == {}


def icons_of(text: str) -> set[str]:
    called = re.findall(r"""\bicon\(\s*["']([\w-]+)["']""", text)
    return set(called) | set(re.findall(r"""{%\s*icon ["']([\w-]+)["']""", text))


def test_a_template_shows_only_icons_of_the_sprite():
    assert found(lambda path: icons_of(path.read_text("utf-8")) - NAMES, JINJA + DJANGO) == {}


def test_no_jinja2_template_takes_over_from_a_sign_in_page():
    assert [short(path) for path in JINJA if path.parts[-2] in ("account", "allauth", "mfa", "socialaccount")] == []


def test_the_lint_saw_the_templates_and_finds_what_it_looks_for():
    assert len(JINJA) > 15
    assert len(DJANGO) > 10
    assert all(pattern.search(BAD) for pattern in FORBIDDEN.values())
    tree = engines["jinja2"].env.parse(SPEAKING)
    assert words_outside(read(mark_up_of(tree))) == ["Loose words", "Spoken"]
    assert words_given(tree) == ["Save"]
    assert words_outside(read(bare("<p>Hello {% translate 'you' %}</p>"))) == [f"Hello {HOLE}"]
    assert icons_of('{{ icon("nothing") }}{% icon "none" %}') == {"nothing", "none"}


BAD = """<p style="x"><style></style><a onclick="x" hx-on:click="x" hx-vals="js:x" hx-trigger="click[ctrlKey]"
    hx-confirm="Sure?"><script>alert(1)</script>"""
SPEAKING = """<p>Loose words</p><a aria-label="Spoken" title="{{ _("Kept") }}">{% trans %}Kept too{% endtrans %}</a>
    Stegvis <kbd>Esc</kbd> {{ ui.button("Save") }} {{ ui.button(_("Save")) }}"""
