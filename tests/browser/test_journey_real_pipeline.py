"""The main promise: a team brings years of real opportunities and works with them through its own process.

Played on a desktop and on a phone, from an empty installation to won and lost deals, with a real worker; every screen
on the way is looked at in light and in dark.
"""

from collections.abc import Callable

import pytest
from django.db.models import Sum
from playwright.sync_api import Locator, Page, expect

from stegvis.deals.models import Deal
from stegvis.processes.models import Stage
from stegvis.testing.builders import PASSWORD
from stegvis.testing.jobs import worker_process
from stegvis.workspaces.models import Workspace

SUGGESTED = {"Prospecting": "Lead", "Engaging": "Contacted", "Won": "Won", "Lost": "Lost"}
ANSWERED = "The buyer has answered a call, a mail or a message"
WHY = "They asked us to call back after the summer"
MINUTE = 60_000
CONTRAST = "axe.run({runOnly: {type: 'rule', values: ['color-contrast']}, resultTypes: ['violations']})"


@pytest.fixture
def look(expect_accessible) -> Callable[[Page], None]:
    """`look(page)`: axe finds nothing, its colours hold in dark too, and nothing hangs out at the side."""

    def look(page: Page) -> None:
        expect_accessible(page)
        page.emulate_media(color_scheme="dark")
        faint = page.evaluate(CONTRAST)["violations"]
        page.emulate_media(color_scheme="light")
        assert not faint
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

    return look


def test_a_team_runs_its_real_pipeline(browser_page: Page, data_folder, look):
    page = browser_page
    set_up(page, look)
    understand(page, data_folder / "maven_crm" / "sales_pipeline.csv", look)
    bring_in(page, look)
    see_all_of_them(page, look)
    find_those_of_one_owner(page, look)
    hand = HANDS[page.viewport_size["width"]](page, look)
    open_one_and_tick(hand)
    go_on_without_evidence(hand)
    lose_one_and_undo(hand)
    park_one(hand)
    win_one(hand)
    find_the_truth_after_a_reload(page, hand.board)
    forget_questions(page, 4)


def set_up(page: Page, look: Callable) -> None:
    """An empty installation: who, where, which process."""
    page.goto("/")
    page.get_by_label("Your name").fill("Karin Lind")
    page.get_by_label("E-mail").fill("karin@granfors.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Name of the workspace").fill("Granfors")
    page.locator("[name=currency]").select_option("USD")
    page.locator("[name=time_zone]").select_option("Europe/Stockholm")
    look(page)
    page.get_by_label("Name of the workspace").press("Enter")
    page.locator("input[value=simple-b2b]").check()
    look(page)
    page.locator("button:visible", has_text="Start with this process").first.click()
    look(page)
    page.get_by_role("link", name="Import what you have").click()


def understand(page: Page, file, look: Callable) -> None:
    """The file, its columns and its values; nothing is written yet."""
    look(page)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("#content")).to_contain_text("8,800 rows")
    look(page)
    onward(page).click()
    expect(page.locator("#content")).to_contain_text("8 of 8 columns recognised.")
    look(page)
    onward(page).click()
    expect(page.locator("#trial")).to_contain_text("The first 2,000 rows.", timeout=15_000)
    for theirs, ours in SUGGESTED.items():
        expect(page.get_by_label(f"{theirs} becomes", exact=True).locator("option:checked")).to_have_text(ours)
    expect(page.get_by_label("Moses Frase becomes").locator("option:checked")).to_have_text("New, inactive member")
    with page.expect_response("**/trials/"):
        page.get_by_label("Engaging becomes", exact=True).select_option("Qualified")
    expect(page.locator(".htmx-request")).to_have_count(0)
    look(page)


def onward(page: Page) -> Locator:
    """The way to the wizard's next step: in the header on a desktop, at the thumb on a phone."""
    return page.locator("a.primary:visible, button.primary:visible").filter(has_text="Go on")


def bring_in(page: Page, look: Callable) -> None:
    """The run in the background, with its progress, and the report."""
    page.locator("button:visible", has_text="Import").first.click()
    expect(page.get_by_role("heading", name="The import is about to begin")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_attribute("max", "8800")
    look(page)
    with worker_process():
        expect(page.get_by_role("heading", name="It is all in")).to_be_visible(timeout=MINUTE)
    expect(page.locator(".report-sum div", has_text="Created")).to_contain_text("8,800")
    look(page)


def see_all_of_them(page: Page, look: Callable) -> None:
    """The list: how many, and the sum that the file's publisher names."""
    page.locator("a:visible", has_text="See them").click()
    expect(page.locator(".page-sum")).to_contain_text("8,800 deals")
    look(page)
    page.goto(f"{page.url.split('?')[0]}?status=won")
    expect(page.locator(".page-sum")).to_contain_text("4,238 deals · US$10M")
    assert Deal.objects.filter(workspace=workspace(), status="won").aggregate(sum=Sum("amount"))["sum"] == 10_005_534
    page.get_by_role("link", name="Pipeline").locator("visible=true").first.click()
    expect_counts(page, Lead=500, Contacted=0, Qualified=1589)
    look(page)


def find_those_of_one_owner(page: Page, look: Callable) -> None:
    """The filter, as chips on a desktop and behind one button on a phone."""
    page.locator("button:visible", has_text="Filter").or_(page.get_by_role("button", name="Owner")).first.click()
    form = page.locator(".list-form:visible")
    form.get_by_label("Darcel Schlecht").check()
    look(page)
    form.get_by_role("button", name="Apply").click()
    owned = Deal.objects.filter(workspace=workspace(), owner__name="Darcel Schlecht", stage__name="Qualified")
    expect_counts(page, Qualified=owned.count())
    page.goto(page.url.split("?")[0])


class Hand:
    """Somebody at the board; what differs between a mouse and a thumb is in the two subclasses."""

    def __init__(self, page: Page, look: Callable):
        self.page, self.look = page, look
        self.board = page.url
        self.sheet = page.locator("#move-sheet")

    def first_in(self, stage: str) -> Deal:
        """The deal whose card is on top of that column."""
        self.page.goto(self.board)
        card = self.page.locator(f"#cards-{stage_id(stage)} [data-card]").first
        return Deal.objects.get(workspace=workspace(), pk=card.get_attribute("data-card"))

    def card(self, deal: Deal) -> Locator:
        return self.page.locator(f"#deal-{deal.pk}")

    def go_on(self, stage: str) -> None:
        """The sheet's own button."""
        self.sheet.get_by_role("button", name=f"Move to “{stage}”").click()
        expect(self.sheet).to_be_hidden()


class Mouse(Hand):
    """On a desktop: cards are dragged, deals open at the side."""

    def open(self, deal: Deal) -> None:
        self.card(deal).click()
        panel = self.page.locator("#panel")
        expect(panel.get_by_role("heading", name=deal.title)).to_be_visible()
        self.look(self.page)
        panel.get_by_role("link", name="Open as a page").click()

    def move(self, deal: Deal, stage: str) -> None:
        self.card(deal).drag_to(self.page.locator(f"[data-to='{stage_id(stage)}']"))


class Thumb(Hand):
    """On a phone: one column at a time, a deal opens as a page, stages are picked."""

    def open(self, deal: Deal) -> None:
        self.page.locator(f".stage-tabs a[href='#stage-{deal.stage_id}']").click()
        self.card(deal).click()

    def move(self, deal: Deal, stage: str) -> None:
        self.open(deal)
        self.page.locator(".dock").get_by_role("link", name="Move").click()
        self.sheet.get_by_role("button", name=stage).click()


HANDS = {1440: Mouse, 390: Thumb}


def open_one_and_tick(hand: Hand) -> None:
    """A deal on its page; a tick holds."""
    deal = hand.first_in("Lead")
    hand.open(deal)
    expect(hand.page.get_by_role("heading", name=deal.title, level=1)).to_be_visible()
    hand.page.get_by_role("button", name=ANSWERED).click()
    expect(hand.page.get_by_role("button", name=ANSWERED)).to_have_attribute("aria-pressed", "true")
    hand.look(hand.page)
    assert deal.evidence.get().criterion.text == ANSWERED


def go_on_without_evidence(hand: Hand) -> None:
    """What is missing is asked for; one sentence goes on, and is kept."""
    deal = hand.first_in("Lead")
    hand.move(deal, "Contacted")
    expect(hand.sheet.get_by_role("group", name="from the buyer")).to_be_visible()
    hand.look(hand.page)
    hand.sheet.get_by_label("Going on without it? Say why").fill(WHY)
    hand.go_on("Contacted")
    expect_stage(deal, "Contacted")
    assert deal.moves.latest("pk").reason == WHY


def lose_one_and_undo(hand: Hand) -> None:
    """A reason is asked for; Undo brings the deal back to where it was."""
    deal = hand.first_in("Lead")
    hand.move(deal, "Lost")
    expect(hand.sheet.get_by_role("group", name="Why was it lost?")).to_be_visible()
    hand.look(hand.page)
    hand.sheet.get_by_role("radio").first.check()
    hand.go_on("Lost")
    expect_stage(deal, "Lost")
    hand.page.get_by_role("button", name="Undo").click()
    expect(hand.page.locator("[data-toast]").last).to_contain_text("back")
    expect_stage(deal, "Lead")


def park_one(hand: Hand) -> None:
    """It sleeps until a day."""
    deal = hand.first_in("Lead")
    hand.move(deal, "Fridge")
    expect(hand.sheet.get_by_role("group", name="When does it wake up?")).to_be_visible()
    hand.look(hand.page)
    hand.sheet.get_by_role("button", name="Next quarter").click()
    expect(hand.sheet).to_be_hidden()
    expect_stage(deal, "Fridge")
    assert deal.wake_on


def win_one(hand: Hand) -> None:
    """From any stage, with a sentence for what was not seen."""
    deal = hand.first_in("Qualified")
    hand.move(deal, "Won")
    hand.sheet.get_by_label("Going on without it? Say why").fill(WHY)
    hand.go_on("Won")
    expect_stage(deal, "Won")
    assert deal.status == "won"


def find_the_truth_after_a_reload(page: Page, board: str) -> None:
    page.goto(board)
    page.reload()
    expect_counts(page, Lead=498, Contacted=1, Qualified=1588)


def forget_questions(page: Page, number: int) -> None:
    """A move that lacks something is answered by 422 and a question, which the browser's console calls an error."""
    asked = [message for message in page.messages if "422" in message]
    assert len(asked) == number
    page.messages[:] = [message for message in page.messages if message not in asked]


def expect_counts(page: Page, **deals: int) -> None:
    """How many deals the heads of the columns tell."""
    for stage, number in deals.items():
        expect(page.locator(f"#head-{stage_id(stage)} .count")).to_have_text(f"{number:,}")


def expect_stage(deal: Deal, stage: str) -> None:
    """Where the database has it."""
    deal.refresh_from_db()
    assert deal.stage.name == stage


def stage_id(name: str) -> int:
    return Stage.objects.get(workspace=workspace(), name=name).pk


def workspace() -> Workspace:
    return Workspace.objects.get()
