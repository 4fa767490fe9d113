"""A file can say that somebody must not be contacted, and cannot lift that."""

import pytest

from stegvis.people.models import ContactPoint, Person
from stegvis.testing.builders import make_person
from stegvis.transfer.tests.importing import bring, figures


@pytest.fixture
def anders(alice):
    person = make_person(alice, do_not_contact="email")
    ContactPoint.objects.create(workspace=alice.workspace, person=person, kind="email", value="a@e.se", key="a@e.se")
    return person


@pytest.mark.parametrize(
    ("ours", "told", "becomes", "row"),
    [
        ("", "all", "all", "updated"),
        ("email", "", "email", "updated"),
        ("email", "no", "email", "rejected"),
        ("email", "email", "email", "updated"),
        ("email", "phone", "all", "updated"),
        ("all", "email", "all", "rejected"),
        ("all", "nej", "all", "rejected"),
    ],
)
def test_an_update_adds_to_a_wish_and_never_takes_of_it(tmp_path, owen, anders, ours, told, becomes, row):
    Person.objects.filter(workspace=owen.workspace).update(do_not_contact=ours)
    text = f"Email,Job title,do_not_contact\na@e.se,Boss,{told}"
    columns = {"Email": "email", "Job title": "job_title", "do_not_contact": "do_not_contact"}
    batch = bring(tmp_path, "people", text, by=owen, duplicates="update", columns=columns)
    anders.refresh_from_db()
    assert (anders.do_not_contact, getattr(batch, row)) == (becomes, 1)
    assert batch.reasons == ({"keeps_no_contact": 1} if row == "rejected" else {})


def test_whoever_comes_in_again_under_another_name_has_the_same_wish(tmp_path, owen, anders):
    text = "First name,Last name,Email\nA.,Ekhamra,A@e.se\nBo,Ek,b@e.se"
    assert figures(bring(tmp_path, "people", text, by=owen, duplicates="create")) == (2, 0, 0, 0)
    people = Person.objects.filter(workspace=owen.workspace).exclude(pk=anders.pk).order_by("pk")
    assert [one.do_not_contact for one in people] == ["email", ""]
