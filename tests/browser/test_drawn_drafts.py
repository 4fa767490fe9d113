"""A draft is edited on each of its four drawings: with a mouse and with keys on a desk, with a thumb on a phone."""

from playwright.sync_api import expect

from stegvis.deals.operations.starting import start_process
from stegvis.processes.models import ProcessDraft

ACTS = "**/draft/acts/**"


def begin(page, mia, sign_in):
    """The process and the keys of its stages by name; the page is the checklist of its draft."""
    process = start_process(mia.workspace, "simple-b2b", by=mia, language="en")
    sign_in(page, mia)
    page.goto(f"/w/{mia.workspace.slug}/processes/{process.pk}/draft/?drawing=checklist")
    return {stage.name: stage.lineage for stage in process.current.stages.all()}


def stages(mia) -> dict:
    body = ProcessDraft.objects.get(workspace=mia.workspace).body
    return {row["name"]: row for row in body["stages"]}


def drag(page, thing, onto, share: float = 0.5, down: int = 12) -> None:
    """As a hand does, in steps, following what moves out of the way, and wait for the answer."""
    begin = thing.bounding_box()
    page.mouse.move(begin["x"] + begin["width"] / 2, begin["y"] + down)
    page.mouse.down()
    for _ in range(3):
        end = onto.bounding_box()
        page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] * share, steps=8)
    with page.expect_response(ACTS):
        page.mouse.up()


def press(page, keys: str) -> None:
    with page.expect_response(ACTS):
        page.keyboard.press(keys)


def test_a_draft_is_edited_on_all_its_drawings(desktop_page, mia, sign_in, expect_accessible):
    page = desktop_page
    # Tall enough that what is dragged and where it goes are both in sight.
    page.set_viewport_size({"width": 1440, "height": 3000})
    keys = begin(page, mia, sign_in)
    lead, contacted = keys["Lead"], keys["Contacted"]
    lines = page.locator(f"#stage-{lead} [data-sort=criteria] textarea")
    lines.first.fill("They answered")
    press(page, "Enter")
    expect(lines.nth(1)).to_be_focused()
    page.keyboard.type("Budget named")
    press(page, "Alt+ArrowUp")
    expect(lines.first).to_be_focused()
    expect(lines.first).to_have_value("Budget named")
    with page.expect_response("**/draft/**"):
        page.locator(f"#stage-{lead}").get_by_label("Required").first.check()
    expect(page.locator(".htmx-request")).to_have_count(0)
    expect_accessible(page)
    drag(page, page.locator(f"#stage-{contacted} .map-step"), page.locator(f"#stage-{lead} .map-step"), 0.2)
    assert list(stages(mia))[:2] == ["Contacted", "Lead"]
    assert [(one["text"], one["hard"]) for one in stages(mia)["Lead"]["criteria"]][:2] == [
        ("Budget named", True),
        ("They answered", False),
    ]
    page.get_by_role("link", name="Flowchart", exact=True).click()
    flow = page.locator(".flow-draft.only-desk")
    flow.locator(f'[data-at="before-{lead}"]').click()
    page.get_by_role("button", name="Put a stage in between").click()
    expect(page.locator("#draft-form").get_by_label("Name", exact=True)).to_be_focused()
    page.locator("#draft-form").get_by_label("Name", exact=True).fill("Needs named")
    page.keyboard.press("Tab")
    expect(flow.get_by_role("link", name="Needs named", exact=True)).to_be_visible()
    expect_accessible(page)
    flow.get_by_role("link", name="Lead", exact=True).focus()
    press(page, "Delete")
    expect(flow.get_by_role("link", name="Lead", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo").first.click()
    expect(flow.get_by_role("link", name="Lead", exact=True)).to_be_visible()
    page.get_by_role("link", name="Buyer", exact=True).click()
    page.locator(f"#row-{lead}").get_by_label("Name", exact=True).focus()
    before = stages(mia)
    press(page, "Alt+ArrowDown")
    expect(page.locator(f"#row-{lead}").get_by_label("Name", exact=True)).to_be_focused()
    expect_accessible(page)
    drag(page, page.locator(f"#row-{contacted} .facing-step"), page.locator('[data-phase="negotiating"]'))
    assert stages(mia)["Contacted"]["buyer_phase"] == "negotiating"
    assert (list(before), before["Lead"]["buyer_phase"]) != (list(stages(mia)), stages(mia)["Lead"]["buyer_phase"])
    park_on_the_map(page, lead)
    assert stages(mia)["Lead"]["kind"] == "parked"


def park_on_the_map(page, lead: str) -> None:
    """Drag a stage from the open ones to the parked ones."""
    page.get_by_role("link", name="Map", exact=True).click()
    parked = page.locator('.draft-kind[data-kind="parked"]')
    drag(page, page.locator(f'.map-draft [data-stage-key="{lead}"]'), parked, down=90)
    expect(parked).to_contain_text("Lead")


def test_a_draft_is_edited_with_a_thumb(phone_page, mia, sign_in, expect_accessible):
    page = phone_page
    keys = begin(page, mia, sign_in)
    lead = keys["Lead"]
    stage = page.locator(f"#stage-{lead}")
    stage.get_by_role("button", name="Evidence: Lead").tap()
    made = stage.locator("[data-sort=criteria] textarea").last
    expect(made).to_be_focused()
    made.fill("Budget named")
    stage.locator("[data-sort=criteria] .written-says").last.tap()
    page.locator("#draft-form").get_by_label("Kind of evidence").select_option("document")
    expect(stage.locator("[data-sort=criteria] .written-says").last).to_contain_text("Document")
    expect_accessible(page)
    page.get_by_role("link", name="Close").tap()
    expect(page.locator("#draft-form")).to_have_count(0)
    page.get_by_role("link", name="Flowchart", exact=True).tap()
    page.locator(".flow-draft.only-phone").get_by_role("link", name="Contacted", exact=True).tap()
    expect(page.locator("#draft-form").get_by_label("Name", exact=True)).to_have_value("Contacted")
    expect_accessible(page)
    page.get_by_role("link", name="Close").tap()
    expect(page.locator("#draft-form")).to_have_count(0)
    page.get_by_role("link", name="Buyer", exact=True).tap()
    row = page.locator(f"#row-{lead}")
    row.get_by_role("button", name="More: Lead").tap()
    with page.expect_response(ACTS):
        row.get_by_role("button", name="To “Negotiating”").tap()
    expect_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert stages(mia)["Lead"]["buyer_phase"] == "negotiating"
    assert stages(mia)["Lead"]["criteria"][-1]["evidence_kind"] == "document"
