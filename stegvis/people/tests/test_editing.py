"""Changing companies and people: normal forms, two editors at once, history, and no loops."""

import pytest
from django.core.exceptions import PermissionDenied

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.people.models import Company
from stegvis.people.operations.contacting import one_line, set_address, set_contact_points
from stegvis.people.operations.editing import edit_company, edit_person
from stegvis.people.operations.tagging import set_tags
from stegvis.testing.builders import make_company, make_person
from stegvis.workspaces.models import FieldChange


@pytest.fixture
def company(alice):
    return make_company(alice, "Ekhamra Plåt AB", country="SE")


def history(record) -> list[tuple[str, str, str, str]]:
    changes = FieldChange.objects.filter(workspace=record.workspace_id, record_id=record.pk).select_related("by")
    return [(one.field, one.before, one.after, one.by.name) for one in changes.order_by("id")]


def test_a_new_name_is_found_and_kept_in_history(alice, company):
    assert edit_company(company, {"name": " Łódź  Metall "}, by=alice) == ["name"]
    company.refresh_from_db()
    assert (company.name, company.name_key) == ("Łódź Metall", "lodz metall")
    assert history(company) == [("name", "Ekhamra Plåt AB", "Łódź Metall", "Alice")]


def test_numbers_are_checked_by_the_country_they_will_have(alice, company):
    edit_company(company, {"registration_number": "556547-5489"}, by=alice)
    with pytest.raises(Refused):
        edit_company(company, {"registration_number": "988077917"}, by=alice)
    edit_company(company, {"registration_number": "988077917", "country": "NO"}, by=alice)
    company.refresh_from_db()
    assert company.registration_number == "988 077 917"


def test_the_second_editor_sees_what_the_first_made_of_it(alice, mia, company):
    edit_company(company, {"industry": "Steel"}, by=mia)
    with pytest.raises(ChangedMeanwhile) as surprise:
        edit_company(company, {"industry": "Furniture"}, by=alice, seen={"industry": ""})
    clash = surprise.value.clashes[0]
    assert (clash.theirs, clash.ours, clash.by) == ("Steel", "Furniture", "Mia")
    company.refresh_from_db()
    assert company.industry == "Steel"


def test_a_company_is_never_part_of_itself(alice, company):
    daughter = make_company(alice, "Daughter", parent=company)
    granddaughter = make_company(alice, "Granddaughter", parent=daughter)
    for parent in (company, daughter, granddaughter):
        with pytest.raises(Refused):
            edit_company(company, {"parent": parent}, by=alice)
    edit_company(granddaughter, {"parent": company}, by=alice)
    assert Company.objects.filter(workspace=alice.workspace, parent=company).count() == 2


def test_a_parent_of_another_workspace_is_refused(alice, charlie, company):
    with pytest.raises(Refused):
        edit_company(company, {"parent": make_company(charlie)}, by=alice)


def test_a_person_keeps_some_name(alice):
    person = make_person(alice)
    edit_person(person, {"first_name": ""}, by=alice)
    with pytest.raises(Refused):
        edit_person(person, {"last_name": " "}, by=alice)
    person.refresh_from_db()
    assert (person.name, person.name_key) == ("Ekhamra", "ekhamra")


def test_only_who_may_edits(bob, vera, mia, charlie, company):
    for stranger in (bob, vera, charlie):
        for act in (
            lambda by: edit_company(company, {"industry": "X"}, by=by),
            lambda by: set_contact_points(company, "phone", ["+46812345678"], by=by),
            lambda by: set_address(company, "visiting", {"city": "X"}, by=by),
            lambda by: set_tags(company, ["X"], by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(stranger)
    assert edit_company(company, {"industry": "X"}, by=mia) == ["industry"]
    assert history(company) == [("industry", "", "X", "Mia")]


def test_ways_to_reach_are_set_as_a_whole(alice, company):
    set_contact_points(company, "phone", ["08-123 456 78", "", "+46 8 12345678"], by=alice)
    set_contact_points(company, "phone", ["+4722334455", "08-123 456 78"], by=alice, labels={"+4722334455": "Oslo"})
    points = [(one.value, one.label) for one in company.contact_points.all()]
    assert points == [("+4722334455", "Oslo"), ("+46812345678", "")]
    assert history(company)[-1] == ("phone", "+46812345678", "+4722334455, +46812345678", "Alice")
    set_contact_points(company, "phone", [], by=alice)
    assert not company.contact_points.exists()


def test_a_wrong_one_among_them_changes_nothing(alice, company):
    set_contact_points(company, "domain", ["ekhamra.se"], by=alice)
    with pytest.raises(Refused):
        set_contact_points(company, "domain", ["ekhamra.com", "nonsense"], by=alice)
    assert [one.value for one in company.contact_points.all()] == ["ekhamra.se"]


def test_two_editors_of_the_same_phones_do_not_overwrite_each_other(alice, mia, company):
    set_contact_points(company, "phone", ["+46812345678"], by=mia, seen=[])
    with pytest.raises(ChangedMeanwhile) as surprise:
        set_contact_points(company, "phone", ["+4722334455"], by=alice, seen=[])
    assert surprise.value.clashes[0].theirs == "+46812345678"
    set_contact_points(company, "phone", ["+46812345678"], by=alice, seen=[])


def test_an_address_is_made_changed_and_removed(alice, company):
    set_address(company, "visiting", {"street": "Gatan 1", "postcode": "573 41", "city": "Tranås"}, by=alice)
    address = set_address(company, "visiting", {"city": "Aneby"}, by=alice)
    assert (one_line(address), company.addresses.count()) == ("Aneby", 1)
    assert set_address(company, "visiting", {}, by=alice) is None
    assert [change[1:3] for change in history(company)] == [
        ("", "Gatan 1, 573 41 Tranås"),
        ("Gatan 1, 573 41 Tranås", "Aneby"),
        ("Aneby", ""),
    ]


def test_tags_are_set_by_name_and_kept_in_history(alice, company):
    set_tags(company, ["Reference", "Steel"], by=alice)
    set_tags(company, ["steel"], by=alice)
    set_tags(company, ["Steel"], by=alice)
    assert [tag.name for tag in company.tags.all()] == ["Steel"]
    assert [change[:3] for change in history(company)] == [
        ("tags", "", "Reference, Steel"),
        ("tags", "Reference, Steel", "Steel"),
    ]
