"""Signing in, in a real browser."""

from playwright.sync_api import Page, expect


def test_alice_signs_in_by_e_mail_and_password(browser_page: Page, alice, expect_accessible):
    alice.user.set_password("correct horse battery")
    alice.user.save()
    browser_page.goto("/accounts/login/")
    expect_accessible(browser_page)
    browser_page.locator("input[name=login]").fill(alice.user.email)
    browser_page.locator("input[name=password]").fill("correct horse battery")
    browser_page.locator("input[name=password]").press("Enter")
    expect(browser_page).not_to_have_url("/accounts/login/")
