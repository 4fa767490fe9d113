"""A seller works on one deal: ticks, edits where things stand, adds people and products, makes the next one."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from stegvis.deals.models import Deal
from stegvis.people.operations.creating import create_company, create_person
from stegvis.testing.builders import make_criterion, make_deal, make_process, stage_of


@pytest.fixture
def deal(alice) -> Deal:
    process = make_process(alice.workspace)
    make_criterion(stage_of(process, "Lead"), "They told us the budget")
    company = create_company(by=alice, name="Ekhamra Plåt AB")
    create_person(by=alice, first_name="Anders", last_name="Ekhamra", company=company)
    return make_deal(alice, process=process, company=company, amount=Decimal(1000))


def test_a_seller_works_on_a_deal_without_leaving_its_page(browser_page, sign_in, expect_accessible, deal, alice):
    page = browser_page
    sign_in(page, alice)
    page.goto(f"/w/granfors/deals/{deal.pk}/")
    expect_accessible(page)
    page.get_by_role("button", name="They told us the budget").click()
    expect(page.get_by_role("button", name="They told us the budget")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Change: Value").click()
    page.get_by_label("Value", exact=True).fill("45k")
    page.locator("inline-edit").get_by_role("button", name="Save").click()
    expect(page.locator("#deal-head")).to_contain_text("45,000")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_role("button", name="Add Anders Ekhamra").click()
    expect(page.get_by_role("button", name="Add Anders Ekhamra")).to_have_count(0)
    expect(page.locator("#deal-people")).to_contain_text("Anders Ekhamra")
    page.get_by_role("link", name="Add a product").click()
    page.get_by_label("Product", exact=True).first.fill("Sensor")
    page.get_by_label("Price", exact=True).first.fill("500")
    page.locator("#deal-lines").get_by_role("button", name="Save").click()
    expect(page.locator("#deal-head")).to_contain_text("500")
    expect(page.locator("#deal-story")).to_contain_text("Sensor")
    expect_accessible(page)


def test_a_tick_taken_back_comes_again_by_undo(desktop_page, sign_in, deal, alice):
    page = desktop_page
    sign_in(page, alice)
    page.goto(f"/w/granfors/deals/{deal.pk}/")
    seal = page.get_by_role("button", name="They told us the budget")
    seal.click()
    expect(seal).to_have_attribute("aria-pressed", "true")
    seal.click()
    expect(seal).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="They told us the budget")).to_have_attribute("aria-pressed", "true")


def test_one_key_and_one_line_make_a_deal(desktop_page, sign_in, expect_accessible, deal, alice):
    page = desktop_page
    sign_in(page, alice)
    page.goto("/w/granfors/processes/")
    page.locator("body").press("n")
    line = page.get_by_label("Company, title, value")
    line.fill("Ekhamra Plåt AB, Hall 3, 1,5 mln")
    expect(page.locator("#line-reading")).to_contain_text("1,500,000")
    expect_accessible(page)
    line.press("Enter")
    expect(page.get_by_role("heading", name="Hall 3")).to_be_visible()
