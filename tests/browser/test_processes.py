"""A manager chooses a process, changes it in the editor, and takes the deals along."""

from playwright.sync_api import expect

from stegvis.deals.models import Deal
from stegvis.deals.operations.starting import start_process
from stegvis.processes.models import Process
from stegvis.testing.builders import make_deal


def test_a_process_is_chosen_and_read(browser_page, mia, sign_in, expect_accessible):
    page, workspace = browser_page, mia.workspace
    sign_in(page, mia)
    page.goto(f"/w/{workspace.slug}/processes/")
    page.get_by_role("link", name="Choose a ready-made one").click()
    expect_accessible(page)
    page.get_by_role("checkbox", name="Simple B2B").check()
    page.get_by_role("checkbox", name="Consulting").check()
    page.get_by_role("button", name="Use what is chosen").click()
    expect(page.get_by_text("2 processes are ready.")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("link", name="Simple B2B", exact=True).click()
    expect(page.get_by_role("heading", name="Proposal made")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("link", name="Checklist").click()
    expect_accessible(page)
    assert Process.objects.filter(workspace=workspace).count() == 2


def test_a_stage_is_removed_and_its_deals_are_asked_for(browser_page, mia, alice, sign_in, expect_accessible):
    page, workspace = browser_page, mia.workspace
    process = start_process(workspace, "simple-b2b", by=mia, language="en")
    for number in range(3):
        make_deal(alice, f"Deal {number}", process=process)
    sign_in(page, mia)
    page.goto(f"/w/{workspace.slug}/processes/{process.pk}/edit/")
    fold = page.locator("details").filter(has_text="Lead").first
    fold.locator("summary").click()
    fold.get_by_label("Name", exact=True).fill("New lead")
    fold.get_by_label("Usually, days").fill("6")
    expect(page.get_by_text("Mends version 1")).to_be_visible()
    expect_accessible(page)
    fold.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("3 deals move from Lead to")).to_be_visible()
    expect(page.get_by_text("Publishes version 2")).to_be_visible()
    page.get_by_label("3 deals move from Lead to").select_option(label="Qualified")
    expect_accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Version 2 is published. 3 deals went along.")).to_be_visible()
    stages = {deal.stage.name for deal in Deal.objects.filter(workspace=workspace).select_related("stage")}
    assert stages == {"Qualified"}


def drag(page, row, onto) -> None:
    """Take a stage by its grip and let it go over another."""
    row.locator("[data-grip]").hover()
    page.mouse.down()
    place = onto.bounding_box()
    page.mouse.move(place["x"] + 20, place["y"] + 5, steps=8)
    page.mouse.move(place["x"] + 20, place["y"] + place["height"] - 4, steps=8)
    page.mouse.up()


def test_what_is_typed_survives_acts_and_the_fold_stays_open(desktop_page, mia, sign_in):
    page, workspace = desktop_page, mia.workspace
    process = start_process(workspace, "simple-b2b", by=mia, language="en")
    sign_in(page, mia)
    page.goto(f"/w/{workspace.slug}/processes/{process.pk}/edit/")
    for name in ("Contacted", "Qualified"):
        page.locator("summary").filter(has_text=name).click()
    contacted = page.locator("details[open]").first
    contacted.get_by_label("A deal is here when …").fill("We have talked")
    contacted.get_by_role("button", name="Evidence", exact=True).click()
    expect(contacted.get_by_label("Evidence 4 of Contacted")).to_be_focused()
    expect(page.locator("details[open]")).to_have_count(2)
    expect(contacted.get_by_label("A deal is here when …")).to_have_value("We have talked")
    page.keyboard.type("They named a date")
    contacted.get_by_role("button", name="Move Contacted earlier").click()
    expect(page.locator("summary").first).to_contain_text("Contacted")
    for number in (0, 2):
        page.locator("summary").nth(number).click()
    drag(page, page.locator("summary").nth(1), page.locator("summary").nth(3))
    expect(page.locator("summary").nth(3)).to_contain_text("Lead")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Version 2 is published.")).to_be_visible()
    names = list(Process.objects.get(workspace=workspace).current.stages.values_list("name", flat=True))
    assert names[:4] == ["Contacted", "Qualified", "Proposal made", "Lead"]
