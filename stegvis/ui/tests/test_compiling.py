"""Templates compiled our way say what Jinja2 would say."""

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError, pass_context
from markupsafe import Markup

from stegvis.ui.jinja import Pages

SHOUT = "{% macro shout(word, mark='!') %}<b>{{ word }}{{ mark }}</b>{% endmacro %}"
PAGES = [
    SHOUT + "{{ shout('<i>') }} {{ shout('a', mark='?') }} {{ shout(*['b']) }} {{ shout(**{'word': 'c'}) }}",
    "{% macro box() %}<p>{{ caller('<x>') }}</p>{% endmacro %}{% call(word) box() %}{{ word }}{% endcall %}",
    "{% for n in (1, 2) %}{{ loop.cycle('a', 'b') }}{{ n }}{{ bold }}{{ plain }}{{ bold ~ plain }}{% endfor %}",
    "{{ dict(size=1, other='<').other }}{{ [1, '<'] }}{{ words.upper() }}{{ words|replace('<', '&') }}",
    SHOUT + "{{ shout(word='<i>', mark=plain) }}{{ shout('a', '?') }}{{ [shout('a')] }}{{ 1 }}{{ none }}",
    "{% set kept %}<u>{{ words }}</u>{% endset %}{{ kept }}{{ kept|upper }}",
]
VALUES = {"bold": Markup("<b>"), "plain": "<b>", "words": "<em>"}


def made(kind: type[Environment]) -> Environment:
    return kind(autoescape=True, undefined=StrictUndefined)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_the_same_as_by_jinja2(page):
    assert made(Pages).from_string(page).render(VALUES) == made(Environment).from_string(page).render(VALUES)


def test_what_is_not_markup_is_escaped_and_markup_is_not():
    page = "{{ plain }}{{ bold }}{% macro m() %}<hr>{% endmacro %}{{ m() }}"
    assert made(Pages).from_string(page).render(VALUES) == "&lt;b&gt;<b><hr>"


def test_a_name_that_does_not_exist_is_an_error():
    with pytest.raises(UndefinedError):
        made(Pages).from_string("{{ nobody() }}").render()


@pytest.mark.parametrize("call", ["shout('a', '?', 'b')", "shout('a', of='b')", "shout('a', word='b')", "shout()"])
def test_a_macro_refuses_what_it_does_not_take(call):
    with pytest.raises((TypeError, UndefinedError)):
        made(Pages).from_string(SHOUT + "{{ " + call + " }}").render()


def test_no_callable_of_templates_wants_the_context():
    """A function under `pass_context` would get none: this is what our calls leave out."""
    from django.template import engines

    marked = pass_context(lambda _context: "")
    names = [name for name in dir(marked) if name.startswith("jinja_")]
    everything = engines["jinja2"].env.globals.items()
    assert names
    assert [key for key, value in everything if any(hasattr(value, name) for name in names)] == []
