"""Rows are chosen without a mouse, changed together, taken back, and the list as it is becomes a view."""

import pytest

from stegvis.people.models import Company
from stegvis.people.operations.creating import create_company

NAMES = ["Alnö Gjuteri", "Björkö Varv", "Dalby Data"]


@pytest.fixture
def companies(alice):
    return [create_company(by=alice, name=name) for name in NAMES]


def test_rows_are_chosen_tagged_and_taken_back_and_the_list_is_kept(
    browser_page, sign_in, expect_accessible, alice, companies
):
    page = browser_page
    sign_in(page, alice)
    page.goto("/w/granfors/companies/")
    for name in NAMES[:2]:
        page.get_by_role("link", name=name).focus()
        page.keyboard.press("x")
    expect_accessible(page)
    page.get_by_role("button", name="Add tags").click()
    page.get_by_role("textbox", name="Tags").fill("fair")
    page.get_by_role("button", name="Change 2 records").click()
    page.get_by_text("2 records were changed.").wait_for()
    tagged = Company.objects.visible_to(alice).filter(tags__name="fair")
    assert tagged.count() == 2
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").wait_for()
    assert not tagged.exists()
    page.goto("/w/granfors/companies/?group=owner")
    page.get_by_role("button", name="Save this view").click()
    page.get_by_label("Name of the view").fill("By owner")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="By owner").wait_for()
    expect_accessible(page)
