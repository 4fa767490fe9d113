"""A list is worked through without a mouse: narrowed, walked, edited in place, and changed many at once."""

import pytest

from stegvis.people.operations.creating import create_company

NAMES = ["Alnö Gjuteri", "Björkö Varv", "Dalby Data", "Xylo Music"]


@pytest.fixture
def companies(alice):
    return [create_company(by=alice, name=name, source="Fair") for name in NAMES]


def test_a_list_is_edited_by_keys_alone(desktop_page, sign_in, expect_accessible, alice, owen, companies):
    page, press = desktop_page, desktop_page.keyboard.press
    sign_in(page, alice)
    page.goto("/w/granfors/companies/?columns=industry,employees,source&name=a")
    cell = page.locator(f'#row-{companies[0].pk} > [data-column="industry"]')
    page.locator(f'#row-{companies[0].pk} > [data-column="name"]').focus()
    press("ArrowRight")
    page.keyboard.type("Foundry")
    page.locator(".cell-editor input.input").wait_for()
    expect_accessible(page)
    press("Tab")
    cell.get_by_text("Foundry").wait_for()
    page.locator(f'#row-{companies[0].pk} > [data-column="employees"]:focus').wait_for()
    press("F2")
    page.locator(".cell-editor input.input").wait_for()
    page.keyboard.type("-4")
    press("Enter")
    assert page.locator(".cell-editor input.input").input_value() == "-4"
    press("Control+a")
    page.keyboard.type("40")
    press("Enter")
    page.locator(f'#row-{companies[1].pk} > [data-column="employees"]:focus').wait_for()
    companies[0].refresh_from_db()
    assert (companies[0].industry, companies[0].employees) == ("Foundry", 40)
    press("Space")
    press("ArrowUp")
    press("Space")
    assert page.locator("[data-pick-pair]").get_attribute("href").endswith(f"?with={companies[1].pk}")
    expect_accessible(page)
    page.get_by_role("button", name="Add tags").focus()
    press("Enter")
    page.get_by_role("textbox", name="Tags").fill("fair")
    press("Enter")
    page.get_by_text("2 records were changed.").wait_for()
    page.get_by_role("button", name="Undo").focus()
    press("Enter")
    page.get_by_text("Taken back.").wait_for()
    assert not companies[0].tags.exists()
