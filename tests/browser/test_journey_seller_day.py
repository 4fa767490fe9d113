"""A seller's day on a phone, in Polish: what is due, a call and a note, a tick, another day, a move, and finding it.

And one out of the house: a company met at a fair, an answer to a colleague, a task put off where there is no network.
"""

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from stegvis.deals.models import Deal
from stegvis.people.models import Person
from stegvis.testing.builders import make_company, make_deal, stage_of
from stegvis.testing.jobs import run_jobs
from stegvis.timeline.dues import today_of
from stegvis.timeline.models import Task, TimelineEntry
from stegvis.timeline.operations.tasks import create_task
from stegvis.timeline.operations.writing import write_note
from stegvis.workspaces.models import Notice

AWAY = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch")  # what the browser says of a network that is away
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


def test_a_fair_an_answer_and_a_tunnel_on_a_phone(phone_page: Page, sign_in, alice, mia, deal, expect_accessible):
    page = phone_page
    write_note(deal, f"@{alice.name} czy oferta poszła?", by=mia)
    sign_in(page, alice)
    page.goto(TODAY)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    meet_at_the_fair(page, expect_accessible)
    met = Person.objects.get(workspace=alice.workspace, first_name="Karolina")
    assert (met.company.name, met.owner) == ("Huta Śląska", alice)
    page.goto(TODAY)
    answer_the_mention(page, mia)
    told = Notice.objects.filter(workspace=alice.workspace, member=mia)
    assert [notice.act for notice in told] == ["mentioned"]
    page.goto(TODAY)
    expect(page.locator("[id^=notice-]")).to_have_count(0)
    put_off_in_the_tunnel(page)
    days = Task.objects.filter(workspace=alice.workspace).order_by("-due_on").values_list("due_on", flat=True)
    assert days[0] > days[1] == today_of(alice)
    page.messages[:] = [one for one in page.messages if not any(words in one for words in AWAY)]


def meet_at_the_fair(page: Page, expect_accessible) -> None:
    """A company that nobody knew, and whom one talked with there."""
    page.locator(".bar-add").click()
    page.locator("#add-menu").get_by_role("link", name=gettext("Company")).click()
    page.get_by_label(gettext("Name"), exact=True).fill("Huta Śląska")
    page.get_by_role("button", name=gettext("Add the company")).click()
    page.get_by_role("button", name=gettext("Add a person")).click()
    expect_accessible(page)
    sheet = page.locator("#new-person")
    sheet.get_by_label(gettext("First name")).fill("Karolina")
    sheet.get_by_label(gettext("Phone")).fill("601 234 567")
    sheet.get_by_role("button", name=gettext("Add the person")).click()
    expect(page.get_by_role("link", name="Karolina", exact=True)).to_be_visible()


def answer_the_mention(page: Page, mia) -> None:
    """From Today to the deal, and back to her who asked: three letters of her name are enough."""
    page.locator("[id^=notice-] .lift").click()
    expect(page.locator("#deal-story")).to_contain_text("czy oferta poszła?")
    page.get_by_role("button", name=gettext("Write down what happened")).click()
    words = page.get_by_label(gettext("Words"), exact=True)
    words.fill("Poszła rano. ")
    words.press_sequentially(f"@{mia.name[:3]}")
    page.get_by_role("option", name=mia.name).click()
    expect(words).to_have_value(f"Poszła rano. @{mia.name} ")
    page.locator(".composer").get_by_role("button", name=gettext("Save")).click()
    expect(page.locator("#deal-story")).to_contain_text("Poszła rano.")


def put_off_in_the_tunnel(page: Page) -> None:
    """Kept in sight while there is no network; sent once when it is back."""
    sent: list[str] = []
    page.on("response", lambda answer: answer.request.method == "POST" and sent.append(answer.url))
    page.context.set_offline(True)
    page.locator("[data-put-off]:visible").first.click()
    page.locator("#later-menu").get_by_role("button", name=gettext("Tomorrow")).click()
    expect(page.locator("away-line .away")).to_have_count(2)
    page.context.set_offline(False)
    with page.expect_response("**/day/"):
        page.evaluate("dispatchEvent(new Event('online'))")  # emulation leaves it out
    expect(page.locator("away-line .sent")).to_be_visible()
    assert len(sent) == 1, sent


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
