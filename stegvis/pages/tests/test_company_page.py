"""The pages of companies: who sees what, what stands there, and what it costs."""

import pytest
from django.urls import reverse

from stegvis.deals.operations.moving import win_deal
from stegvis.people.operations.creating import create_company, create_person
from stegvis.people.operations.editing import edit_company
from stegvis.testing.builders import make_company, make_deal, make_person, stage_of

HOSTILE = "<script>alert(1)</script>\u202e🙂 {{ 7*7 }}"


@pytest.fixture
def company(alice):
    return create_company(
        by=alice,
        name="Nordan Möbel AB",
        country="SE",
        employees=130,
        revenue=284_000_000,
        revenue_currency="SEK",
        domains=["nordan.example"],
        phones=["0140-55 50 10"],
        emails=["info@nordan.example"],
        address={"street": "Verkstadsgatan 4", "postcode": "573 41", "city": "Tranås"},
        tags=["Reference"],
    )


def address(name, record=None, **more) -> str:
    kwargs = {"slug": "granfors"} | ({"pk": record.pk} if record else {}) | more
    return reverse(name, kwargs=kwargs)


def page(client, company, name="pages:company") -> str:
    answer = client.get(address(name, company))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_the_facts_as_people_write_them(as_member, alice, company):
    text = page(as_member(alice), company)
    for fact in (
        "Nordan Möbel AB",
        "Sweden",
        "130",
        "SEK\u00a0284,000,000",
        "0140-55\u00a050\u00a010",
        "Tranås",
        "Reference",
    ):
        assert fact in text
    assert 'href="tel:+46140555010"' in text
    assert 'href="mailto:info@nordan.example"' in text


def test_everybody_of_the_workspace_sees_it_and_nobody_else(as_member, client, alice, bob, vera, charlie, company):
    for member in (alice, bob, vera):
        page(as_member(member), company)
    assert as_member(charlie).get(address("pages:company", company)).status_code == 404
    assert client.get(address("pages:company", company)).headers["Location"].startswith("/accounts/login/")


def test_only_who_may_change_it_is_offered_to(as_member, alice, bob, vera, company):
    pen, bin_, deal = "fact-pen", "/deletion/", "/deals/new/"
    assert all(part in page(as_member(alice), company) for part in (pen, bin_, deal))
    seen_by_bob = page(as_member(bob), company)
    assert deal in seen_by_bob
    assert not any(part in seen_by_bob for part in (pen, bin_))
    assert not any(part in page(as_member(vera), company) for part in (pen, bin_, f"{deal}?company"))


def test_a_private_company_is_there_for_its_owner_only(as_member, alice, bob, company):
    company.private = True
    company.save(update_fields=["private"])
    assert "Private" in page(as_member(alice), company)
    assert as_member(bob).get(address("pages:company", company)).status_code == 404
    assert "Nordan" not in as_member(bob).get(address("pages:companies")).content.decode()


def test_a_private_parent_company_and_a_private_deal_are_not_given_away(as_member, alice, bob, process, company):
    parent = make_company(alice, "Secret Holding", private=True)
    edit_company(company, {"parent": parent}, by=alice)
    make_deal(alice, "Secret deal", company=company, private=True)
    make_person(alice, "Secret", "Person", company=company, private=True)
    make_company(alice, "Secret part", parent=company, private=True)
    assert "Secret Holding" in page(as_member(alice), company)
    assert "Secret" not in page(as_member(bob), company)
    assert "Secret" not in page(as_member(bob), company, "pages:company_changes")


def test_deals_stand_open_ones_first_with_their_counts(as_member, alice, process, company):
    won = make_deal(alice, "Old one", company=company, amount=5)
    win_deal(won, by=alice)
    make_deal(alice, "New one", company=company, amount=1000, stage=stage_of(process, "Qualified"))
    text = page(as_member(alice), company)
    assert text.index("New one") < text.index("Old one")
    assert "1 open, 1 won" in text


def test_parts_and_people_of_a_company_are_named(as_member, alice, company):
    make_company(alice, "Daughter AB", parent=company)
    create_person(by=alice, first_name="Sara", last_name="Nordan", company=company, phones=["070-123 45 67"])
    text = page(as_member(alice), company)
    assert "Daughter AB" in text
    assert "Sara Nordan" in text
    assert "tel:+46701234567" in text


def test_what_was_changed_is_told_newest_first(as_member, alice, mia, company):
    for number in range(12):
        edit_company(company, {"industry": f"Trade {number}"}, by=mia if number % 2 else alice)
    text = page(as_member(alice), company)
    assert "Mia</b> changed Industry from “Trade 10” to “Trade 11”" in text
    assert "Trade 2”" not in text
    everything = page(as_member(alice), company, "pages:company_changes")
    assert "“Trade 0”" in everything
    assert "set Industry" in everything


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "\x00", "1"])
def test_any_place_in_the_changes_can_be_asked_for(as_member, alice, company, before):
    assert as_member(alice).get(address("pages:company_changes", company), {"before": before}).status_code == 200


def test_hostile_texts_are_shown_as_texts(as_member, alice, process):
    company = create_company(by=alice, name=HOSTILE, description=HOSTILE * 100, source=HOSTILE, tags=[HOSTILE[:40]])
    edit_company(company, {"industry": HOSTILE}, by=alice)
    make_deal(alice, HOSTILE, company=company)
    text = page(as_member(alice), company) + as_member(alice).get(address("pages:companies")).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_the_page_costs_the_same_with_much_and_with_little(
    as_member, alice, process, company, django_assert_max_num_queries
):
    client = as_member(alice)
    client.get(address("pages:companies"))
    make_deal(alice, company=company)
    make_person(alice, company=company)
    make_company(alice, "Part", parent=company)
    with django_assert_max_num_queries(12) as little:
        page(client, company)
    for number in range(12):
        make_deal(alice, f"Deal {number}", company=company)
        make_person(alice, f"P{number}", company=company)
        make_company(alice, f"Part {number}", parent=company)
    with django_assert_max_num_queries(len(little)):
        page(client, company)


def test_the_list_filters_sorts_and_pages(as_member, alice, company):
    for number in range(60):
        make_company(alice, f"Firm {number:02}", employees=number)
    client = as_member(alice)
    first = client.get(address("pages:companies")).content.decode()
    assert "61 companies" in first
    assert "Firm 49" in first
    assert "Firm 50" not in first
    assert "after=" in first
    narrowed = client.get(address("pages:companies"), {"employees-from": "58", "sort": "-employees"}).content.decode()
    assert [narrowed.index(name) for name in ("Nordan", "Firm 59", "Firm 58")] == sorted(
        narrowed.index(name) for name in ("Nordan", "Firm 59", "Firm 58")
    )
    assert "3 companies" in narrowed
    assert "Take the filter" in narrowed


def test_the_list_says_when_nothing_passes_and_when_there_is_nothing(as_member, alice, bob, vera):
    assert "No companies yet" in as_member(alice).get(address("pages:companies")).content.decode()
    make_company(alice)
    nothing = as_member(vera).get(address("pages:companies"), {"name": "zzz"}).content.decode()
    assert "Nothing passes these filters" in nothing
    assert "New company" not in nothing


@pytest.mark.parametrize("asked", [{"columns": "phone,domain,registration,tags,source,country,added,city,owner"}, {}])
def test_the_list_costs_the_same_with_many_rows(as_member, alice, process, asked, django_assert_max_num_queries):
    client = as_member(alice)
    client.get(address("pages:companies"))

    def some(number):
        company = create_company(
            by=alice, name=f"C{number}", phones=["08-123 456 78"], tags=["A", "B"], domains=["x.se"]
        )
        make_deal(alice, company=company, amount=5)

    some(0)
    with django_assert_max_num_queries(12) as few:
        client.get(address("pages:companies"), asked)
    for number in range(1, 20):
        some(number)
    with django_assert_max_num_queries(len(few)):
        client.get(address("pages:companies"), asked)


def test_open_deals_are_summed_and_asked_for(as_member, alice, bob, process, company):
    make_deal(alice, company=company, amount=1000)
    make_deal(alice, company=company, amount=240, private=True)
    make_company(alice, "Without deals")
    assert "SEK\u00a01,240" in as_member(alice).get(address("pages:companies"), {"open": "yes"}).content.decode()
    seen = as_member(bob).get(address("pages:companies"), {"open": "yes"}).content.decode()
    assert "SEK\u00a01,000" in seen
    assert "Without deals" not in seen
    assert "Nordan" not in as_member(bob).get(address("pages:companies"), {"open": "no"}).content.decode()


def test_strangers_see_no_list(as_member, client, charlie):
    assert as_member(charlie).get(address("pages:companies")).status_code == 404
    assert client.get(address("pages:companies")).status_code == 302
