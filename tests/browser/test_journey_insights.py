"""A manager's Monday: the reports, one narrowed and followed down to its deals, kept, pinned, and taken along."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from stegvis.deals.operations.recording import PastDeal, Step, record_deals
from stegvis.insights.kinds import all_kinds
from stegvis.processes.models import StageKind
from stegvis.testing.builders import make_lost_reason
from stegvis.workspaces.permissions import Automation

HOME = "/w/granfors/insights/"


@pytest.fixture
def sold(workspace, process, alice, bob) -> None:
    """Sixty deals of half a year: each goes on, is won or lost, or stays where it is."""
    stages, reason = list(process.current.stages.order_by("position")), make_lost_reason(workspace)
    opened = [one for one in stages if one.kind == StageKind.OPEN]
    ended = [one for one in stages if one.kind in (StageKind.WON, StageKind.LOST)]
    dice, deals = random.Random(5), []
    for number in range(60):
        way = [*opened[: dice.randint(1, 3)], *([dice.choice(ended)] if number % 3 else [])]
        begin = timezone.now() - timedelta(days=170 - number * 2)
        steps = [Step(stage, begin + timedelta(days=7 * place)) for place, stage in enumerate(way)]
        lost = {"lost_reason_id": reason.pk} if way[-1].kind == StageKind.LOST else {}
        facts = {"amount": 1000 * (number + 1), "owner_id": dice.choice((alice, bob)).pk, **lost}
        deals.append(PastDeal(f"Deal {number}", steps, "SEK", **facts))
    record_deals(deals, by=Automation("test", workspace))


def test_a_managers_monday(browser_page: Page, sign_in, mia, sold, expect_accessible):
    page = browser_page
    sign_in(page, mia)
    page.goto(HOME)
    expect_accessible(page)
    page.get_by_role("link", name="Funnel").click()
    narrow(page, "Alice")
    behind_a_figure(page)
    keep_it(page)
    pin_it(page)
    take_it_along(page)
    set_targets(page, expect_accessible)
    nothing_is_hard_to_read(page, expect_accessible)


def set_targets(page: Page, expect_accessible) -> None:
    """A year's number spread over its row; a mistake is said at its cell; the report says how far it is."""
    page.goto("/w/granfors/settings/targets/")
    page.get_by_label("Everybody, Spread over the year").fill("4m")
    page.get_by_label("Alice, Q1").fill("a lot")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Alice, Q1")).to_have_accessible_description("This is not a number.")
    expect(page.get_by_label("Everybody, Spread over the year")).to_have_value("4m")
    page.messages.clear()  # the mistake is an answer 422, which the console reports
    expect_accessible(page)
    page.get_by_label("Alice, Q1").fill("250k")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Everybody, Q4")).to_have_value("1,000,000")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Open the report").click()
    expect(page.get_by_text("of the working days are over").first).to_be_visible()


def narrow(page: Page, seller: str) -> None:
    """By a chip: the report, and then the address, are about one seller."""
    page.get_by_role("button", name="Owner").click()
    page.locator("#filter-owner").get_by_text(seller).click()
    page.locator("#filter-owner").get_by_role("button", name="Apply").click()
    expect(page.get_by_role("link", name="Take the filter “Owner” away")).to_be_visible()


def behind_a_figure(page: Page) -> None:
    """From the figure of a headline to as many deals, and back to the same report."""
    figure = page.locator(".stats .figure-link").first
    said = figure.inner_text()
    figure.click()
    expect(page.get_by_text(f"{said} deals").first).to_be_visible()
    page.get_by_role("link", name="Funnel").click()
    expect(page.get_by_role("link", name="Take the filter “Owner” away")).to_be_visible()


def keep_it(page: Page) -> None:
    page.get_by_role("button", name="Save this view").click()
    page.get_by_label("Name of the view").fill("Alice’s funnel")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Alice’s funnel")).to_be_visible()


def pin_it(page: Page) -> None:
    """It stands on the own dashboard, drawn."""
    page.get_by_role("button", name="Put on my dashboard").click()
    page.get_by_label("Title of the card").fill("How Alice does")
    page.locator("#card-new").get_by_role("button", name="Put on my dashboard").click()
    expect(page.get_by_text("It is on your dashboard.")).to_be_visible()
    page.get_by_role("heading", name="How Alice does").scroll_into_view_if_needed()
    expect(page.locator(".dash-card insight-chart[data-drawn]")).to_be_visible()


def take_it_along(page: Page) -> None:
    """A table as a file, a chart as the browser drew it, and the graph that the server draws, as pictures."""
    page.goto(f"{HOME}funnel/")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as table:
        page.locator("#report-export").get_by_role("link", name="as CSV").first.click()
    assert "Lead" in table.value.path().read_text(encoding="utf-8-sig")
    page.keyboard.press("Escape")
    for report in ("funnel", "paths"):
        page.goto(f"{HOME}{report}/")
        with page.expect_download() as picture:
            page.get_by_text("Save as a picture").first.click()
        assert picture.value.path().read_bytes().startswith(b"\x89PNG"), report


def nothing_is_hard_to_read(page: Page, expect_accessible) -> None:
    """Every report, by day on a desktop and by night on a phone; none is wider than its screen."""
    if page.viewport_size["width"] < 500:
        page.emulate_media(color_scheme="dark")
    for kind in all_kinds():
        page.goto(HOME if kind.name == "summary" else f"{HOME}{kind.name}/")
        expect_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind.name
