"""From an empty installation to a team: the first run, an invitation, the settings; on both sizes."""

import pytest
from playwright.sync_api import Page, expect

from stegvis.testing.builders import PASSWORD
from stegvis.workspaces.models import Member, User, Workspace
from stegvis.workspaces.operations.inviting import invite_member
from stegvis.workspaces.operations.tagging import ensure_tag
from stegvis.workspaces.operations.teams import create_team

SCREENS = ("you", "workspace", "members", "teams", "teams/new", "permissions", "tags", "mail", "audit", "about")


def test_an_empty_installation_is_set_up_in_three_steps(browser_page: Page, expect_accessible):
    page = browser_page
    page.goto("/")
    expect(page).to_have_url("/welcome/")
    page.get_by_label("Your name").fill("Karin Lind")
    page.get_by_role("button", name="Norsk").click()
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    expect(page.locator("[name=name]")).to_have_value("Karin Lind")
    expect(page.locator("[name=currency]")).to_have_value("NOK")
    page.get_by_role("button", name="English").click()
    expect_accessible(page)
    page.get_by_label("E-mail").fill("karin@granfors.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Name of the workspace").fill("Granfors")
    page.get_by_label("Name of the workspace").press("Enter")
    expect(page).to_have_url("/w/granfors/start/process/")
    page.locator("input[value=car-dealer]").check()
    expect(page.locator("#look-head")).to_have_text("Car dealer")
    expect_accessible(page)
    page.locator("button:visible", has_text="Start with this process").first.click()
    expect(page).to_have_url("/w/granfors/start/data/")
    expect_accessible(page)
    assert Member.objects.get(workspace=Workspace.objects.get()).email == "karin@granfors.example"


def test_an_invited_seller_joins_by_the_link(browser_page: Page, owen, expect_accessible):
    made = invite_member("nina@granfors.example", "seller", by=owen)
    browser_page.goto(f"/invitations/{made.token}/")
    expect_accessible(browser_page)
    browser_page.get_by_label("Your name").fill("Nina Holm")
    browser_page.get_by_label("Password").fill(PASSWORD)
    browser_page.get_by_role("button", name="Make an account and join").click()
    browser_page.wait_for_url("**/w/granfors/**")
    assert User.objects.get(email="nina@granfors.example").name == "Nina Holm"


@pytest.mark.parametrize("place", SCREENS)
def test_every_place_of_settings_fits_the_screen_and_is_accessible(
    place, browser_page: Page, owen, alice, sign_in, expect_accessible
):
    create_team("North", [alice], by=owen)
    ensure_tag("Trade show", by=owen)
    ensure_tag("Partner", by=owen)
    invite_member("nina@granfors.example", "seller", by=owen)
    sign_in(browser_page, owen)
    browser_page.goto(f"/w/granfors/settings/{place}/")
    expect(browser_page.locator(".settings-nav [aria-current=page]")).to_be_visible()
    expect_accessible(browser_page)
    width = browser_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0


def test_a_permission_is_saved_at_once(desktop_page: Page, owen, sign_in, workspace):
    sign_in(desktop_page, owen)
    desktop_page.goto("/w/granfors/settings/permissions/")
    desktop_page.get_by_label("Change: Seller").select_option("team")
    expect(desktop_page.locator(".grant.changed", has=desktop_page.locator("#grant-seller-edit"))).to_be_visible()
    workspace.refresh_from_db()
    assert workspace.grants == {"seller": {"edit": "team"}}


def test_a_deleted_team_comes_back_with_undo(browser_page: Page, owen, sign_in):
    create_team("North", [owen], by=owen)
    sign_in(browser_page, owen)
    browser_page.goto("/w/granfors/settings/teams/")
    browser_page.get_by_role("button", name="Delete the team North").click()
    expect(browser_page.get_by_text("No teams yet")).to_be_visible()
    browser_page.get_by_role("button", name="Undo").click()
    expect(browser_page.get_by_text("Brought back.")).to_be_visible()
    expect(browser_page.locator(".rows")).to_contain_text("North")
