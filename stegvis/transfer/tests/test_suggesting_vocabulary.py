"""The vocabularies are complete and say nothing twice."""

from collections import Counter

import pytest

from stegvis.transfer.suggesting import FIELDS, KINDS
from stegvis.transfer.suggesting.stages import KINDS as STAGE_KINDS
from stegvis.transfer.suggesting.words import VOCABULARY, field_phrases, left_out, load, phrases, words

LANGUAGES = {"en", "sv", "nb", "pl"}


def entries():
    for kind in KINDS:
        for field, listed in load(kind)["fields"].items():
            yield f"{kind}.{field}", listed
    stages = load("stages")
    for kind, listed in stages["kinds"].items():
        yield f"stages.{kind}", listed
    for step in stages["steps"]:
        yield f"stages.{step['depth']}", step["names"]


def test_every_file_has_a_known_shape():
    names = {path.stem for path in VOCABULARY.glob("*.json")}
    assert names == {*KINDS, "objects", "left-out", "entered", "stages"}
    assert all(load(name)["schema"] == 1 for name in names)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_words_and_no_other_has(kind):
    assert set(load(kind)["fields"]) == {field.key for field in FIELDS[kind]}


@pytest.mark.parametrize(("name", "listed"), list(entries()))
def test_every_entry_speaks_four_languages(name, listed):
    assert set(listed) >= LANGUAGES
    assert set(listed) <= LANGUAGES | {"crm"}
    assert all(words(phrase) for spellings in listed.values() for phrase in spellings)
    assert all(len(spellings) == len(set(spellings)) for spellings in listed.values())


@pytest.mark.parametrize("kind", KINDS)
def test_one_phrase_means_one_field(kind):
    double = {phrase: set(fields) for phrase, fields in field_phrases(kind).items() if len(fields) > 1}
    assert double == {}


def test_stage_kinds_and_depths_are_told_apart():
    stages = load("stages")
    assert set(stages["kinds"]) == set(STAGE_KINDS) - {"open"}
    depths = [step["depth"] for step in stages["steps"]]
    assert depths == sorted(set(depths))
    listed = [*stages["kinds"].values(), *(step["names"] for step in stages["steps"])]
    times = Counter(phrase for names in listed for phrase in {phrase for phrase, _ in phrases(names)})
    assert [phrase for phrase, many in times.items() if many > 1] == []


def test_what_is_left_out_is_no_field_but_in_a_history_where_changes_are_the_matter():
    for kind in ("companies", "people", "deals"):
        assert set(field_phrases(kind)) & left_out() == set(), kind
