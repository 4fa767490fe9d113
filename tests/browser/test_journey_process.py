"""The main road: how a team sells is found out, written down, published, worked in, and changed again.

Two sellers talk about five deals of the real file; what they say becomes a process; 200 of its running deals go along
to a second version; one of them is worked through with the buyer; and while a third version is published, a colleague
keeps working in the second.
"""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from stegvis.deals.models import Deal
from stegvis.discovery.models import Interview
from stegvis.discovery.operations.answering import answer_question
from stegvis.discovery.questions import BY_NUMBER
from stegvis.processes.models import Process
from stegvis.testing.builders import make_process
from stegvis.transfer.operations.commanding import import_file
from stegvis.workspaces.permissions import Automation
from tests.browser.conftest import SCREENS

RUNNING = 200
WORDS = "What their worst hour costs them."
CONFIRMED = "They have confirmed what they need"
ASKED = (3, 6, 11, 13)


def bring(source: Path, folder: Path, workspace, process: str, wanted: dict[str, str], which: slice) -> None:
    """Import rows of the real file that are in these stages, under the names that the process has for them."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["deal_stage"] in wanted][which]
    part = folder / f"{process}.csv"
    with part.open("w", encoding="utf-8", newline="") as file:
        names = [name for name in rows[0] if name != "sales_agent"]
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(row | {"deal_stage": wanted[row["deal_stage"]]} for row in rows)
    import_file(part, kind="deals", by=Automation("import", workspace), asked=None, process=process)


@pytest.fixture
def talked_about(workspace, data_folder, tmp_path) -> Path:
    """Deals that were won, lost, or are stuck, in the process with which the team began."""
    make_process(workspace, "As it was")
    source = data_folder / "maven_crm" / "sales_pipeline.csv"
    bring(source, tmp_path, workspace, "As it was", {"Won": "Won", "Lost": "Lost", "Engaging": "Qualified"}, slice(30))
    return source


def test_a_team_finds_out_how_it_sells_and_works_by_it(
    desktop_page, phone_page, chromium, site, sign_in, expect_accessible, talked_about, tmp_path, alice, bob, mia
):
    manager, seller = desktop_page, phone_page
    sign_in(manager, mia)
    sign_in(seller, alice)
    interview = begin_interview(manager, mia.workspace)
    tell(seller, interview, alice)
    say_the_rest(interview, alice, bob)
    process = publish_what_was_said(manager, interview, expect_accessible)
    bring(talked_about, tmp_path, mia.workspace, process.name, {"Engaging": "Contacted"}, slice(-RUNNING, None))
    first, second = hand_out(process, alice, bob)
    take_all_along(manager, process, expect_accessible)
    buyer_ticks(seller, chromium, site, first)
    colleague = chromium.new_context(base_url=site, locale="en", **SCREENS["desktop"]).new_page()
    sign_in(colleague, bob)
    colleague.goto(f"/w/granfors/deals/{second.pk}/")
    publish_without_them(manager, process)
    go_on(colleague, second, "Solution shown")
    colleague.context.close()
    win(seller, first)


def begin_interview(page: Page, workspace) -> Interview:
    """Five leads, two sellers."""
    page.goto("/w/granfors/interviews/new/")
    for place in range(5):
        page.locator("input[name=deal]").nth(place).check()
    page.get_by_role("checkbox", name="Alice").check()
    page.get_by_role("checkbox", name="Bob").check()
    page.locator("#interview-name").fill("How we sell")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/people/**")
    interview = Interview.objects.get(name="How we sell", workspace=workspace)
    assert (interview.leads.count(), interview.participants.count()) == (5, 2)
    return interview


def tell(page: Page, interview: Interview, member) -> None:
    """On a phone, in the seller's own words."""
    lead = interview.leads.first()
    page.goto(f"/w/granfors/interviews/{interview.pk}/mine/{lead.pk}/6/")
    page.locator("#words-6").fill(WORDS)
    expect(page.locator("#ask-progress")).to_contain_text("1 of ")


def say_the_rest(interview: Interview, *members) -> None:
    """The other answers of both, as taps would give them."""
    for seat in interview.participants.filter(member__in=members):
        for lead in interview.leads.all():
            for number in ASKED:
                choice = next(iter(BY_NUMBER[number].choices))
                words = WORDS if number == 6 and lead == interview.leads.first() else ""
                answer_question(seat, lead, number, "said", by=seat.member, choice=choice, words=words)


def publish_what_was_said(page: Page, interview: Interview, expect_accessible) -> Process:
    """The draft of the answers, changed on the map, becomes the first version."""
    page.goto(f"/w/granfors/interviews/{interview.pk}/")
    expect(page.get_by_text(WORDS).first).to_be_visible()
    page.get_by_role("button", name="Open as a draft").click()
    expect(page.get_by_text("The draft “How we sell” is ready.")).to_be_visible()
    form = open_stage(page, "Needs clear")
    write(page, form.get_by_label("Usually, days"), "6")
    expect(stages(page, "Needs clear")).to_contain_text("6 d")
    expect_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    publish(page, 1)
    return Process.objects.select_related("current").get(name="How we sell", workspace=interview.workspace_id)


def stages(page: Page, name: str) -> Locator:
    """The stages of this name on the draft's map."""
    return page.locator(".map-draft .map-stage", has=page.get_by_role("link", name=name, exact=True))


def open_stage(page: Page, name: str) -> Locator:
    """The form of a stage, ready to be written in."""
    stages(page, name).get_by_role("link", name=name, exact=True).click()
    form = page.locator("#draft-form[data-htmx-powered=true]")
    expect(form.locator("#draft-form-h")).to_have_text(name)
    return form


def write(page: Page, field: Locator, value: str) -> None:
    """As somebody who then goes on to the next field; the draft has been kept when this returns."""
    field.fill(value)
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/draft/" in answer.url):
        field.blur()
    expect(page.locator("#draft-form.htmx-request")).to_have_count(0)


def publish(page: Page, number: int, along: int = 0) -> None:
    """From the draft, or from the page that asks what is to become of its deals."""
    if "publication" not in page.url:
        page.get_by_role("link", name="Publish …").click()
    page.get_by_role("button", name=f"Publish version {number}").click()
    expect(page.get_by_text(f"Version {number} is published. {along} deals went along.")).to_be_visible()


def hand_out(process: Process, alice, bob) -> tuple[Deal, Deal]:
    """Half of the imported deals are Alice's, half Bob's: the first of each."""
    deals = Deal.objects.filter(workspace=process.workspace_id, process=process)
    ids = list(deals.order_by("pk").values_list("pk", flat=True))
    assert len(ids) == RUNNING
    deals.filter(pk__in=ids[::2]).update(owner=alice)
    deals.filter(pk__in=ids[1::2]).update(owner=bob)
    return deals.get(pk=ids[0]), deals.get(pk=ids[1])


def take_all_along(page: Page, process: Process, expect_accessible) -> None:
    """A stage goes, and the 200 deals in it are mapped to the next."""
    page.goto(f"/w/granfors/processes/{process.pk}/draft/")
    with page.expect_response("**/draft/acts/**"):
        open_stage(page, "Contacted").get_by_role("button", name="Remove", exact=True).click()
    expect(stages(page, "Contacted")).to_have_count(0)
    page.get_by_role("link", name="Publish …").click()
    page.get_by_role("radio", name="Move, stage by stage").check()
    page.get_by_label("Contacted goes to").select_option(label="Needs clear")
    expect_accessible(page)
    publish(page, 2, along=RUNNING)
    found = set(Deal.objects.filter(process=process, workspace=process.workspace_id).values_list("stage__name"))
    assert found == {("Needs clear",)}


def buyer_ticks(page: Page, chromium, site: str, deal: Deal) -> None:
    """The buyer confirms on a page of its own; the deal has it as evidence."""
    page.goto(f"/w/granfors/deals/{deal.pk}/")
    page.get_by_role("button", name="Make a plan from the process").click()
    expect(page.locator("#plan")).to_contain_text(CONFIRMED)
    page.locator("#link_name").fill("Anna Buyer")
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#made-link").inner_text()
    phone = chromium.new_context(base_url=site, locale="en", **SCREENS["phone"])
    buyer = phone.new_page()
    buyer.goto(link[link.index("/plan/") :])
    buyer.get_by_role("button", name=f"Mark as done: {CONFIRMED}").click()
    expect(buyer.get_by_role("status")).to_contain_text("Thank you")
    phone.close()
    page.goto(f"/w/granfors/deals/{deal.pk}/")
    expect(page.locator("#deal-evidence")).to_contain_text("Confirmed by the buyer")


def publish_without_them(page: Page, process: Process) -> None:
    """A third version; running deals stay where they are."""
    page.goto(f"/w/granfors/processes/{process.pk}/draft/")
    with page.expect_response("**/draft/acts/**"):
        page.get_by_role("button", name="New stage at the end").click()
    form = page.locator("#draft-form[data-htmx-powered=true]")
    expect(form.get_by_text("new in this draft")).to_be_visible()
    write(page, form.get_by_label("Name", exact=True).first, "Contract")
    expect(stages(page, "Contract")).to_be_visible()
    publish(page, 3)


def go_on(page: Page, deal: Deal, stage: str) -> None:
    """On a page that was open before the new version came: the deal goes on in its own."""
    page.get_by_role("button", name=f"Move to “{stage}”").first.click()
    sheet = page.locator("#move-sheet")
    sheet.get_by_label("Going on without it? Say why").fill("They were in a hurry")
    sheet.get_by_role("button", name=f"Move to “{stage}”").click()
    expect(sheet).to_be_hidden()
    deal.refresh_from_db()
    assert (deal.stage.name, deal.stage.version.number) == (stage, 2)


def win(page: Page, deal: Deal) -> None:
    """The buyer has confirmed all that the stage asks: won without a question, in the version in which it ran."""
    page.goto(f"/w/granfors/deals/{deal.pk}/")
    page.locator(".dock").get_by_role("link", name="Move").click()
    sheet = page.locator("#move-sheet")
    sheet.get_by_role("button", name="Won").click()
    expect(page.locator("[data-toast]").last).to_be_visible()
    expect(sheet).to_be_hidden()
    deal.refresh_from_db()
    assert (deal.status, deal.stage.version.number) == ("won", 2)
    assert deal.evidence.get().confirmed_by == "Anna Buyer"
