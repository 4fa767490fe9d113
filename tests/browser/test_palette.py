"""The palette by keyboard alone, and on the phone: find, go, do."""

from playwright.sync_api import Page, expect

from stegvis.deals.models import Deal
from stegvis.testing.builders import make_company, make_deal, stage_of


def palette(page: Page):
    return page.locator("dialog.palette")


def option(page: Page, words: str):
    return palette(page).get_by_role("option", name=words)


def test_find_go_and_do_without_a_mouse(desktop_page: Page, sign_in, alice, process, expect_accessible):
    page = desktop_page
    deal = make_deal(alice, "Łódź load control", process=process, company=make_company(alice))
    sign_in(page, alice)
    page.goto("/w/granfors/companies/")
    page.keyboard.press("Control+k")
    expect(option(page, "Pipeline")).to_be_visible()
    expect_accessible(page)
    page.keyboard.type("lodz")
    expect(option(page, "Łódź load control")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/deals/{deal.pk}/")
    page.keyboard.press("/")
    page.keyboard.type("move qual")
    expect(option(page, "Move to “Qualified”")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(palette(page)).to_be_hidden()
    expect(page.locator(".toast").first).to_be_visible()
    assert Deal.objects.get(workspace=alice.workspace, pk=deal.pk).stage == stage_of(process, "Qualified")
    page.keyboard.press("Control+k")
    expect(option(page, "Win the deal")).to_be_visible()
    page.keyboard.type("zzzz")
    expect(palette(page).get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(palette(page)).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Ctrl")


def test_the_phone_finds_over_the_whole_screen(phone_page: Page, sign_in, alice, process, expect_accessible):
    page = phone_page
    company = make_company(alice, "Ekhamra Plåt AB")
    sign_in(page, alice)
    page.goto("/w/granfors/deals/")
    page.locator(".bar [popovertarget=more-menu]").tap()
    page.locator("#more-menu").get_by_role("link", name="Search").tap()
    box = palette(page).bounding_box()
    assert box["width"] == 390
    page.keyboard.type("plat")
    expect(option(page, "Ekhamra Plåt AB")).to_be_visible()
    expect_accessible(page)
    option(page, "Ekhamra Plåt AB").tap()
    page.wait_for_url(f"**/companies/{company.pk}/")
