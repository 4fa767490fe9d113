"""A seller's day on a phone, in Polish: what is due, a call and a note, a tick, another day, a move, and finding it."""

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from stegvis.deals.models import Deal
from stegvis.testing.builders import make_company, make_deal, stage_of
from stegvis.testing.jobs import run_jobs
from stegvis.timeline.dues import today_of
from stegvis.timeline.models import Task, TimelineEntry
from stegvis.timeline.operations.tasks import create_task

TODAY = "/w/granfors/today/"


@pytest.fixture(autouse=True)
def polish():
    with override("pl"):
        yield


@pytest.fixture
def deal(alice, process) -> Deal:
    alice.user.language = "pl"
    alice.user.save()
    company = make_company(alice, "Łódzkie Zakłady Miejskie")
    deal = make_deal(alice, "Sterowanie obciążeniem", process=process, company=company, amount=45_000)
    for title in ("Zadzwonić do Anny", "Wysłać ofertę"):
        create_task(title, by=alice, deal=deal, due_on=today_of(alice))
    return deal


def test_a_day_on_a_phone(phone_page: Page, sign_in, alice, deal, process, expect_accessible):
    page, at_deal = phone_page, f"/w/granfors/deals/{deal.pk}/"
    sign_in(page, alice)
    page.goto(TODAY)
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect_accessible(page)
    page.locator(".first .todo-who, .first p a").first.click()
    expect(page.get_by_role("heading", name=deal.title, level=1)).to_be_visible()
    write(page, "Call", "Anna prosi o drugą ofertę", minutes="7")
    write(page, "Note", "Budżet zatwierdza zarząd")
    expect_accessible(page)
    kinds = TimelineEntry.objects.filter(workspace=alice.workspace, kind__in=("call", "note"))
    assert sorted(kinds.values_list("kind", flat=True)) == ["call", "note"]
    move(page, "Qualified")
    deal.refresh_from_db()
    assert deal.stage == stage_of(process, "Qualified")
    page.goto(TODAY)
    tick_one_and_put_the_other_off(page)
    done, later = Task.objects.filter(workspace=alice.workspace).order_by("due_on", "pk")
    assert done.done_at
    assert later.due_on > today_of(alice)
    run_jobs()
    page.goto("/w/granfors/search/?q=obciaz")
    page.locator(".found", has_text=deal.title).first.click()
    expect(page).to_have_url(at_deal)


def write(page: Page, kind: str, text: str, minutes: str = "") -> None:
    """In the box of the deal's timeline, as one kind of entry."""
    page.locator("form.composer.sheet").wait_for(state="attached")
    page.get_by_role("button", name=gettext("Write down what happened")).click()
    page.locator(".composer .kinds label", has_text=gettext(kind)).first.click()
    page.get_by_label(gettext("Words"), exact=True).fill(text)
    if minutes:
        page.locator(".composer [name=minutes]").fill(minutes)
    page.locator(".composer").get_by_role("button", name=gettext("Save")).click()
    expect(page.locator("#deal-story")).to_contain_text(text)


def move(page: Page, stage: str) -> None:
    """From the bar at the thumb."""
    page.locator(".dock").get_by_role("link", name=gettext("Move")).click()
    sheet = page.locator("#move-sheet")
    sheet.get_by_role("button", name=stage).click()
    expect(sheet).to_be_hidden()


def tick_one_and_put_the_other_off(page: Page) -> None:
    page.locator(".first").get_by_role("button", name=gettext("Done"), exact=True).click()
    expect(page.locator(".done-today .todo")).to_have_count(1)
    page.locator("[data-put-off]:visible").first.click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#later-menu").get_by_role("button", name=gettext("Tomorrow")).click()
