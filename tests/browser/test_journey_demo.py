"""A newcomer tries the demo that bin/serve makes: one click in, the board, a deal, another language, and out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from stegvis.testing.demo_site import demo_site


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[str]:
    """The demo's address; made once, as it takes seconds."""
    with demo_site(tmp_path_factory.mktemp("demo")) as address:
        yield address


def test_a_newcomer_looks_around_in_the_demo(browser_page: Page, demo, expect_accessible):
    page = browser_page
    come_in(page, demo, "Manager", expect_accessible)
    expect(page.locator(".deal-card:visible").first).to_be_visible()
    look_into_menus(page, expect_accessible)
    sign_out(page, "Sign out")
    come_in(page, demo, "Seller", expect_accessible)
    open_a_deal(page)
    expect_accessible(page)
    speak(page, "Polski", "pl")
    expect_accessible(page)
    speak(page, "English", "en")
    sign_out(page, "Sign out")


def come_in(page: Page, demo: str, role: str, expect_accessible) -> None:
    """The sign-in page offers the demo's members; one click and one sees the day, another and the board."""
    page.goto(demo)
    expect(page.get_by_role("heading", name="This is a demo workspace")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("button", name=role).first.click()
    expect(page.get_by_role("link", name="All tasks")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("link", name="Pipeline", exact=True).locator("visible=true").click()
    expect(page.get_by_role("heading", name="Pipeline", level=1)).to_be_visible()


def look_into_menus(page: Page, expect_accessible) -> None:
    """What opens from the frame and from the head of the board: each is accessible, Escape closes it."""
    openers = page.locator(":is(.rail, .bar, .page-head) [popovertarget]:visible").all()
    assert len(openers) >= 3
    for opener in openers:
        opener.click()
        opened = page.locator(f"#{opener.get_attribute('popovertarget')}")
        expect(opened).to_be_visible()
        expect_accessible(page)
        page.keyboard.press("Escape")
        expect(opened).to_be_hidden()


def open_a_deal(page: Page) -> None:
    """By a press on its card: at the side on a desktop, as a page on a phone."""
    card = page.locator(".deal-card:visible").first
    title = card.locator(".deal-title").inner_text()
    card.click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def speak(page: Page, name: str, code: str) -> None:
    """Another language, from the member's menu."""
    open_the_menu(page)
    page.locator("#user-menu").get_by_role("button", name=name).click()
    expect(page.locator("html")).to_have_attribute("lang", code)


def sign_out(page: Page, words: str) -> None:
    open_the_menu(page)
    page.locator("#user-menu").get_by_role("button", name=words).click()
    expect(page.get_by_role("heading", name="This is a demo workspace")).to_be_visible()


def open_the_menu(page: Page) -> None:
    """At the foot of the rail on a desktop; on a phone behind the bar's last button."""
    if page.viewport_size["width"] < 768:
        page.locator("[popovertarget=more-menu]").click()
    page.locator("[popovertarget=user-menu]:visible").click()
