"""A manager chooses a process, edits its draft on the map, and moves the deals."""

from playwright.sync_api import expect

from stegvis.deals.models import Deal
from stegvis.deals.operations.starting import start_process
from stegvis.processes.models import Process, ProcessDraft
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


def test_a_stage_is_removed_and_its_deals_go_where_that_is_chosen(browser_page, mia, alice, sign_in, expect_accessible):
    page, workspace = browser_page, mia.workspace
    process = start_process(workspace, "simple-b2b", by=mia, language="en")
    for number in range(3):
        make_deal(alice, f"Deal {number}", process=process)
    sign_in(page, mia)
    page.goto(f"/w/{workspace.slug}/processes/{process.pk}/draft/")
    form = page.locator("#draft-form")
    form.get_by_label("Usually, days").fill("6")
    form.get_by_label("Usually, days").blur()
    expect(page.get_by_text("Saved")).to_be_visible()
    expect_accessible(page)
    form.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("#draft-form-h")).to_have_text("Contacted")
    page.get_by_role("link", name="Publish …").click()
    page.get_by_role("radio", name="Move, stage by stage").check()
    page.get_by_label("Lead goes to").select_option(label="Qualified")
    expect_accessible(page)
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("Version 2 is published. 3 deals went along.")).to_be_visible()
    stages = {deal.stage.name for deal in Deal.objects.filter(workspace=workspace).select_related("stage")}
    assert stages == {"Qualified"}


def drag(page, stage, onto) -> None:
    """As a hand does: in steps, so that the others make room on the way."""
    begin, end = stage.bounding_box(), onto.bounding_box()
    page.mouse.move(begin["x"] + 60, begin["y"] + 90)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] * 0.8, end["y"] + 90, steps=12)
    page.mouse.up()


def test_what_is_typed_is_kept_and_stages_are_dragged_on_the_map(desktop_page, mia, sign_in):
    page, workspace = desktop_page, mia.workspace
    process = start_process(workspace, "simple-b2b", by=mia, language="en")
    sign_in(page, mia)
    page.goto(f"/w/{workspace.slug}/processes/{process.pk}/draft/")
    form, stages = page.locator("#draft-form"), page.locator(".map-draft .map-stage")
    form.get_by_label("A deal is here when …").fill("They asked us")
    form.get_by_role("button", name="Evidence", exact=True).click()
    expect(form.locator(".crit")).to_have_count(process.current.stages.first().exit_criteria.count() + 1)
    expect(form.get_by_label("A deal is here when …")).to_have_value("They asked us")
    stages.first.get_by_role("link").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(stages.nth(1)).to_contain_text("Lead")
    page.get_by_role("button", name="Undo").first.click()
    expect(stages.first).to_contain_text("Lead")
    with page.expect_response("**/draft/acts/**"):
        drag(page, stages.first, stages.nth(2))
    expect(stages.first).to_contain_text("Contacted")
    body = ProcessDraft.objects.get(workspace=workspace).body
    assert body["stages"][0]["name"] == "Contacted"
    assert "They asked us" in [row["definition"] for row in body["stages"]]
