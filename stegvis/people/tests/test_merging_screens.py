"""Two records are compared, merged and parted on screens that work by key, by thumb and without scripts."""

import pytest
from django.urls import reverse

from stegvis.people.jobs import look_for_duplicates
from stegvis.people.models import Company, DuplicatePair, Merge
from stegvis.people.operations.creating import create_company, create_person
from stegvis.people.operations.merging import merge_companies
from stegvis.testing import builders


@pytest.fixture
def client(owen, as_member, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return as_member(owen)


def address(name: str, **more) -> str:
    return reverse(name, kwargs={"slug": "granfors"} | more)


def test_one_goes_through_the_pairs_and_merges(client, owen):
    one = create_company(by=owen, name="Ekhamra Plåt AB", industry="Metal", domains=["e.se"])
    two = create_company(by=owen, name="Ekhamra Plat", industry="Steel", domains=["e.se"])
    look_for_duplicates.call()
    page = client.get(address("people:duplicate_companies")).content.decode()
    assert "same domain" in page
    assert "similar name" in page
    pair = DuplicatePair.objects.get(workspace=owen.workspace)
    to = address("people:company_merging", pk=one.pk)
    compared = client.get(to, {"with": two.pk, "pair": pair.pk}).content.decode()
    assert "Steel" in compared
    assert 'name="fact-industry"' in compared
    answer = client.post(to, {"with": two.pk, "pair": pair.pk, "fact-industry": "other"})
    assert answer.headers["Location"] == address("pages:company", pk=one.pk)
    one.refresh_from_db()
    assert one.industry == "Steel"
    old = client.get(address("pages:company", pk=two.pk))
    assert (old.status_code, old.headers["Location"]) == (301, address("pages:company", pk=one.pk))
    merge = Merge.objects.get(workspace=owen.workspace)
    assert client.post(address("people:merge_undoing", pk=merge.pk)).status_code == 303
    assert client.get(address("pages:company", pk=two.pk)).status_code == 200


def test_history_of_the_other_is_read_on_the_kept_one(client, owen, alice):
    one, two = builders.make_company(owen, "One"), builders.make_company(owen, "Two")
    client.post(address("people:company_fact", pk=two.pk, key="industry"), {"industry": "Woodwork"})
    merge_companies(one, two, by=owen)
    page = client.get(address("pages:company_changes", pk=one.pk)).content.decode()
    assert "Woodwork" in page
    assert "Merged with" in page


def test_a_merged_private_record_does_not_give_away_its_heir(as_member, owen, bob, client):
    one, two = builders.make_company(owen, "One", private=True), builders.make_company(owen, "Two")
    merge_companies(one, two, by=owen)
    assert as_member(bob).get(address("pages:company", pk=two.pk)).status_code == 404


def test_somebody_to_merge_with_is_found_by_the_beginning_of_the_name(client, owen):
    one = create_person(by=owen, first_name="Anna", last_name="Berg")
    two = create_person(by=owen, first_name="Annika", last_name="Berg")
    page = client.get(address("people:person_merging", pk=one.pk), {"q": "annik"}).content.decode()
    assert f"?with={two.pk}" in page
    for wrong in ("x", "9" * 30, "-1"):
        assert client.get(address("people:person_merging", pk=one.pk), {"with": wrong}).status_code == 404
    same = client.post(address("people:person_merging", pk=one.pk), {"with": one.pk})
    assert same.status_code == 409


def test_pairs_with_private_records_are_not_shown_to_others(as_member, client, owen, bob):
    create_company(by=owen, name="Ekhamra")
    create_company(by=owen, name="Ekhamra AB", private=True)
    look_for_duplicates.call()
    assert "Ekhamra" in client.get(address("people:duplicate_companies")).content.decode()
    assert "Ekhamra" not in as_member(bob).get(address("people:duplicate_companies")).content.decode()
    pair = DuplicatePair.objects.get(workspace=owen.workspace)
    assert as_member(bob).post(address("people:duplicate_difference", pk=pair.pk)).status_code == 404


def test_not_a_duplicate_can_be_taken_back(client, owen):
    for name in ("Ekhamra", "Ekhamra AB"):
        create_company(by=owen, name=name)
    look_for_duplicates.call()
    pair = DuplicatePair.objects.get(workspace=owen.workspace)
    client.post(address("people:duplicate_difference", pk=pair.pk))
    assert "No duplicates" in client.get(address("people:duplicate_companies")).content.decode()
    client.post(address("people:duplicate_return", pk=pair.pk))
    assert "Compare" in client.get(address("people:duplicate_companies")).content.decode()


def test_who_types_a_similar_name_is_told(client, owen):
    create_company(by=owen, name="Ekhamra Plåt AB")
    look_for_duplicates.call()
    told = client.post(address("people:new_company"), {"name": "Ekhammra Plat"})
    assert told.status_code == 422
    assert "similar name" in told.content.decode()
    assert Company.objects.filter(workspace=owen.workspace).count() == 1
