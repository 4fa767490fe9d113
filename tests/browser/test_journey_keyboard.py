"""The board without a mouse: making, finding, opening, moving, winning, losing and parking deals by keys alone."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Locator, Page, expect

from stegvis.deals.models import Deal
from stegvis.testing.builders import make_company, make_criterion, make_deal, make_lost_reason, stage_of

BOARD = "/w/granfors/deals/"
WHY = "Their buyer is on leave until Monday"


@pytest.fixture
def deals(alice, process) -> SimpleNamespace:
    """Two deals in Lead, which asks for evidence, and two in Qualified, which does not."""
    make_criterion(stage_of(process, "Lead"), "They told us the budget")
    make_lost_reason(alice.workspace, "Price")
    make_company(alice, "Ekhamra Plåt AB")
    there = {"process": process, "stage": stage_of(process, "Qualified")}
    return SimpleNamespace(
        load=make_deal(alice, "Load control", process=process),
        alarms=make_deal(alice, "Alarms", process=process),
        meters=make_deal(alice, "Meters", **there),
        pumps=make_deal(alice, "Pumps", **there),
    )


@pytest.fixture
def board(desktop_page: Page, deals, sign_in, alice) -> Page:
    """Alice at the board, with the focus on it."""
    sign_in(desktop_page, alice)
    desktop_page.goto(BOARD)
    tab_to(desktop_page, desktop_page.locator(".board"))
    return desktop_page


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; fails when it never gets it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def card(page: Page, deal: Deal) -> Locator:
    return page.locator(f"#deal-{deal.pk} > a")


def choose(page: Page, deal: Deal) -> None:
    """Walk to the card by arrows, from wherever the focus is on the board."""
    wanted = card(page, deal)
    page.keyboard.press("ArrowDown")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowDown"):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    expect(wanted).to_be_focused()


def expect_stage(deal: Deal, stage: str) -> None:
    deal.refresh_from_db()
    assert deal.stage.name == stage


def test_the_question_mark_shows_the_keys(board: Page, deals, expect_accessible):
    choose(board, deals.load)
    board.keyboard.press("?")
    keys = board.locator("#keys")
    for says in (
        "New deal",
        "Move the chosen card",
        "Win the chosen card",
        "Lose the chosen card",
        "Park the chosen card",
    ):
        expect(keys).to_contain_text(says)
    expect_accessible(board)
    board.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(card(board, deals.load)).to_be_focused()


def test_n_makes_a_deal_in_one_line(board: Page):
    board.keyboard.press("n")
    line = board.get_by_label("Company, title, value")
    expect(line).to_be_focused()
    # Nobody types before the field listens, but for this test.
    expect(line).to_have_attribute("data-htmx-powered", "true")
    board.keyboard.type("Ekhamra Plåt AB, Hall 3, 120k")
    expect(board.locator("#line-reading")).to_contain_text("120,000")
    board.keyboard.press("Enter")
    expect(board.get_by_role("heading", name="Hall 3")).to_be_visible()
    tab_to(board, board.locator(".crumbs").get_by_role("link", name="Pipeline"))
    board.keyboard.press("Enter")
    expect(board.locator(".deal-card", has_text="Hall 3")).to_be_visible()


def test_enter_opens_a_deal_and_escape_gives_the_focus_back(board: Page, deals, expect_accessible):
    choose(board, deals.load)
    board.keyboard.press("Enter")
    panel = board.locator("#panel")
    expect(panel.get_by_role("heading", name="Load control")).to_be_visible()
    expect(panel.locator(":focus")).to_have_count(1)
    expect_accessible(board)
    board.keyboard.press("Escape")
    expect(panel).to_be_empty()
    expect(card(board, deals.load)).to_be_focused()


def test_m_moves_the_chosen_card_with_a_sentence_for_what_is_missing(board: Page, deals):
    choose(board, deals.load)
    board.keyboard.press("m")
    sheet = board.locator("#move-sheet")
    expect(sheet.get_by_role("button", name="Qualified")).to_be_focused()
    board.keyboard.press("Enter")
    expect(sheet.get_by_label("Going on without it? Say why")).to_be_focused()
    board.keyboard.type(WHY)
    board.keyboard.press("Enter")
    expect(sheet).to_be_hidden()
    expect(board.get_by_role("region", name="Qualified")).to_contain_text("Load control")
    expect(card(board, deals.load)).to_be_focused()
    expect_stage(deals.load, "Qualified")
    assert deals.load.moves.latest("pk").reason == WHY
    board.messages.clear()  # the question is an answer 422, which the console reports


def test_escape_leaves_the_deal_where_it_was(board: Page, deals):
    choose(board, deals.load)
    for key in ("m", "l", "p"):
        board.keyboard.press(key)
        expect(board.locator("#move-sheet :focus")).to_have_count(1)
        board.keyboard.press("Escape")
        expect(board.locator("#move-sheet")).to_be_hidden()
        expect(card(board, deals.load)).to_be_focused()
    expect_stage(deals.load, "Lead")
    board.messages.clear()


def test_w_wins_l_loses_and_p_parks(board: Page, deals):
    choose(board, deals.meters)
    board.keyboard.press("w")
    expect(card(board, deals.meters)).to_have_count(0)
    expect(card(board, deals.pumps)).to_be_focused()
    board.keyboard.press("p")
    expect(board.get_by_role("button", name="In 30 days")).to_be_focused()
    board.keyboard.press("Enter")
    expect(card(board, deals.pumps)).to_have_count(0)
    tab_to(board, board.locator(".board"))
    choose(board, deals.alarms)
    board.keyboard.press("l")
    expect(board.get_by_role("radio", name="Price")).to_be_focused()
    board.keyboard.press("Space")
    board.keyboard.press("Enter")
    expect(card(board, deals.alarms)).to_have_count(0)
    expect(card(board, deals.load)).to_be_focused()
    for deal, stage in ((deals.meters, "Won"), (deals.pumps, "Fridge"), (deals.alarms, "Lost")):
        expect_stage(deal, stage)
    board.messages.clear()
