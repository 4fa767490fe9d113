"""A seller qualifies a deal and meets an objection on its page; the map shows who stands where."""

from stegvis.deals.operations.editing import set_stakeholders
from stegvis.deals.operations.guiding import equip_process
from stegvis.deals.operations.playbook import adopt_ready
from stegvis.deals.operations.stakeholders import set_part
from stegvis.deals.playbook import BOOKS
from stegvis.testing import builders


def test_a_deal_is_qualified_and_an_objection_answered(browser_page, sign_in, expect_accessible, cast, process, owen):
    alice, page = cast.alice, browser_page
    sets = {one: adopt_ready(alice.workspace, BOOKS[f"{one}s"], key, by=owen)
            for one, key in (("framework", "bant"), ("guide", "spin"))}  # fmt: skip
    equip_process(process, by=owen, **sets)
    deal, anna = builders.make_deal(alice), builders.make_person(alice, "Anna", "Berg")
    set_stakeholders(deal, [anna], by=alice)
    set_part(deal, anna.pk, by=alice, role="decides", stance="for", influence=3)
    sign_in(page, alice)
    page.goto(f"/w/granfors/deals/{deal.pk}/")
    known = page.locator("#deal-qualification")
    known.get_by_text("Budget").first.click()
    known.get_by_label("Answer").first.fill("400,000 this year")
    known.get_by_label("How sure").first.select_option("3")
    known.get_by_role("button", name="Save the answer").first.click()
    page.get_by_text("21%").wait_for()
    objections = page.locator("#deal-objections")
    objections.get_by_text("Add an objection").click()
    objections.get_by_label("Objection").select_option(label="It is too expensive")
    objections.get_by_role("button", name="Add").click()
    objections.get_by_text("Answer it").click()
    objections.get_by_label("Cost of not buying").check()
    objections.get_by_role("button", name="It is answered").click()
    objections.get_by_text("Open it again").wait_for()
    page.get_by_text("Questions to ask").first.click()
    page.locator("#deal-guide details").first.wait_for()
    expect_accessible(page)
