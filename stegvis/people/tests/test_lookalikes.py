"""Who looks like somebody we know: by domain, number, e-mail, phone, name, and never through a private record."""

import pytest

from stegvis.people.operations.creating import create_company, create_person
from stegvis.people.queries import company_lookalikes, person_lookalikes


@pytest.fixture
def known(alice):
    return create_company(
        by=alice, name="Ekhamra Plåt AB", country="SE", registration_number="556547-5489", domains=["ekhamra.se"]
    )


def why(found) -> list[tuple[str, str]]:
    return [(one.record.name, one.why) for one in found]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"domains": ["https://www.ekhamra.se/kontakt"]}, "domain"),
        ({"domains": ["sales@EKHAMRA.se"]}, "domain"),
        ({"number": "5565475489", "country": "SE"}, "number"),
        ({"number": "5565475489"}, "number"),
        ({"name": "ekhamra plat"}, "name"),
        ({"name": "EKHAMRA PLÅT AS"}, "name"),
        ({"name": "Ekhamra Plåt AB", "domains": ["ekhamra.se"]}, "domain"),
    ],
)
def test_a_company_is_recognised(bob, known, asked, reason):
    assert why(company_lookalikes(bob, **asked)) == [("Ekhamra Plåt AB", reason)]


@pytest.mark.parametrize("asked", [{}, {"name": "Ekhamra"}, {"domains": ["x"]}, {"number": "1"}, {"name": "AB"}])
def test_others_are_not(bob, known, asked):
    assert company_lookalikes(bob, **asked) == []


def test_a_private_company_and_one_elsewhere_are_not_given_away(alice, bob, charlie, known):
    known.private = True
    known.save(update_fields=["private"])
    assert company_lookalikes(bob, domains=["ekhamra.se"]) == []
    assert company_lookalikes(charlie, domains=["ekhamra.se"]) == []
    assert len(company_lookalikes(alice, domains=["ekhamra.se"])) == 1


def test_a_person_is_recognised(alice, bob):
    create_person(by=alice, first_name="Åsa", last_name="Berg", emails=["asa@x.se"], phones=["08-123 456 78"])
    assert why(person_lookalikes(bob, emails=["ASA@x.se"])) == [("Åsa Berg", "email")]
    assert why(person_lookalikes(bob, phones=["+46812345678"])) == [("Åsa Berg", "phone")]
    assert why(person_lookalikes(bob, name="asa  berg")) == [("Åsa Berg", "name")]
    assert person_lookalikes(bob, name="Berg") == []


def test_at_most_five_are_named(alice):
    for _number in range(8):
        create_company(by=alice, name="Twin", domains=["twin.se"])
    assert len(company_lookalikes(alice, name="Twin", domains=["twin.se"])) == 5
