"""The buyer's page: a secret link, no account; what is ticked becomes evidence and is told to the seller."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stegvis.buyers.models import PlanLink, PlanWord
from stegvis.buyers.operations.linking import make_link, revoke_link
from stegvis.buyers.operations.planning import accept_day, add_step, edit_step, make_plan, share_file
from stegvis.core.errors import Refused
from stegvis.deals.operations.evidence import record_evidence
from stegvis.testing import builders
from stegvis.timeline.models import StoredFile, TimelineEntry
from stegvis.timeline.operations.correcting import withdraw_entry
from stegvis.timeline.operations.filing import add_file
from stegvis.timeline.operations.writing import write_note
from stegvis.workspaces.models import Notice
from stegvis.workspaces.operations.deleting import delete_records


@pytest.fixture
def plan(alice, process):
    """Alice's deal, whose stage asks for a budget, with a plan of two steps: the buyer's and ours."""
    cache.clear()
    deal = builders.make_deal(alice, company=builders.make_company(alice))
    criterion = builders.make_criterion(deal.stage, "The budget is agreed")
    plan = make_plan(deal, by=alice)
    plan.theirs = plan.steps.get(lineage=criterion.lineage)
    plan.ours = add_step(plan, {"text": "We send the contract", "side": "ours"}, by=alice)
    plan.criterion = criterion
    return plan


@pytest.fixture
def anna(plan, alice):
    return holder(plan, alice, "Anna Buyer")


def holder(plan, alice, name: str, **more) -> SimpleNamespace:
    """Somebody with a link, and a browser."""
    link, token = make_link(plan, name=name, by=alice, **more)
    client = Client()
    client.raise_request_exception = False

    def at(name: str = "shared_plan", **more) -> str:
        return reverse(name, kwargs={"token": token, **more})

    def post(name: str, data: dict | None = None, query: str = "", **more):
        return client.post(at(name, **more) + query, data or {})

    return SimpleNamespace(link=link, token=token, get=lambda *a, **m: client.get(at(*a, **m)), post=post)


def acts(plan) -> list[str]:
    return list(PlanWord.objects.filter(workspace=plan.workspace_id, plan=plan).values_list("act", flat=True))


def test_a_tick_is_evidence_an_entry_and_a_notice(plan, anna, alice, as_member):
    assert anna.post("shared_tick", step=plan.theirs.pk).status_code == 303
    evidence = plan.deal.evidence.get()
    assert (evidence.lineage, evidence.confirmed_by, evidence.by) == (plan.criterion.lineage, "Anna Buyer", None)
    entry = TimelineEntry.objects.get(workspace=plan.workspace_id, kind="buyer")
    assert (entry.automation, entry.facts["act"], evidence.entry_id) == ("Anna Buyer", "ticked", entry.pk)
    notice = Notice.objects.get(workspace=plan.workspace_id, member=alice)
    assert (notice.act, notice.facts["who"]) == ("buyer_ticked", "Anna Buyer")
    page = as_member(alice).get(f"/w/granfors/deals/{plan.deal_id}/").content.decode()
    assert "Confirmed by the buyer" in page
    assert "confirmed on the shared plan" in page
    assert "Done by Anna Buyer" in anna.get().content.decode()


def test_a_second_tick_in_another_tab_changes_nothing(plan, anna):
    for _again in range(2):
        assert anna.post("shared_tick", step=plan.theirs.pk).status_code == 303
    assert acts(plan) == ["ticked"]
    assert plan.deal.evidence.count() == 1


def test_a_tick_is_taken_back_and_both_stay_said(plan, anna, alice):
    anna.post("shared_tick", step=plan.theirs.pk)
    anna.post("shared_tick", query="?back=1", step=plan.theirs.pk)
    assert acts(plan) == ["ticked", "unticked"]
    assert plan.deal.evidence.count() == 0
    page = anna.get().content.decode()
    assert "ticked this" in page
    assert "took the tick back" in page


def test_nobody_takes_back_what_somebody_else_ticked(plan, anna, alice):
    twin = holder(plan, alice, "Anna Buyer")
    anna.post("shared_tick", step=plan.theirs.pk)
    twin.post("shared_tick", query="?back=1", step=plan.theirs.pk)
    assert acts(plan) == ["ticked"]
    assert "can take it back" in twin.get().content.decode()


def test_what_a_seller_ticked_stays_when_the_buyer_takes_its_word_back(plan, anna, alice):
    record_evidence(plan.deal, plan.criterion, by=alice, note="Said on the phone")
    anna.post("shared_tick", step=plan.theirs.pk)
    assert plan.deal.evidence.get().confirmed_by == "Anna Buyer"
    anna.post("shared_tick", query="?back=1", step=plan.theirs.pk)
    evidence = plan.deal.evidence.get()
    assert (evidence.by, evidence.note, evidence.confirmed_by) == (alice, "Said on the phone", "")


def test_the_buyer_does_not_tick_for_the_seller_nor_steps_that_are_gone(plan, anna, alice):
    anna.post("shared_tick", step=plan.ours.pk)
    assert acts(plan) == []
    delete_records([plan.theirs], by=alice, verb="plan")
    assert anna.post("shared_tick", step=plan.theirs.pk).status_code == 404
    assert anna.post("shared_tick", step=2**62).status_code == 404


def test_another_day_is_proposed_and_agreed_to(plan, anna, alice):
    day = timezone.localdate() + timedelta(days=9)
    answer = anna.post("shared_day", {"day": day.isoformat(), "text": "Budget round"}, step=plan.theirs.pk)
    assert answer.status_code == 303
    plan.theirs.refresh_from_db()
    assert (plan.theirs.proposed_on, plan.theirs.proposed_by) == (day, "Anna Buyer")
    accept_day(plan.theirs, by=alice)
    assert (plan.theirs.due_on, plan.theirs.proposed_on) == (day, None)
    assert "Alice agreed to" in anna.get().content.decode()


@pytest.mark.parametrize("day", ["", "soon", "0001-01-01", "9999-12-31", "\x00"])
def test_a_day_that_is_none_is_asked_for_again(plan, anna, day):
    answer = anna.post("shared_day", {"day": day}, step=plan.theirs.pk)
    assert answer.status_code in (303, 422)
    assert acts(plan) == []


def test_comments_are_kept_as_text_or_asked_for_again(plan, anna):
    long = "x" * 10_000
    for text in ("", long, "nul\x00"):
        assert anna.post("shared_comments", {"text": text}).status_code == 422
    assert "x" * 2000 in anna.post("shared_comments", {"text": long}).content.decode()
    assert anna.post("shared_comments", {"text": "hi", "step": "9" * 30}).status_code in (404, 422)
    anna.post("shared_comments", {"text": "<script>alert(1)</script>", "step": str(plan.theirs.pk)})
    assert "&lt;script&gt;alert(1)" in anna.get().content.decode()
    assert "<script" not in anna.get().content.decode()


def test_every_link_that_does_not_work_is_answered_alike(plan, anna, alice):
    ended, old, gone = (holder(plan, alice, name) for name in ("Ended", "Old", "Gone"))
    revoke_link(ended.link, by=alice)
    PlanLink.objects.filter(workspace=plan.workspace_id, pk=old.link.pk).update(expires_at=timezone.now())
    answers = [ended.get(), old.get(), ended.post("shared_tick", step=plan.theirs.pk)]
    answers += [Client().get(f"/plan/{wrong}/") for wrong in ("x", "A" * 43, "å%00")]
    assert anna.get().status_code == 200
    delete_records([plan.deal], by=alice)
    answers.append(gone.get())
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert all("noindex" in answer.headers["X-Robots-Tag"] for answer in answers)


def test_who_guesses_too_often_waits(plan, anna):
    for _try in range(20):
        Client().get("/plan/guess/")
    assert Client().get("/plan/guess/").status_code == 429
    assert anna.get().status_code == 200


def test_evidence_stays_as_long_as_one_ticked_step_shows_it(plan, anna, alice):
    second = add_step(plan, {"text": "Sign it off", "side": "theirs", "lineage": plan.criterion.lineage}, by=alice)
    bert = holder(plan, alice, "Bert Buyer")
    anna.post("shared_tick", step=plan.theirs.pk)
    bert.post("shared_tick", step=second.pk)
    bert.post("shared_tick", query="?back=1", step=second.pk)
    assert plan.deal.evidence.count() == 1
    with pytest.raises(Refused, match="done already"):
        edit_step(plan.theirs, {"lineage": ""}, by=alice)
    anna.post("shared_tick", query="?back=1", step=plan.theirs.pk)
    assert plan.deal.evidence.count() == 0


def test_only_shared_documents_of_this_deal_are_opened(plan, anna, alice, settings, tmp_path):
    settings.HOME = tmp_path
    entry = add_file(plan.deal, SimpleUploadedFile("plan.txt", b"A plan"), by=alice)
    document = share_file(plan, StoredFile.objects.get(workspace=plan.workspace_id, entry=entry), by=alice)
    assert b"".join(anna.get("shared_document", pk=document.pk).streaming_content) == b"A plan"
    other = make_plan(builders.make_deal(alice, "Other"), by=alice)
    stranger = holder(other, alice, "Stranger")
    assert stranger.get("shared_document", pk=document.pk).status_code == 404
    withdraw_entry(entry, by=alice)
    assert anna.get("shared_document", pk=document.pk).status_code == 404
    assert "plan.txt" not in anna.get().content.decode()


def test_the_page_tells_nothing_but_what_was_shared(plan, anna, alice):
    write_note(plan.deal, "They will pay anything", by=alice)
    page = anna.get().content.decode()
    assert "The budget is agreed" in page
    for secret in ("They will pay anything", plan.deal.stage.name, "/w/granfors/", "<script"):
        assert secret not in page


def test_the_page_speaks_the_language_of_the_link(plan, alice):
    assert 'lang="pl"' in holder(plan, alice, "Ewa", language="pl").get().content.decode()
    person = builders.make_person(alice, "Kari", "Nord")
    person.language = "nb"
    person.save(update_fields=["language"])
    assert 'lang="nb"' in holder(plan, alice, "", person=person).get().content.decode()


def test_a_long_plan_costs_no_more_queries(plan, anna, alice):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert anna.get().status_code == 200
        return len(asked)

    anna.get()
    before = cost()
    for number in range(8):
        add_step(plan, {"text": f"Step {number}", "side": "theirs"}, by=alice)
    anna.post("shared_comments", {"text": "All clear", "step": str(plan.theirs.pk)})
    anna.get()
    assert cost() <= before <= 12
