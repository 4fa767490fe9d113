"""An administrator cleans up: four files in their encodings, duplicates, an own field, owners, trash, the way out."""

from pathlib import Path

from playwright.sync_api import Page, expect

from stegvis.people.models import Company
from stegvis.testing.jobs import run_jobs

# Whether what is here already comes in again, as it does by mistake.
FILES = (
    ("companies_se_cp1252_semicolon.csv", "skip"),
    ("companies_se_utf8sig_semicolon.csv", "create"),
    ("companies_pl_cp1250_semicolon.csv", "skip"),
    ("companies_no_iso8859-1_semicolon.csv", "skip"),
)
HOME = "/w/granfors"


def test_an_administrator_cleans_up(desktop_page: Page, sign_in, owen, alice, data_folder, expect_accessible):
    page = desktop_page
    sign_in(page, owen)
    for name, again in FILES:
        bring(page, data_folder / "companies" / name, again)
    before = Company.objects.filter(workspace=owen.workspace).count()
    assert Company.objects.filter(workspace=owen.workspace, name="Åviks Måleri AB").count() == 2
    merge_and_take_back(page, expect_accessible)
    assert Company.objects.filter(workspace=owen.workspace).count() == before - 1
    add_a_field(page)
    fill_it_in_the_list(page, expect_accessible)
    give_away(page, "Alice")
    assert Company.objects.filter(workspace=owen.workspace, owner=alice).count() == 2
    delete_and_restore(page, owen, expect_accessible)
    assert "Dalarna" in taken_out(page)


def bring(page: Page, file: Path, again: str) -> None:
    """One file, from choosing it to the report."""
    page.goto(f"{HOME}/imports/new/?kind=companies")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Read the file").click()
    for words in ("Go on to columns", "Go on to values"):
        page.locator(".page-acts").get_by_text(words).click()
    page.locator(f"[name=duplicates][value={again}]").check()
    page.locator(".page-acts button", has_text="Import").click()
    expect(page.get_by_text("The import is about to begin")).to_be_visible()
    run_jobs()
    expect(page.get_by_text("It is all in")).to_be_visible(timeout=15_000)


def merge_and_take_back(page: Page, expect_accessible) -> None:
    """The surest pair becomes one, then two again, then one for good."""
    page.goto(f"{HOME}/duplicates/companies/")
    page.get_by_role("button", name="Look again").click()
    run_jobs()
    page.goto(f"{HOME}/duplicates/companies/")
    expect_accessible(page)
    for last in (False, True):
        page.get_by_role("link", name="Compare").first.click()
        expect_accessible(page)
        page.locator(".compare-acts .primary").click()
        expect(page.locator("#toasts")).to_contain_text("Merged into")
        if not last:
            page.locator("#toasts").get_by_role("button", name="Undo").click()
            expect(page.locator("#toasts")).to_contain_text("The merge was taken back.")
            page.goto(f"{HOME}/duplicates/companies/")


def add_a_field(page: Page) -> None:
    page.goto(f"{HOME}/settings/fields/new/company/")
    page.get_by_label("Name", exact=True).fill("Region")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".own-fields")).to_contain_text("Region")


def fill_it_in_the_list(page: Page, expect_accessible) -> None:
    """Typed into its cells, and the list goes by it."""
    page.goto(f"{HOME}/companies/?columns=own-region&name=maleri")
    cells = page.locator('tbody [data-column="own-region"]')
    for place, words in enumerate(("Skåne", "Dalarna")):
        cells.nth(place).focus()
        page.keyboard.press("Enter")
        page.locator(".cell-editor input.input").wait_for()
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(cells.nth(place)).to_contain_text(words)
    page.locator("thead").get_by_role("link", name="Region").click()
    expect(cells.nth(0)).to_contain_text("Dalarna")
    expect(cells.nth(1)).to_contain_text("Skåne")
    expect_accessible(page)


def give_away(page: Page, name: str) -> None:
    """The owner of the first two rows."""
    for place in range(2):
        page.locator("tbody .pick input").nth(place).check()
    page.locator("#bulk-form").get_by_role("button", name="Owner").click()
    page.locator("#panel select[name=owner]").select_option(label=name)
    page.locator("#panel").get_by_role("button", name="Change 2 records").click()
    expect(page.locator("#toasts")).to_contain_text("2 records were changed.")


def delete_and_restore(page: Page, owen, expect_accessible) -> None:
    """Both go to the trash, and come back from there with what was written of them."""
    here = Company.objects.filter(workspace=owen.workspace)
    before = here.count()
    page.goto(f"{HOME}/companies/?columns=own-region&name=maleri")
    for place in range(2):
        page.locator("tbody .pick input").nth(place).check()
    page.locator("#bulk-form").get_by_role("button", name="Delete").click()
    page.locator("#panel").get_by_role("button", name="Delete").click()
    expect(page.locator("#toasts")).to_contain_text("2 records were deleted.")
    assert here.count() == before - 2
    page.goto(f"{HOME}/trash/")
    expect_accessible(page)
    page.get_by_role("button", name="Restore").first.click()
    expect(page.locator("#toasts")).to_contain_text("Brought back.")
    assert here.count() == before


def taken_out(page: Page) -> str:
    """The file of all companies."""
    page.goto(f"{HOME}/settings/data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Companies as CSV").click()
    return Path(download.value.path()).read_text(encoding="utf-8-sig")
