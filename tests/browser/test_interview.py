"""Two sellers answer each alone, one on a phone; the manager sees what they agree on, and opens the draft of it."""

import pytest
from playwright.sync_api import expect

from stegvis.discovery.operations.interviewing import start_interview
from stegvis.people.operations.creating import create_company
from stegvis.testing.builders import make_deal, make_member, make_process
from stegvis.workspaces.models import Role


@pytest.fixture
def mia(alice):
    return make_member(alice.workspace, "Marta", Role.MANAGER)


@pytest.fixture
def interview(alice, mia):
    process = make_process(alice.workspace)
    bob = make_member(alice.workspace, "Robert")
    company = create_company(by=alice, name="Sundsbo Färg AB")
    deal = make_deal(alice, process=process, company=company, source="Fair")
    started = start_interview("How we sell", [deal], [alice, bob], by=mia)
    started.bob = bob
    return started


def test_two_sellers_answer_and_their_answers_become_a_draft(
    desktop_page, phone_page, sign_in, expect_accessible, interview, alice, mia
):
    sign_in(phone_page, alice)
    phone_page.goto(f"/w/granfors/interviews/{interview.pk}/mine/")
    expect(phone_page.get_by_role("heading", name="How did this lead come to you?")).to_be_visible()
    expect(phone_page.get_by_role("heading", name="How did it become yours?")).to_be_hidden()
    expect_accessible(phone_page)
    phone_page.get_by_role("button", name="Right").click()
    expect(phone_page.get_by_text("1 of 14 answers")).to_be_visible()
    phone_page.locator(".ask-foot").get_by_role("link", name="Go on").click()
    phone_page.locator("#q-2 summary").click()
    phone_page.locator("#q-2 label", has_text="I took it").click()
    expect(phone_page.get_by_text("2 of 14 answers")).to_be_visible()

    page = desktop_page
    sign_in(page, interview.bob)
    page.goto(f"/w/granfors/interviews/{interview.pk}/mine/{interview.leads.get().pk}/3/")
    expect_accessible(page)
    page.locator("#q-3 label", has_text="By a call").click()
    page.locator("#words-6").fill("What their worst hour costs them.")
    expect(page.get_by_text("2 of 14 answers")).to_be_visible()

    sign_in(page, mia)
    page.goto(f"/w/granfors/interviews/{interview.pk}/")
    expect(page.get_by_text("What their worst hour costs them.")).to_be_visible()
    expect_accessible(page)
    first = page.locator("#p-fridge")
    first.get_by_role("button", name="Drop", exact=True).click()
    expect(first.get_by_role("button", name="Dropped")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Open as a draft").click()
    expect(page.get_by_text("The draft “How we sell” is ready.")).to_be_visible()
    expect(page.get_by_text("Needs clear").first).to_be_visible()
