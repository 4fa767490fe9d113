"""Texts of templates, and the catalogues they come from."""

import pytest
from babel.messages.catalog import Catalog, Message
from django.template import engines

from stegvis.ui import catalogues


def shown(template: str, **values) -> str:
    return engines["jinja2"].from_string(template).render(values).strip()


def test_a_lone_percent_sign_is_just_that():
    assert shown('{{ _("5 % of all") }}') == "5 % of all"
    assert shown("{% trans %}100 % sure{% endtrans %}") == "100 % sure"
    assert shown("{% trans share=5 %}{{ share }} % of all{% endtrans %}") == "5 % of all"


def test_values_are_escaped_and_mark_up_of_the_template_stays():
    assert shown("{% trans name=name %}Moved <b>{{ name }}</b>{% endtrans %}", name="<i>") == "Moved <b>&lt;i&gt;</b>"
    assert shown('{{ _("Hello %(name)s", name=name) }}', name="<i>") == "Hello &lt;i&gt;"
    assert shown('{{ _("Hello %(name)s", name="x"|escape) }}') == "Hello x"


def test_a_text_from_elsewhere_is_never_taken_for_mark_up():
    assert shown("{{ _(name) }}", name="<script>") == "&lt;script&gt;"


def test_plurals_write_their_number_as_the_reader_does():
    template = '{{ ngettext("%(num)s deal", "%(num)s deals", count) }}'
    assert [shown(template, count=count) for count in (1, 2, 1260)] == ["1 deal", "2 deals", "1,260 deals"]


def test_texts_are_gathered_from_python_pages_and_sign_in_pages():
    texts = catalogues.gather()
    assert texts.get("late, %(day)s")
    assert texts.get("Skip to content")
    assert texts.get("We send a link to your e-mail address. It works once.")
    assert texts.get("%(number)s day").id == ("%(number)s day", "%(number)s days")


@pytest.mark.parametrize(
    ("text", "translation", "good"),
    [
        ("Moved to %(stage)s", "Flyttad till %(stage)s", True),
        ("Moved to %(stage)s", "Flyttad till %(steg)s", False),
        ("Moved to %(stage)s", "Flyttad", False),
        (("%(n)s day", "%(n)s days"), ("en dag", "%(n)s dagar"), True),
        (("%(n)s day", "%(n)s days"), ("%(n)s dag", "dagar"), False),
    ],
)
def test_a_translation_must_name_the_same_placeholders(text, translation, good):
    assert catalogues.agrees(Message(text, translation)) is good


@pytest.fixture
def swedish(settings, tmp_path):
    """A catalogue of three texts: one translated, one not, one that is no longer used."""
    settings.LOCALE_PATHS = [tmp_path]
    kept = Catalog(locale="sv")
    for text, translation in (("Deal", "Affär"), ("Person", ""), ("Account", "Konto")):
        kept.add(text, translation)
    catalogues.update("sv", kept)


def wanted(*texts: str) -> Catalog:
    catalogue = Catalog()
    for text in texts:
        catalogue.add(text)
    return catalogue


def test_the_check_says_what_is_missing(swedish):
    found = set(catalogues.complaints("sv", wanted("Deal", "Person", "Stage")))
    assert found == {
        ("not translated", "Person"),
        ("not in the catalogue", "Stage"),
        ("no longer used", "Account"),
    }


def test_an_update_keeps_translations_adds_texts_and_drops_old_ones(swedish):
    catalogues.update("sv", wanted("Deal", "Stage"))
    kept = catalogues.read("sv")
    assert (kept.get("Deal").string, kept.get("Stage").string, kept.get("Account")) == ("Affär", "", None)


def test_compiling_is_skipped_when_nothing_changed(swedish):
    assert [catalogues.compile_catalogue("sv") for _ in range(2)] == [True, False]
