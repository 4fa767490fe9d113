"""The vocabularies are complete and say nothing twice."""

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


@pytest.mark.parametrize(("name", "listed"), entries())
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
    kinds = [phrase for listed in stages["kinds"].values() for phrase in {phrase for phrase, _ in phrases(listed)}]
    steps = [phrase for step in stages["steps"] for phrase in {phrase for phrase, _ in phrases(step["names"])}]
    assert len(kinds + steps) == len(set(kinds + steps)), sorted(
        p for p in set(kinds + steps) if (kinds + steps).count(p) > 1
    )


def test_what_is_left_out_is_a_field_nowhere_by_accident():
    known = {kind: set(field_phrases(kind)) & left_out() for kind in KINDS}
    assert known == {"companies": set(), "people": set(), "deals": set(), "stage-history": known["stage-history"]}
    assert known["stage-history"] <= {"created by", "created by id"}
