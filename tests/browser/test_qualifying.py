"""A seller qualifies a deal: answers, a score that explains itself, who else is after it, and a no with a day."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from stegvis.deals.operations.guiding import equip_process
from stegvis.deals.operations.playbook import adopt_ready
from stegvis.deals.playbook import BOOKS
from stegvis.testing.builders import make_deal, make_lost_reason, make_process


def test_what_is_known_makes_a_score_and_a_no_sleeps_until_its_day(
    browser_page, sign_in, expect_accessible, alice, owen
):
    process = make_process(alice.workspace)
    bant = adopt_ready(alice.workspace, BOOKS["frameworks"], "bant", by=owen)
    equip_process(process, by=owen, framework=bant, guide=None)
    make_lost_reason(alice.workspace, "No budget")
    deal, page = make_deal(alice, process=process), browser_page
    sign_in(page, alice)
    page.goto(f"/w/granfors/deals/{deal.pk}/qualification/")
    need = page.locator(f"#known-{bant.questions.all()[2].pk}")
    need.locator("summary").first.click()
    need.get_by_label("Answer", exact=True).fill("Errors cost them 2 million a year")
    need.get_by_label("How sure").select_option("3")
    expect_accessible(page)
    need.get_by_role("button", name="Save the answer").click()
    expect(need).to_contain_text("Errors cost them 2 million a year")
    expect(page.locator("#deal-qualification")).to_contain_text("36")
    expect_accessible(page)
    page.goto(f"/w/granfors/deals/{deal.pk}/")
    rivals = page.locator("#deal-competitors")
    rivals.get_by_text("Add a competitor").click()
    rivals.get_by_label("Competitor", exact=True).fill("Voltaro")
    rivals.get_by_role("button", name="Add").click()
    rivals.get_by_role("button", name="Voltaro is not in play").click()
    expect(rivals).to_contain_text("None noted")
    page.goto(f"/w/granfors/deals/{deal.pk}/qualification/")
    page.get_by_role("link", name="Disqualify").click()
    day = timezone.localdate() + timedelta(days=60)
    page.get_by_label("Look again on").fill(day.isoformat())
    expect_accessible(page)
    with page.expect_response("**/disqualification/"):
        page.get_by_role("button", name="No budget").click()
    deal.refresh_from_db()
    assert (deal.status, deal.wake_on) == ("parked", day)
