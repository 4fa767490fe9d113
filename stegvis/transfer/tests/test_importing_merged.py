"""Importing the same file again after a merge makes nothing; who asks for it recognises by phone and similar name."""

from stegvis.people.jobs import look_for_duplicates
from stegvis.people.models import Company, Person
from stegvis.people.operations.merging import merge_companies, merge_people
from stegvis.transfer.tests.importing import bring, figures

TWINS = """
    Name,External ID,Organisation number
    Ekhamra Plåt AB,a-1,556723-9313
    Ekhamra Plat,a-2,556547-5489
"""
PEOPLE = """
    First name,Last name,External ID,Email,Phone
    Anna,Berg,p-1,anna@x.example,+46812345678
    Anna,Bergh,p-2,ab@y.example,
"""


def test_merged_companies_are_found_by_all_their_old_names(tmp_path, owen):
    bring(tmp_path, "companies", TWINS, by=owen)
    one, two = Company.objects.filter(workspace=owen.workspace).order_by("pk")
    merge_companies(one, two, by=owen)
    assert figures(bring(tmp_path, "companies", TWINS, by=owen)) == (0, 0, 2, 0)
    by_name = "Name\nEkhamra Plat\n"
    assert figures(bring(tmp_path, "companies", by_name, by=owen)) == (0, 0, 1, 0)


def test_merged_people_are_found_by_their_old_numbers(tmp_path, owen):
    bring(tmp_path, "people", PEOPLE, by=owen)
    one, two = Person.objects.filter(workspace=owen.workspace).order_by("pk")
    merge_people(one, two, by=owen)
    assert figures(bring(tmp_path, "people", PEOPLE, by=owen)) == (0, 0, 2, 0)


def test_similar_names_and_phones_are_recognised_where_asked_for(tmp_path, owen):
    bring(tmp_path, "companies", TWINS, by=owen)
    bring(tmp_path, "people", PEOPLE, by=owen)
    look_for_duplicates.call()
    typed = "Name\nEkhammra Plåt\n"
    assert figures(bring(tmp_path, "companies", typed, by=owen, match=["similar"])) == (0, 0, 1, 0)
    called = "First name,Last name,Phone\nA.,B.,+46812345678\n"
    assert figures(bring(tmp_path, "people", called, by=owen, match=["phone"])) == (0, 0, 1, 0)
