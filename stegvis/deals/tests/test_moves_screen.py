"""Moving deals on the screen: the step, what it asks for, the way back, and two people at one deal."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.deals.models import Deal
from stegvis.deals.move_form import presets
from stegvis.deals.operations.moving import lose_deal, move_deal
from stegvis.deals.operations.stepping import take_back
from stegvis.testing.builders import make_criterion, make_deal, make_lost_reason, make_process, stage_of

BOARD = "/w/granfors/deals/"
ON_BOARD = {
    "HX-Request": "true",
    "HX-Request-Type": "partial",
    "HX-Current-URL": f"http://testserver{BOARD}",
}


@pytest.fixture
def deal(alice, process) -> Deal:
    return make_deal(alice, "Load control", amount=1000)


def address(deal: Deal, query: str = "") -> str:
    return reverse("deals:moves", kwargs={"slug": "granfors", "pk": deal.pk}) + query


def step(client, deal: Deal, to, headers=ON_BOARD, **said):
    return client.post(address(deal), {"to_stage": to.pk, **said}, headers=headers)


def path(deal: Deal) -> list[str]:
    return [move.to_stage.name for move in deal.moves.select_related("to_stage")]


def undo_address(page: str) -> str:
    return page.split('hx-post="')[-1].split('"')[0].replace("&amp;", "&")


def test_a_step_answers_the_card_in_its_new_column_and_all_figures(as_member, alice, deal, process):
    answer = step(as_member(alice), deal, stage_of(process, "Qualified"))
    page = answer.content.decode()
    assert path(deal) == ["Lead", "Qualified"]
    assert f'hx-target="#cards-{stage_of(process, "Qualified").pk}"' in page
    assert f'id="deal-{deal.pk}"' in page
    assert "“Load control” is now in “Qualified”." in page
    assert "SEK\xa0300 at 30%" in page


def test_without_script_a_step_leads_to_the_deal(as_member, alice, deal, process):
    answer = step(as_member(alice), deal, stage_of(process, "Qualified"), headers={})
    assert (answer.status_code, answer["Location"]) == (303, f"{BOARD}{deal.pk}/")


def test_from_another_page_that_page_is_shown_anew(as_member, alice, deal, process):
    headers = ON_BOARD | {"HX-Current-URL": f"http://evil.example{BOARD}list/?status=open"}
    answer = step(as_member(alice), deal, stage_of(process, "Qualified"), headers=headers)
    assert answer["HX-Redirect"] == f"{BOARD}list/?status=open"
    headers = ON_BOARD | {"HX-Current-URL": "http://testserver//evil.example/"}
    answer = step(as_member(alice), deal, stage_of(process, "Lead"), headers=headers)
    assert answer["HX-Redirect"] == f"{BOARD}{deal.pk}/"


def test_the_picker_names_every_stage_where_it_is_and_what_is_next(as_member, alice, deal):
    page = as_member(alice).get(address(deal), headers=ON_BOARD).content.decode()
    for name in ("Lead", "Qualified", "Proposal made", "Won", "Lost", "Fridge", "Quarterly check-in", "Win-back"):
        assert name in page
    assert "now in stage 1 of 3" in page
    assert page.count("disabled") == 1
    assert "<html" not in page
    assert "<html" in as_member(alice).get(address(deal)).content.decode()


def test_missing_evidence_is_asked_for_where_the_move_is_made(as_member, alice, deal, process):
    make_criterion(stage_of(process, "Lead"), "There is a business reason")
    answer = step(as_member(alice), deal, stage_of(process, "Qualified"))
    assert (answer.status_code, path(deal)) == (422, ["Lead"])
    assert "There is a business reason" in answer.content.decode()


def test_going_on_without_takes_one_sentence(as_member, alice, deal, process):
    make_criterion(stage_of(process, "Lead"), "There is a business reason")
    assert step(as_member(alice), deal, stage_of(process, "Qualified"), reason="  ").status_code == 422
    assert step(as_member(alice), deal, stage_of(process, "Qualified"), reason="Met them").status_code == 200
    move = deal.moves.last()
    assert (move.reason, move.missing) == ("Met them", ["There is a business reason"])


def test_evidence_ticked_in_the_same_step_is_kept_with_its_note(as_member, alice, deal, process):
    criterion = make_criterion(stage_of(process, "Lead"), hard=True)
    said = {"met": criterion.pk, f"note-{criterion.pk}": "in the mail of Monday"}
    assert step(as_member(alice), deal, stage_of(process, "Qualified"), **said).status_code == 200
    tick = deal.evidence.get()
    assert (tick.criterion, tick.note, tick.by) == (criterion, "in the mail of Monday", alice)
    assert deal.moves.last().missing == []


def test_a_refused_step_keeps_no_ticks_but_shows_them_again(as_member, alice, deal, process):
    first = make_criterion(stage_of(process, "Lead"), "first")
    make_criterion(stage_of(process, "Lead"), "second", hard=True)
    said = {"met": first.pk, f"note-{first.pk}": "said so", "reason": "please"}
    answer = step(as_member(alice), deal, stage_of(process, "Qualified"), **said)
    page = answer.content.decode()
    assert (answer.status_code, deal.evidence.count(), path(deal)) == (422, 0, ["Lead"])
    assert f'value="{first.pk}" checked' in page
    assert 'value="said so"' in page
    assert "Required evidence stops the move" in page


def test_a_foreign_criterion_ticks_nothing(as_member, alice, deal, process, workspace):
    other = make_criterion(stage_of(make_process(workspace, "Renewals"), "Lead"))
    assert step(as_member(alice), deal, stage_of(process, "Qualified"), met=other.pk).status_code == 200
    assert deal.evidence.count() == 0


def test_losing_asks_why(as_member, alice, deal, process, workspace):
    price = make_lost_reason(workspace)
    answer = step(as_member(alice), deal, stage_of(process, "Lost"))
    assert answer.status_code == 422
    assert "Price" in answer.content.decode()
    page = step(as_member(alice), deal, stage_of(process, "Lost"), lost_reason=price.pk).content.decode()
    assert "“Load control” is lost: Price." in page
    deal.refresh_from_db()
    assert (deal.status, deal.lost_reason) == ("lost", price)


def test_parking_asks_until_when_and_offers_the_usual_days(as_member, alice, deal, process):
    fridge = stage_of(process, "Fridge")
    for wrong in ({}, {"wake_on": "2001-01-01"}, {"wake_on": "soon"}, {"preset": "never"}):
        assert step(as_member(alice), deal, fridge, **wrong).status_code == 422
    assert step(as_member(alice), deal, fridge, preset="90").status_code == 200
    deal.refresh_from_db()
    assert (deal.status, deal.wake_on) == ("parked", presets()["90"])
    assert presets()["90"] == timezone.localdate() + timedelta(days=90)


def test_winning_says_so(as_member, alice, deal, process):
    page = step(as_member(alice), deal, stage_of(process, "Won")).content.decode()
    assert "Won: “Load control”, SEK\xa01,000. Well done!" in page


def test_a_closed_deal_moves_on_and_opens_again(as_member, alice, deal, process):
    client = as_member(alice)
    for name in ("Won", "Quarterly check-in", "Qualified"):
        assert step(client, deal, stage_of(process, name)).status_code == 200
    assert path(deal) == ["Lead", "Won", "Quarterly check-in", "Qualified"]


@pytest.mark.parametrize("name", ["Qualified", "Won", "Lost", "Fridge"])
def test_undo_corrects_a_move_by_another(as_member, alice, deal, process, name):
    client, tomorrow = as_member(alice), timezone.localdate() + timedelta(days=1)
    page = step(client, deal, stage_of(process, name), wake_on=tomorrow).content.decode()
    answer = client.post(undo_address(page), headers=ON_BOARD)
    assert answer.status_code == 200
    assert "“Load control” is back in “Lead”." in answer.content.decode()
    assert path(deal) == ["Lead", name, "Lead"]
    assert deal.moves.last().reason == f"Took back the step to “{name}”."


def test_undo_gives_back_what_a_parked_or_lost_deal_knew(as_member, alice, deal, process, workspace):
    client, price = as_member(alice), make_lost_reason(workspace)
    step(client, deal, stage_of(process, "Lost"), lost_reason=price.pk)
    page = step(client, deal, stage_of(process, "Lead")).content.decode()
    client.post(undo_address(page), headers=ON_BOARD)
    deal.refresh_from_db()
    assert (deal.status, deal.lost_reason) == ("lost", price)


def test_undo_comes_too_late_when_the_deal_has_moved_on(as_member, alice, mia, deal, process):
    client = as_member(alice)
    page = step(client, deal, stage_of(process, "Qualified")).content.decode()
    move_deal(deal, stage_of(process, "Proposal made"), by=mia)
    answer = client.post(undo_address(page), headers=ON_BOARD)
    assert answer.status_code == 409
    assert path(deal) == ["Lead", "Qualified", "Proposal made"]


@pytest.mark.parametrize("query", ["?undo=", "?undo=x", "?undo=0", f"?undo={2**63}", "?undo=1&wake_on=never"])
def test_a_forged_undo_makes_no_sense(as_member, alice, deal, query):
    assert as_member(alice).post(address(deal, query), headers=ON_BOARD).status_code == 400


def test_the_first_step_cannot_be_taken_back(as_member, alice, deal):
    assert as_member(alice).post(address(deal, "?undo=1"), headers=ON_BOARD).status_code == 409


def test_the_second_mover_hears_who_was_faster_and_sees_the_true_place(as_member, alice, mia, deal, process):
    seen = deal.stage_id
    move_deal(deal, stage_of(process, "Qualified"), by=mia)
    answer = step(as_member(alice), deal, stage_of(process, "Proposal made"), seen=seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mia moved this deal to “Qualified” in the meantime." in page
    assert f'hx-target="#cards-{stage_of(process, "Qualified").pk}"' in page
    assert path(deal) == ["Lead", "Qualified"]


@pytest.mark.parametrize(("name", "status"), [("owen", 200), ("mia", 200), ("alice", 200), ("bob", 403), ("vera", 403)])
def test_who_may_move_it(as_member, cast, deal, process, name, status):
    answer = step(as_member(getattr(cast, name)), deal, stage_of(process, "Qualified"))
    assert answer.status_code == status
    assert path(deal) == (["Lead", "Qualified"] if status == 200 else ["Lead"])


def test_strangers_meet_nothing_and_nobody_signs_in_first(as_member, client, charlie, deal, process):
    assert step(as_member(charlie), deal, stage_of(process, "Qualified")).status_code == 404
    assert as_member(charlie).get(address(deal)).status_code == 404
    assert step(client, deal, stage_of(process, "Qualified")).status_code == 302
    assert path(deal) == ["Lead"]


def test_a_private_deal_is_no_bodys_to_move(as_member, alice, mia, process):
    deal = make_deal(alice, private=True)
    assert step(as_member(mia), deal, stage_of(process, "Qualified")).status_code == 404


@pytest.mark.parametrize("to", ["", "x", "0", "-1", str(2**63), "9" * 40])
def test_a_step_to_nowhere_makes_no_sense(as_member, alice, deal, to):
    assert as_member(alice).post(address(deal), {"to_stage": to}, headers=ON_BOARD).status_code == 400


def test_stages_of_other_processes_and_workspaces_are_not_there(as_member, alice, charlie, deal, workspace):
    for foreign in (make_process(workspace, "Renewals"), make_process(charlie.workspace)):
        assert step(as_member(alice), deal, stage_of(foreign, "Qualified")).status_code == 404


def test_a_foreign_lost_reason_is_none(as_member, alice, charlie, deal, process, workspace):
    make_lost_reason(workspace)
    foreign = make_lost_reason(charlie.workspace)
    assert step(as_member(alice), deal, stage_of(process, "Lost"), lost_reason=foreign.pk).status_code == 422


def test_a_card_that_the_filters_hide_leaves_the_board(as_member, alice, bob, deal, process):
    headers = ON_BOARD | {"HX-Current-URL": f"http://testserver{BOARD}?owner={bob.pk}"}
    page = step(as_member(alice), deal, stage_of(process, "Qualified"), headers=headers).content.decode()
    assert f'hx-target="#deal-{deal.pk}" hx-swap="delete"' in page
    assert f'id="deal-{deal.pk}"' not in page


def test_a_duplicate_of_a_deal_in_an_archived_process_is_refused_with_the_reason(as_member, alice, deal, process):
    process.archived_at = process.created_at
    process.save(update_fields=["archived_at"])
    answer = as_member(alice).post(f"{BOARD}{deal.pk}/copies/")
    assert answer.status_code == 409
    assert "archived" in answer.content.decode()


def test_a_step_taken_back_is_not_judged_anew(deal, alice, process, workspace):
    move_deal(deal, stage_of(process, "Won"), by=alice)
    make_criterion(stage_of(process, "Lead"), hard=True)
    lost = lose_deal(deal, by=alice, lost_reason=make_lost_reason(workspace))
    back = take_back(deal, lost.sequence, by=alice)
    assert (back.to_stage.name, deal.status) == ("Won", "won")
