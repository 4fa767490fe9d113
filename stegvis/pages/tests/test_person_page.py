"""The pages of people: who sees what, what stands there, and what it costs."""

import pytest
from django.urls import reverse

from stegvis.people.operations.creating import create_person
from stegvis.testing.builders import make_company, make_deal, make_person


@pytest.fixture
def company(alice):
    return make_company(alice, "Nordan Möbel AB", country="SE", name_key="nordan mobel ab")


@pytest.fixture
def sara(alice, company):
    return create_person(
        by=alice,
        first_name="Sara",
        last_name="Nordan",
        job_title="Managing director",
        company=company,
        emails=["sara@nordan.example"],
        phones=["070-123 45 67"],
        language="sv",
        tags=["Decides"],
    )


def address(name, record=None) -> str:
    return reverse(name, kwargs={"slug": "granfors"} | ({"pk": record.pk} if record else {}))


def page(client, person, name="pages:person") -> str:
    answer = client.get(address(name, person))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_the_facts_as_people_write_them(as_member, alice, sara):
    text = page(as_member(alice), sara)
    for fact in (
        "Sara Nordan",
        "Managing director",
        "Nordan Möbel AB",
        "Swedish",
        "070-123\u00a045\u00a067",
        "Decides",
    ):
        assert fact in text
    assert 'href="tel:+46701234567"' in text


def test_everybody_of_the_workspace_sees_it_and_nobody_else(as_member, client, alice, bob, vera, charlie, sara):
    for member in (alice, bob, vera):
        page(as_member(member), sara)
        page(as_member(member), sara, "pages:person_changes")
    for name in ("pages:person", "pages:person_changes"):
        assert as_member(charlie).get(address(name, sara)).status_code == 404
        assert client.get(address(name, sara)).status_code == 302


def test_deals_and_colleagues_are_named_but_no_private_ones(as_member, alice, bob, process, company, sara):
    make_deal(alice, "Load control", people=[sara], amount=860_000)
    make_deal(alice, "Secret deal", people=[sara], private=True)
    make_person(alice, "Ulf", "Bergqvist", company=company)
    make_person(alice, "Secret", "Person", company=company, private=True)
    text = page(as_member(bob), sara)
    assert "SEK\u00a0860,000" in text
    assert "Ulf Bergqvist" in text
    assert "Secret" not in text
    assert "Secret deal" in page(as_member(alice), sara)


def test_a_private_company_is_not_given_away_by_its_people(as_member, alice, bob, company, sara):
    company.private = True
    company.save(update_fields=["private"])
    for text in (page(as_member(bob), sara), as_member(bob).get(address("pages:people")).content.decode()):
        assert "Nordan Möbel" not in text
    assert "Nordan Möbel" in page(as_member(alice), sara)


def test_the_list_narrows_to_a_company_by_number_or_name(as_member, alice, company, sara):
    make_person(alice, "Else", "Where")
    client = as_member(alice)
    for asked in (str(company.pk), "nordan möbel ab", f"Nordan (#{company.pk})"):
        text = client.get(address("pages:people"), {"company": asked}).content.decode()
        assert "Sara Nordan" in text
        assert "Else Where" not in text
        assert "1 person" in text


@pytest.mark.parametrize("asked", ["999999", "nobody", "\x00", "9" * 10_000, "(#0)", "<script>"])
def test_a_company_that_is_none_is_left_out_with_a_notice(as_member, alice, sara, asked):
    text = as_member(alice).get(address("pages:people"), {"company": asked}).content.decode()
    assert "was not understood" in text
    assert "Sara Nordan" in text


def test_strangers_see_no_list(as_member, client, charlie, vera):
    assert "No people yet" in as_member(vera).get(address("pages:people")).content.decode()
    assert as_member(charlie).get(address("pages:people")).status_code == 404
    assert client.get(address("pages:people")).status_code == 302


def test_pages_cost_the_same_with_much_and_with_little(
    as_member, alice, process, company, sara, django_assert_max_num_queries
):
    client = as_member(alice)
    client.get("/w/granfors/people/")
    make_deal(alice, people=[sara])
    make_person(alice, company=company)
    asked = {"columns": "job_title,company,email,phone,tags,source,added,owner"}
    with django_assert_max_num_queries(12) as one:
        page(client, sara)
    with django_assert_max_num_queries(12) as some:
        client.get(address("pages:people"), asked)
    for number in range(12):
        make_deal(alice, f"Deal {number}", people=[sara])
        other = make_company(alice, f"C{number}")
        create_person(by=alice, first_name=f"P{number}", company=other, emails=["a@b.se"], tags=["X", "Y"])
        make_person(alice, company=company)
    with django_assert_max_num_queries(len(one)):
        page(client, sara)
    with django_assert_max_num_queries(len(some)):
        client.get(address("pages:people"), asked)


def test_all_deals_of_a_company_or_person_are_one_press_away(as_member, alice, process, company, sara):
    for number in range(9):
        make_deal(alice, f"Deal {number}", company=company, people=[sara])
    make_deal(alice, "Another deal")
    client = as_member(alice)
    for name, record in (("company", company), ("person", sara)):
        link = f"/w/granfors/deals/list/?status=all&amp;{name}={record.pk}"
        assert link in page(client, record, f"pages:{name}")
        listed = client.get(link.replace("&amp;", "&")).content.decode()
        assert all(f"Deal {number}" in listed for number in range(9))
        assert "Another deal" not in listed
