"""On the road the network goes: the seller sees Today and a deal as they were, writes, ticks, and all arrives once."""

import pytest
from playwright.sync_api import Page, expect

from stegvis.testing.builders import make_deal
from stegvis.timeline.dues import today_of
from stegvis.timeline.models import Task, TimelineEntry
from stegvis.timeline.operations.tasks import create_task

# What the browser says about a network that is away.
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch")


@pytest.fixture
def deal(alice, process):
    return make_deal(alice, process=process)


@pytest.fixture
def task(alice, deal) -> Task:
    return create_task("Call Anders", by=alice, deal=deal, due_on=today_of(alice))


def test_what_is_written_without_network_arrives_once(phone_page, sign_in, alice, deal, task):
    page = phone_page
    today, at_deal = "/w/granfors/today/", f"/w/granfors/deals/{deal.pk}/"
    sign_in(page, alice)
    see_before(page, today, at_deal)
    page.context.set_offline(True)
    page.goto(today)
    expect(page.locator("away-line")).to_contain_text("No network.")
    page.get_by_role("button", name="Done").first.click()
    expect(page.locator("away-line")).to_contain_text("Done: Call Anders")
    page.goto(at_deal)
    page.get_by_role("button", name="Write down what happened").click()
    page.get_by_label("Words", exact=True).fill("They want it before Easter")
    page.locator(".composer").get_by_role("button", name="Save").click()
    expect(page.locator("away-line")).to_contain_text("On the timeline of Load control")
    assert notes_of(deal) == []
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")  # emulation leaves it out
    expect(page.locator("#deal-story")).to_contain_text("They want it before Easter", timeout=15_000)
    page.goto(today)
    assert notes_of(deal) == ["They want it before Easter"]
    task.refresh_from_db()
    assert task.done_at
    sign_out(page)
    assert page.evaluate("caches.has('stegvis-pages')") is False
    page.messages[:] = [one for one in page.messages if not any(words in one for words in EXPECTED)]


def notes_of(deal) -> list[str]:
    return list(TimelineEntry.objects.filter(workspace=deal.workspace, kind="note").values_list("text", flat=True))


def see_before(page: Page, *addresses: str) -> None:
    """What was looked at while there was a network; the first page has the worker installed."""
    page.goto(addresses[0])
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for address in addresses:
        page.goto(address)


def sign_out(page: Page) -> None:
    page.locator("[popovertarget=more-menu]").click()
    page.locator("[popovertarget=user-menu]:visible").click()
    page.locator("#user-menu").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
