"""A seller shares a plan, the buyer ticks on a phone, and the seller sees the evidence."""

from playwright.sync_api import expect

from stegvis.testing.builders import make_company, make_criterion, make_deal, make_process, stage_of
from tests.browser.conftest import SCREENS


def test_a_buyers_tick_on_a_phone_is_evidence_on_the_deal(
    desktop_page, chromium, site, sign_in, expect_accessible, alice
):
    process = make_process(alice.workspace)
    make_criterion(stage_of(process, "Lead"), "They told us the budget")
    deal = make_deal(alice, process=process, company=make_company(alice))
    page = desktop_page
    sign_in(page, alice)
    page.goto(f"/w/granfors/deals/{deal.pk}/")
    page.get_by_role("button", name="Make a plan from the process").click()
    expect(page.locator("#plan")).to_contain_text("They told us the budget")
    page.locator("#link_name").fill("Anna Buyer")
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#made-link").inner_text()
    expect_accessible(page)

    phone = chromium.new_context(base_url=site, java_script_enabled=True, locale="en", **SCREENS["phone"])
    buyer = phone.new_page()
    buyer.goto(link[link.index("/plan/") :])
    expect_accessible(buyer)
    buyer.get_by_role("button", name="Mark as done: They told us the budget").click()
    expect(buyer.get_by_role("status")).to_contain_text("Thank you")
    expect(buyer.locator(".plan-steps")).to_contain_text("Done by Anna Buyer")
    assert buyer.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.close()

    page.goto(f"/w/granfors/deals/{deal.pk}/")
    expect(page.locator("#deal-evidence")).to_contain_text("Confirmed by the buyer")
    expect(page.locator("#deal-story")).to_contain_text("Anna Buyer confirmed on the shared plan")
    expect(page.locator("#deal-plan")).to_contain_text("Anna Buyer")
