"""The seller's side of a plan: made of the process, shared by links that are shown once, answered."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from stegvis.buyers.models import PlanLink, PlanStep, SharedPlan
from stegvis.buyers.operations import linking
from stegvis.buyers.operations.answering import propose_day, tick_step
from stegvis.buyers.operations.linking import make_link
from stegvis.buyers.operations.planning import make_plan, remove_step
from stegvis.core.errors import Refused
from stegvis.core.secrets import digest_of
from stegvis.privacy.operations.erasing import erase_person
from stegvis.privacy.operations.sweeping import sweep_part
from stegvis.testing import builders
from stegvis.timeline.models import StoredFile, TimelineEntry
from stegvis.timeline.operations.filing import add_file
from stegvis.transfer.whole.tables import carried, columns
from stegvis.workspaces.models import AuditEntry
from stegvis.workspaces.operations.deleting import restore_deletion
from stegvis.workspaces.queries.trash import deletions_for


@pytest.fixture
def deal(alice, process):
    deal = builders.make_deal(alice)
    builders.make_criterion(deal.stage, "The budget is agreed")
    return deal


@pytest.fixture
def plan(deal, alice):
    return make_plan(deal, by=alice)


def there(deal, rest: str = "") -> str:
    return f"/w/granfors/deals/{deal.pk}/plan/{rest}"


def test_a_plan_is_made_of_the_process_in_one_press(deal, cast, as_member):
    client = as_member(cast.alice)
    assert "Make a plan from the process" in client.get(there(deal)).content.decode()
    for _twice in range(2):
        assert client.post(there(deal)).status_code == 303
    plan = SharedPlan.objects.get(workspace=deal.workspace_id)
    first = plan.steps.first()
    assert (first.text, first.side, bool(first.lineage)) == ("The budget is agreed", "theirs", True)
    assert first.due_on > timezone.localdate()
    assert "The budget is agreed" in client.get(there(deal, "preview/")).content.decode()


def test_who_may_share(plan, cast, as_member):
    for member, status in ((cast.vera, 403), (cast.bob, 403), (cast.charlie, 404), (cast.alice, 200)):
        answer = as_member(member).post(there(plan.deal, "links/"), {"name": "Anna", "days": "30"})
        assert answer.status_code == status
    assert PlanLink.objects.filter(workspace=plan.workspace_id).count() == 1


def test_a_link_is_shown_once_and_only_its_digest_is_kept(plan, alice, as_member):
    client = as_member(alice)
    page = client.post(there(plan.deal, "links/"), {"name": "Anna", "days": "30"}).content.decode()
    token = re.search(r"/plan/([\w-]{43})/", page)[1]
    link = PlanLink.objects.get(workspace=plan.workspace_id)
    assert (link.digest, link.name) == (digest_of(token), "Anna")
    assert token not in client.get(there(plan.deal)).content.decode()
    assert client.post(there(plan.deal, f"links/{link.pk}/revocation/")).status_code == 303
    assert client.get(f"/plan/{token}/").status_code == 404
    said = AuditEntry.objects.filter(workspace=plan.workspace_id).values_list("act", flat=True)
    assert {"plan_shared", "plan_link_revoked"} <= set(said)


def test_forms_that_make_no_sense_are_asked_again(plan, alice, as_member):
    client, step = as_member(alice), plan.steps.first()
    wrong = [
        ("links/", {"name": "", "days": "30"}),
        ("links/", {"name": "Anna", "days": "1000000"}),
        ("links/", {"person": str(2**70), "days": "30"}),
        ("steps/", {"text": "x" * 10_000, "side": "theirs"}),
        ("steps/", {"text": "nul\x00", "side": "theirs"}),
        ("steps/", {"text": "Go", "side": "nobody"}),
        (f"steps/{step.pk}/", {"text": "", "side": "theirs"}),
        ("facts/", {"title": ""}),
        ("words/", {"text": "x" * 10_000}),
    ]
    assert {client.post(there(plan.deal, rest), data).status_code for rest, data in wrong} == {422}
    assert client.post(there(plan.deal, "words/"), {"text": " "}).status_code == 409
    assert client.post(there(plan.deal, f"steps/{2**63}/promise/")).status_code == 404


def test_steps_are_added_changed_shifted_and_taken_off(plan, alice, as_member):
    client = as_member(alice)
    client.post(there(plan.deal, "steps/"), {"text": "We send the contract", "side": "ours"})
    step = plan.steps.get(text="We send the contract")
    client.post(there(plan.deal, f"steps/{step.pk}/"), {"text": "We send it", "side": "ours", "who": "Alice"})
    client.post(there(plan.deal, f"steps/{step.pk}/place/"), {"to": "up"})
    client.post(there(plan.deal, f"steps/{step.pk}/promise/"))
    step.refresh_from_db()
    assert (step.text, step.who, step.done_by) == ("We send it", "Alice", "Alice")
    assert step.position == plan.steps.count() - 2
    client.post(there(plan.deal, f"steps/{step.pk}/removal/"))
    assert not plan.steps.filter(pk=step.pk).exists()
    deletion = PlanStep.with_deleted.get(workspace=plan.workspace_id, pk=step.pk).deletion
    assert client.post(f"/w/granfors/restorations/{deletion.pk}/").status_code in (303, 404)


def test_the_sellers_hand_does_not_tick_for_the_buyer(plan, alice, as_member):
    step = plan.steps.first()
    assert as_member(alice).post(there(plan.deal, f"steps/{step.pk}/promise/")).status_code == 409
    assert plan.deal.evidence.count() == 0


def test_a_proposed_day_is_seen_on_the_deal_and_answered(plan, alice, as_member):
    link, _token = make_link(plan, name="Anna", by=alice)
    step, client = plan.steps.first(), as_member(alice)
    before = step.due_on
    propose_day(step, timezone.localdate() + timedelta(days=20), by=link)
    assert "Anna proposes" in client.get(there(plan.deal, "part/")).content.decode()
    client.post(there(plan.deal, f"steps/{step.pk}/day/"), {"text": "We are away"})
    step.refresh_from_db()
    assert (step.due_on, step.proposed_on) == (before, None)
    assert client.post(there(plan.deal, f"steps/{step.pk}/day/"), {"accept": "1"}).status_code == 409


def test_only_files_of_the_deal_are_shared(plan, alice, as_member, settings, tmp_path):
    settings.HOME = tmp_path
    here, elsewhere = (
        StoredFile.objects.get(
            workspace=plan.workspace_id, entry=add_file(on, SimpleUploadedFile("a.txt", b"A"), by=alice)
        )
        for on in (plan.deal, builders.make_deal(alice, "Other"))
    )
    client = as_member(alice)
    assert client.post(there(plan.deal, "documents/"), {"file": elsewhere.token}).status_code == 404
    for _twice in range(2):
        assert client.post(there(plan.deal, "documents/"), {"file": here.token}).status_code == 303
    assert plan.documents.count() == 1


def test_an_erased_person_leaves_no_link_and_no_name(plan, owen, alice):
    person = builders.make_person(alice, "Anna", "Quist")
    link, _token = make_link(plan, person=person, by=alice)
    tick_step(plan.steps.first(), by=link)
    erasure = erase_person(person, by=owen, typed="Anna Quist")
    while sweep_part(erasure):
        pass
    assert not PlanLink.objects.filter(workspace=plan.workspace_id).exists()
    said = [plan.words.get().who, plan.steps.first().done_by, plan.deal.evidence.get().confirmed_by]
    assert all("Quist" not in name for name in said)


def test_words_of_the_erased_go_though_another_bears_the_name(plan, owen, alice):
    person, _namesake = (builders.make_person(alice, "Anna", "Quist") for _both in range(2))
    link, _token = make_link(plan, person=person, by=alice)
    step = plan.steps.first()
    propose_day(step, timezone.localdate() + timedelta(days=2), by=link, text="My mother is ill")
    tick_step(step, by=link)
    erase_person(person, by=owen, typed="Anna Quist")
    step.refresh_from_db()
    evidence = plan.deal.evidence.get()
    assert set(plan.words.values_list("who", "text")) == {("Erased", "")}
    entries = TimelineEntry.objects.filter(workspace=plan.workspace_id, kind="buyer")
    assert {entry.automation for entry in entries} == {"Erased"}
    assert not any("ill" in entry.text for entry in entries)
    assert {step.done_by, evidence.confirmed_by, evidence.automation} == {"Erased"}


def test_a_step_of_a_private_deal_is_told_to_nobody_when_it_goes(plan, owen, alice):
    plan.deal.private = True
    plan.deal.save(update_fields=["private"])
    deletion = remove_step(plan.steps.first(), by=alice)
    assert deletion not in deletions_for(owen)
    assert deletion in deletions_for(alice)
    restore_deletion(deletion, by=alice)
    said = AuditEntry.objects.filter(workspace=plan.workspace_id, act__in=["deleted", "restored"])
    assert [one.detail for one in said.order_by("id")] == [{"count": 1}, {}]


def test_links_that_ended_make_room(plan, alice, monkeypatch):
    monkeypatch.setattr(linking, "MOST_LINKS", 1)
    link, _token = make_link(plan, name="Anna", by=alice)
    with pytest.raises(Refused):
        make_link(plan, name="Bert", by=alice)
    linking.revoke_link(link, by=alice)
    make_link(plan, name="Bert", by=alice)


def test_plans_travel_with_the_workspace_and_links_do_not():
    tables = {model._meta.label for model in carried()}
    assert {"buyers.SharedPlan", "buyers.PlanStep", "buyers.PlanWord", "buyers.PlanDocument"} <= tables
    assert "buyers.PlanLink" not in tables
    words = next(model for model in carried() if model._meta.label == "buyers.PlanWord")
    assert "link" not in {column.name for column in columns(words)}


def test_a_colour_that_can_be_seen_is_the_pages(plan, owen, alice, as_member):
    client = as_member(owen)
    known = {
        "name": "Granfors",
        "language": "en",
        "currency": "SEK",
        "time_zone": "Europe/Stockholm",
        "week_start": "0",
    }
    for colour, status in (("#ffee99", 422), ("red", 422), ("#1F5F7A", 303)):
        answer = client.post("/w/granfors/settings/workspace/", known | {"colour": colour})
        assert answer.status_code == status
    look = as_member(alice).get(there(plan.deal, "preview/look.css")).content.decode()
    assert "#1f5f7a" in look
