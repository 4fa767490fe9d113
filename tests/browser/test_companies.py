"""Companies and people in the browser: finding one, changing a fact in place, adding and deleting, on both sizes."""

import pytest
from playwright.sync_api import Page, expect

from stegvis.people.operations.creating import create_company, create_person
from stegvis.people.operations.editing import edit_company
from stegvis.testing.builders import days_ago, make_deal, stage_of


@pytest.fixture
def company(alice, mia, process):
    """A company with everything a page can show."""
    parent = create_company(by=alice, name="Nordan Gruppen AB")
    made = create_company(
        by=alice,
        name="Nordan Möbel AB",
        country="SE",
        registration_number="5565475489",
        industry="Furniture",
        employees=130,
        revenue=284_000_000,
        revenue_currency="SEK",
        domains=["nordanmobel.example"],
        phones=["0140-55 50 10"],
        emails=["info@nordanmobel.example"],
        address={"street": "Verkstadsgatan 4", "postcode": "573 41", "city": "Tranås", "country": "SE"},
        tags=["Reference", "Furniture"],
        parent=parent,
        source="Fair in Jönköping",
    )
    for first, last, title in (("Sara", "Nordan", "Managing director"), ("Ulf", "Bergqvist", "Plant manager")):
        create_person(
            by=alice, first_name=first, last_name=last, job_title=title, company=made, phones=["070-123 45 67"]
        )
    make_deal(alice, "Energy report, group", company=made, amount=165_000, stage=stage_of(process, "Qualified"))
    make_deal(alice, "Load control, hall 2", company=made, amount=610_000, at=days_ago(90))
    edit_company(made, {"industry": "Furniture and interiors"}, by=mia)
    edit_company(made, {"employees": 131}, by=mia)
    return made


def others(alice, number: int = 70) -> None:
    cities = ("Ludvika", "Tranås", "Mo i Rana", "Łódź")
    for place in range(number):
        create_company(
            by=alice,
            name=f"Firm {place:02} Mekaniska AB",
            industry="Engineering",
            employees=10 + place,
            address={"city": cities[place % 4]},
        )


def forget_refusals(page: Page) -> None:
    """Chromium reports every answer of 422 on its console; here they were asked for."""
    page.messages[:] = [message for message in page.messages if "422" not in message]


def test_a_fact_is_changed_where_it_stands(browser_page: Page, sign_in, alice, company, expect_accessible):
    sign_in(browser_page, alice)
    browser_page.goto(f"/w/granfors/companies/{company.pk}/")
    expect_accessible(browser_page)
    browser_page.get_by_role("link", name="Change: Industry").click()
    field = browser_page.get_by_role("textbox", name="industry")
    expect(field).to_be_focused()
    expect_accessible(browser_page)
    field.fill("Chairs")
    field.press("Enter")
    expect(browser_page.locator(".facts")).to_contain_text("Chairs")
    browser_page.get_by_role("link", name="Change: Industry").click()
    browser_page.get_by_role("textbox", name="industry").fill("Tables")
    browser_page.keyboard.press("Escape")
    expect(browser_page.locator(".facts")).to_contain_text("Chairs")
    expect(browser_page.locator(".fact-form")).to_have_count(0)


def test_a_second_editor_chooses(browser_page: Page, sign_in, alice, mia, company, expect_accessible):
    sign_in(browser_page, alice)
    browser_page.goto(f"/w/granfors/companies/{company.pk}/")
    for act, shown in (("Keep theirs", "Steel 0"), ("Take mine", "Chairs")):
        browser_page.get_by_role("link", name="Change: Industry").click()
        field = browser_page.get_by_role("textbox", name="industry")
        expect(field).to_be_focused()
        edit_company(company, {"industry": "Steel 0" if act == "Keep theirs" else "Steel 1"}, by=mia)
        field.fill("Chairs")
        field.press("Enter")
        expect(browser_page.get_by_text("Mia changed this in the meantime.")).to_be_visible()
        expect_accessible(browser_page)
        browser_page.get_by_role("button", name=act).click()
        expect(browser_page.locator(".fact-form")).to_have_count(0)
        expect(browser_page.locator(".facts")).to_contain_text(shown)
    forget_refusals(browser_page)


def test_a_list_is_narrowed_sorted_and_paged(browser_page: Page, sign_in, alice, company, expect_accessible):
    others(alice)
    sign_in(browser_page, alice)
    browser_page.goto("/w/granfors/companies/")
    expect_accessible(browser_page)
    browser_page.get_by_role("link", name="Next").click()
    expect(browser_page.get_by_text("Nordan Möbel AB")).to_be_visible()
    browser_page.get_by_role("link", name="Back").click()
    expect(browser_page.get_by_text("Firm 00 Mekaniska AB")).to_be_visible()
    browser_page.get_by_role("button", name="Place", exact=True).click()
    browser_page.get_by_role("searchbox", name="Place contains").fill("łódź")
    expect_accessible(browser_page)
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("tbody tr")).to_have_count(17)
    browser_page.get_by_role("link", name="Take the filter “Place” away").click()
    expect(browser_page.locator("tbody tr")).to_have_count(50)


def test_columns_are_chosen(desktop_page: Page, sign_in, alice, company):
    sign_in(desktop_page, alice)
    desktop_page.goto("/w/granfors/companies/")
    desktop_page.get_by_role("button", name="Columns").click()
    desktop_page.get_by_role("checkbox", name="Domain").check()
    desktop_page.get_by_role("checkbox", name="Industry").uncheck()
    desktop_page.get_by_role("button", name="Show these").click()
    expect(desktop_page.get_by_role("columnheader", name="Domain")).to_be_visible()
    desktop_page.goto("/w/granfors/companies/")
    expect(desktop_page.get_by_role("columnheader", name="Domain")).to_be_visible()
    expect(desktop_page.get_by_role("columnheader", name="Industry")).to_have_count(0)


def test_a_company_and_its_person_are_added_and_deleted_with_undo(
    browser_page: Page, sign_in, alice, company, expect_accessible
):
    sign_in(browser_page, alice)
    browser_page.goto("/w/granfors/companies/new/")
    expect_accessible(browser_page)
    browser_page.get_by_label("Name").fill("Nordan Möbel")
    browser_page.get_by_role("button", name="Add the company").click()
    expect(browser_page.get_by_text("same name")).to_be_visible()
    expect_accessible(browser_page)
    forget_refusals(browser_page)
    browser_page.get_by_role("button", name="Add anyway").click()
    expect(browser_page.get_by_role("heading", name="Nordan Möbel", exact=True)).to_be_visible()
    browser_page.get_by_role("button", name="Add a person").click()
    browser_page.get_by_label("First name").fill("Karolina")
    browser_page.get_by_role("button", name="Add the person").click()
    expect(browser_page.get_by_role("link", name="Karolina")).to_be_visible()
    browser_page.get_by_role("button", name="More", exact=True).first.click()
    browser_page.get_by_role("button", name="Delete").click()
    browser_page.get_by_role("button", name="Undo").click()
    expect(browser_page.get_by_text("Brought back.")).to_be_visible()
