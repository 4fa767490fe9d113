"""Their stages become ours: by name, by kind, and in the order of the funnel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.transfer.suggesting import guess_stage_kind, suggest_stage_mapping, suggest_value_mapping

OURS = [
    ("lead", "Lead", "open"),
    ("contacted", "Contacted", "open"),
    ("qualified", "Qualified", "open"),
    ("proposal", "Proposal made", "open"),
    ("won", "Won", "won"),
    ("lost", "Lost", "lost"),
    ("fridge", "Fridge", "parked"),
    ("welcomed", "Welcomed", "after_won"),
]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("won", "Won|closed won|Closed-Won|Vunnen|Vunnet|Wygrana|O_ACCEPTED|Contract signed|Deal won - 2017"),
        ("lost", "Lost|Closed Lost|Förlorad|Tapt|Przegrana|O_DECLINED|O_CANCELLED|Disqualified|Utracona"),
        ("parked", "On hold|Parked|Fridge|Vilande|På vent|Wstrzymana|Lodówka|Parkerad"),
        ("after_won", "Onboarding|Quarterly check-in|Welcomed|Wdrożenie|Förnyelse"),
        ("after_lost", "Win-back|Winback|Odzyskiwanie"),
        ("open", "Proposal delivered|Order discussion|O_SENT|O_SENT_BACK|Kontakt|Oferta|Möte bokat|Xyz"),
    ],
)  # fmt: skip
def test_the_kind_of_a_stage_is_told_from_its_name(kind, names):
    assert {name: guess_stage_kind(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), kind)


def test_the_hardware_pipeline_falls_into_place_whatever_comes_first():
    wanted = {"Prospecting": "lead", "Engaging": "contacted", "Won": "won", "Lost": "lost"}
    assert suggest_stage_mapping(["Won", "Engaging", "Lost", "Prospecting"], OURS) == wanted
    assert suggest_stage_mapping(["Lost", "Prospecting", "Engaging", "Won"], OURS) == wanted


def test_equal_names_and_keys_come_first_whatever_their_spelling():
    assert suggest_stage_mapping(["PROPOSAL-MADE", "fridge", "contacted"], OURS) == {
        "PROPOSAL-MADE": "proposal",
        "fridge": "fridge",
        "contacted": "contacted",
    }


@pytest.mark.parametrize(
    "theirs",
    [
        "Prospecting|Qualification|Needs Analysis|Proposal/Price Quote|Negotiation/Review|Closed Won|Closed Lost",
        "Nowy|Kontakt|Analiza potrzeb|Prezentacja|Oferta|Negocjacje|Wygrana|Przegrana",
        "Ny|Kontaktad|Möte bokat|Behovsanalys|Offert skickad|Förhandling|Vunnen|Förlorad",
        "Ny|Kontaktet|Behovsanalyse|Demo|Tilbud sendt|Forhandling|Vunnet|Tapt",
    ],
)
def test_usual_funnels_keep_their_order_from_the_first_stage_to_the_last(theirs):
    names = theirs.split("|")
    mapping = suggest_stage_mapping(names, OURS)
    assert (mapping[names[-2]], mapping[names[-1]]) == ("won", "lost")
    steps = [["lead", "contacted", "qualified", "proposal"].index(mapping[name]) for name in names[:-2]]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0, 3)


def test_names_nobody_knows_go_in_order_of_appearance():
    mapping = suggest_stage_mapping("O_SELECTED O_CREATED O_SENT O_SENT_BACK O_ACCEPTED O_CANCELLED".split(), OURS)
    assert list(mapping.values()) == ["lead", "contacted", "qualified", "proposal", "won", "lost"]


def test_a_kind_we_do_not_have_falls_back_or_stays_open_to_a_person():
    small = [("one", "One", "open"), ("won", "Won", "won")]
    assert suggest_stage_mapping(["On hold", "Onboarding", "Lost"], small) == {
        "On hold": "one",
        "Onboarding": "won",
        "Lost": None,
    }
    assert suggest_stage_mapping(["Anything"], [("won", "Won", "won")]) == {"Anything": None}


@given(st.lists(st.text(max_size=12), max_size=12))
def test_every_stage_gets_an_answer(names):
    mapping = suggest_stage_mapping(names, OURS)
    assert list(mapping) == list(dict.fromkeys(names))
    assert set(mapping.values()) <= {key for key, _, _ in OURS}


def test_products_owners_and_reasons_are_found_by_their_letters():
    ours = ["GTX Pro", "GTX Plus Pro", "Moses Frase", "Łukasz Żak", "A-B", "AB"]
    assert suggest_value_mapping(
        ["GTXPro", "gtx plus-pro", "Frase, Moses", "lukasz zak", "a b", "AB", "", "?"], ours
    ) == {
        "GTXPro": "GTX Pro",
        "gtx plus-pro": "GTX Plus Pro",
        "Frase, Moses": "Moses Frase",
        "lukasz zak": "Łukasz Żak",
        "a b": None,
        "AB": "AB",
        "": None,
        "?": None,
    }
