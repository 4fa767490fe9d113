"""Competitors: whom one sells against, who is in play on a deal, and who won it."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from stegvis.core.errors import Refused
from stegvis.deals.models import Competitor, DealCompetitor
from stegvis.deals.operations.competing import put_in_play, say_lost_to, take_out_of_play
from stegvis.deals.operations.competitors import change_competitor, delete_competitor, merge_competitors
from stegvis.deals.operations.moving import move_deal, reopen_deal
from stegvis.deals.operations.recording import Step, extend_path
from stegvis.deals.operations.stepping import take_back, take_step
from stegvis.deals.queries.competing import rivals_on
from stegvis.deals.queries.listing import read_list
from stegvis.testing.builders import make_deal, make_lost_reason, stage_of
from stegvis.workspaces.models import Deletion, FieldChange
from stegvis.workspaces.operations.deleting import restore_deletion
from stegvis.workspaces.operations.undoing import kept_undo, take_back_act


def names(deal):
    return [(one.competitor.name, one.won) for one in rivals_on(deal)]


def test_a_competitor_comes_into_play_by_its_name_whichever_way_it_is_written(cast, as_member, process):
    deal = make_deal(cast.alice)
    address = f"/w/granfors/deals/{deal.pk}/competitors/"
    for member, status in ((cast.vera, 403), (cast.bob, 403), (cast.charlie, 404), (cast.alice, 303)):
        assert as_member(member).post(address, {"name": "Voltaro Łódź"}).status_code == status
    client = as_member(cast.alice)
    client.post(address, {"name": "  VOLTARO  lodz "})
    assert names(deal) == [("Voltaro Łódź", False)]
    for wrong in ("", "   ", "a" * 10_000, "x\0y"):
        assert client.post(address, {"name": wrong}).status_code == 422
    assert "Voltaro Łódź" in as_member(cast.vera).get(address).content.decode()
    kept = FieldChange.objects.filter(workspace=deal.workspace_id, field="competitor")
    assert [(one.before, one.after) for one in kept] == [("", "Voltaro Łódź")]


def test_who_is_not_in_play_goes_and_comes_back(alice, as_member, process):
    deal = make_deal(alice)
    rival = put_in_play(deal, "Voltaro", by=alice)
    address = f"/w/granfors/deals/{deal.pk}/competitors/"
    assert as_member(alice).post(f"{address}{10**17}/removal/").status_code == 404
    take_out_of_play(rival, by=alice)
    assert names(deal) == []
    take_back_act(kept_undo(alice), by=alice)
    assert names(deal) == [("Voltaro", False)]


def test_losing_asks_who_won_it_and_keeps_it_with_the_loss(alice, as_member, process):
    deal, reason, lost = make_deal(alice), make_lost_reason(process.workspace), stage_of(process, "Lost")
    put_in_play(deal, "Voltaro", by=alice)
    client, address = as_member(alice), f"/w/granfors/deals/{deal.pk}/"
    asked = client.post(f"{address}moves/", {"to_stage": lost.pk})
    assert asked.status_code == 422
    assert '<option value="Voltaro">' in asked.content.decode()
    told = {"to_stage": lost.pk, "lost_reason": reason.pk, "lost_to": "a" * 201}
    assert client.post(f"{address}moves/", told | {"reason": "b" * 2001}).status_code == 422
    client.post(f"{address}moves/", told | {"lost_to": "Enerva"})
    assert names(deal) == [("Voltaro", False), ("Enerva", True)]
    assert "Lost to them" in client.get(f"{address}competitors/").content.decode()
    client.post(f"{address}winner/", {"lost_to": "voltaro"})
    assert names(deal) == [("Voltaro", True), ("Enerva", False)]
    client.post(f"{address}winner/", {"lost_to": ""})
    assert names(deal) == [("Voltaro", False), ("Enerva", False)]


def test_a_loss_that_is_taken_back_or_comes_again_does_not_mix_up_its_winners(alice, process):
    deal, reason, lost = make_deal(alice), make_lost_reason(process.workspace), stage_of(process, "Lost")
    take_step(deal, lost, by=alice, lost_reason=reason, lost_to="Voltaro")
    move = reopen_deal(deal, by=alice)
    with pytest.raises(Refused):
        say_lost_to(deal, "Enerva", by=alice)
    take_back(deal, move.sequence, by=alice, lost_reason=reason)
    assert names(deal) == [("Voltaro", True)]
    listed = read_list(alice, QueryDict("status=lost&columns=title,competitors")).page.rows
    assert [row.competitors for row in listed] == [[("Voltaro", True)]]
    reopen_deal(deal, by=alice)
    move_deal(deal, lost, by=alice, lost_reason=reason)
    assert names(deal) == [("Voltaro", False)]


def test_settings_keep_the_list(mia, as_member, workspace):
    client, address = as_member(mia), "/w/granfors/settings/competitors/"
    client.post(address, {"name": "Voltaro"})
    client.post(address, {"name": "voltaro"})
    client.post(address, {"name": "a" * 500})
    voltaro = Competitor.objects.get(workspace=workspace)
    told = {"name": "Voltaro AB", "website": "voltaro.se", "note": "- cheap\n- **slow**"}
    assert client.post(f"{address}{voltaro.pk}/", told | {"website": "javascript:alert(1)"}).status_code == 422
    client.post(f"{address}{voltaro.pk}/", told)
    voltaro.refresh_from_db()
    assert (voltaro.name, voltaro.website) == ("Voltaro AB", "https://voltaro.se")
    client.post(address, {"name": "Enerva"})
    page = client.post(f"{address}{voltaro.pk}/", told | {"name": "ENERVA"})
    assert page.status_code == 422
    assert "There is a competitor “ENERVA” already." in page.content.decode()
    client.post(f"{address}{voltaro.pk}/merging/", {"name": "Nobody"})
    client.post(f"{address}{voltaro.pk}/deletion/")
    assert [one.name for one in Competitor.objects.filter(workspace=workspace)] == ["Enerva"]
    page = client.get(f"{address}?after=x%00~\0")
    assert page.status_code == 200


def test_two_spellings_become_one_and_part_again(owen, process):
    here, there, both = (make_deal(owen, name) for name in ("here", "there", "both"))
    wrong, right = put_in_play(here, "Voltaro AB", by=owen), put_in_play(there, "Voltaro", by=owen)
    put_in_play(both, "Voltaro", by=owen)
    move_deal(both, stage_of(process, "Lost"), by=owen, lost_reason=make_lost_reason(process.workspace))
    say_lost_to(both, "Voltaro AB", by=owen)
    merge_competitors(wrong.competitor, right.competitor, by=owen)
    assert [names(deal) for deal in (here, there, both)] == [
        [("Voltaro", False)],
        [("Voltaro", False)],
        [("Voltaro", True)],
    ]
    take_back_act(kept_undo(owen), by=owen)
    assert [names(deal) for deal in (here, there)] == [[("Voltaro AB", False)], [("Voltaro", False)]]
    assert sorted(names(both)) == [("Voltaro", False), ("Voltaro AB", True)]


def test_undoing_a_merge_respects_what_was_said_since(owen, process):
    deal = make_deal(owen)
    wrong, right = (put_in_play(deal, name, by=owen).competitor for name in ("Voltaro AB", "Voltaro"))
    change_competitor(wrong, by=owen, note="- cheap", website="https://voltaro.se")
    change_competitor(right, by=owen, website="https://voltaro.example")
    move_deal(deal, stage_of(process, "Lost"), by=owen, lost_reason=make_lost_reason(process.workspace))
    say_lost_to(deal, "Voltaro AB", by=owen)
    merge_competitors(wrong, right, by=owen)
    undo = kept_undo(owen)
    right.refresh_from_db()
    assert (right.note, right.website) == ("- cheap", "https://voltaro.example")
    say_lost_to(deal, "Enerva", by=owen)
    take_back_act(undo, by=owen)
    right.refresh_from_db()
    assert (right.note, right.website) == ("", "https://voltaro.example")
    assert sorted(names(deal)) == [("Enerva", True), ("Voltaro", False), ("Voltaro AB", False)]


def test_who_won_an_earlier_loss_does_not_come_back_with_undo(alice, process):
    deal, reason, lost = make_deal(alice), make_lost_reason(process.workspace), stage_of(process, "Lost")
    take_step(deal, lost, by=alice, lost_reason=reason, lost_to="Voltaro")
    take_out_of_play(rivals_on(deal)[0], by=alice)
    undo = kept_undo(alice)
    reopen_deal(deal, by=alice)
    extend_path(deal, [Step(lost, deal.entered_at + timedelta(days=1))], by=alice)
    take_back_act(undo, by=alice)
    assert names(deal) == [("Voltaro", False)]
    say_lost_to(deal, "Enerva", by=alice)
    reopen_deal(deal, by=alice)
    extend_path(deal, [Step(lost, deal.entered_at + timedelta(days=1))], by=alice)
    assert names(deal) == [("Voltaro", False), ("Enerva", False)]


def test_a_deleted_competitor_leaves_deals_and_comes_back(owen, process):
    deal = make_deal(owen)
    rival = put_in_play(deal, "Voltaro", by=owen)
    delete_competitor(rival.competitor, by=owen)
    assert names(deal) == []
    restore_deletion(Deletion.objects.filter(workspace=deal.workspace_id).latest("pk"), by=owen)
    assert names(deal) == [("Voltaro", False)]
    change_competitor(rival.competitor, by=owen, name="Voltaro Nordic")
    assert names(deal) == [("Voltaro Nordic", False)]
    assert DealCompetitor.objects.filter(workspace=deal.workspace_id).count() == 1
