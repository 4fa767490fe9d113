"""An import in the browser, from the file to the report and back again, on both sizes."""

from playwright.sync_api import Locator, Page, expect

from stegvis.testing.jobs import run_jobs
from stegvis.transfer.models import Import

FILE = (
    "Deal ID;Title;Company;Value;Stage;Owner;Close date;Colour\n"
    "1;Load control;Ekhamra;1 000,50;Lead;Alice;05/06/2026;red\n"
    "2;Alarms;Kiln;ca 200;Won;Nils;06/05/2026;blue\n"
)


def press(page: Page, desk: str, thumb: str) -> None:
    """The one act of a step: in the head of the page on a desktop, at the thumb on a phone."""
    phone = (page.viewport_size or {"width": 1440})["width"] < 768
    place = page.locator(".dock" if phone else ".page-acts")
    place.get_by_text(thumb if phone else desk, exact=False).click()


def test_a_file_comes_in_and_is_taken_back(browser_page: Page, sign_in, mia, alice, process, expect_accessible):
    page = browser_page
    sign_in(page, mia)
    page.goto(f"/w/{mia.workspace.slug}/imports/new/")
    expect_accessible(page)
    page.set_input_files(
        "input[type=file]", files=[{"name": "deals.csv", "mimeType": "text/csv", "buffer": FILE.encode("cp1252")}]
    )
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("One column can be read in two ways.")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("button", name="5\N{NO-BREAK SPACE}June\N{NO-BREAK SPACE}2026").click()
    expect(page.get_by_text("One column can be read in two ways.")).to_be_hidden()
    page.get_by_label("Decimals").select_option(",")
    expect(page.get_by_role("cell", name="Load control")).to_be_visible()
    press(page, "Go on to columns", "Go on")
    expect(page.get_by_text("columns recognised")).to_be_visible()
    page.get_by_label("Only those that need me").check()
    expect(page.get_by_text("Deal ID", exact=True)).to_be_hidden()
    expect_accessible(page)
    press(page, "Go on to values", "Go on")
    expect(page.get_by_text("Not a figure")).to_be_visible()
    expect_accessible(page)
    page.get_by_label("Update it").check()
    press(page, "Import 2 rows", "Import")
    expect(page.get_by_text("The import is about to begin")).to_be_visible()
    expect_accessible(page)
    run_jobs()
    expect(page.get_by_text("It is all in")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("is not a number")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_role("heading", name="The import is being taken back")).to_be_visible()
    run_jobs()
    expect(page.get_by_text("Nothing of it is left.")).to_be_visible(timeout=10_000)
    assert Import.objects.get(workspace=mia.workspace).state == "undone"
    page.goto(f"/w/{mia.workspace.slug}/settings/data/")
    expect(page.get_by_role("link", name="deals.csv")).to_be_visible()
    expect_accessible(page)


def test_the_way_through_by_keyboard_alone(desktop_page: Page, sign_in, mia, alice, process):
    page, board = desktop_page, desktop_page.keyboard
    sign_in(page, mia)
    page.goto(f"/w/{mia.workspace.slug}/imports/new/")
    # The system's own window for choosing a file is not the page's: the field is reached by keyboard, then filled.
    reach(page, page.locator("input[type=file]"))
    text = "Deal ID;Title;Stage;Value\n1;Load control;Lead;1000\n2;Alarms;Won;200\n"
    page.set_input_files("input[type=file]", files=[{"name": "d.csv", "mimeType": "text/csv", "buffer": text.encode()}])
    reach(page, page.get_by_role("button", name="Read the file"))
    board.press("Enter")
    for words in ("Go on to columns", "Go on to values", "Import 2 rows"):
        step = page.locator(".page-acts").get_by_text(words, exact=False)
        expect(step).to_be_visible()
        reach(page, step)
        board.press("Enter")
    expect(page.get_by_text("The import is about to begin")).to_be_visible()
    run_jobs()
    expect(page.get_by_text("It is all in")).to_be_visible(timeout=10_000)
    assert Import.objects.get(workspace=mia.workspace).created == 2


def reach(page: Page, wanted: Locator, most: int = 80) -> None:
    """Press Tab until `wanted`, or what it stands in, has the focus."""
    for _ in range(most):
        if wanted.evaluate(
            "one => one === document.activeElement || !!document.activeElement.closest('a, button')?.contains(one)"
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}.")
