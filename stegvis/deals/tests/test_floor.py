"""A price below the floor is marked, and the deal is not won by any door until a manager has approved it."""

from decimal import Decimal

import pytest

from stegvis.core.errors import Refused
from stegvis.deals.models import DiscountApproval, Product
from stegvis.deals.operations.approving import ask_approval, decide_approval
from stegvis.deals.operations.editing import edit_deal
from stegvis.deals.operations.guiding import equip_process
from stegvis.deals.operations.lines import LineDraft, set_lines
from stegvis.deals.operations.moving import reopen_deal, step_back, win_deal
from stegvis.deals.operations.moving_many import move_deals, step_deals_back
from stegvis.testing.builders import make_deal, stage_of
from stegvis.workspaces.bulk import bulk_list, facts_for
from stegvis.workspaces.models import FieldChange, Notice
from stegvis.workspaces.operations.bulk_editing import edit_many
from stegvis.workspaces.operations.undoing import take_back_act

DEALS = bulk_list("deals")


@pytest.fixture
def sensor(owen, process):
    equip_process(process, by=owen, framework=None, guide=None, most_discount=Decimal(15))
    return Product.objects.create(workspace=owen.workspace, name="Sensor", price=1000, currency="SEK", cost=700)


def sell(deal, product, price, by):
    set_lines(deal, [LineDraft(product.name, product, Decimal(2), Decimal(price))], by=by)
    return deal


def won(deal):
    deal.refresh_from_db()
    return deal.status == "won"


def test_the_floor_is_the_processs_or_the_products_own(alice, owen, process, sensor):
    win_deal(sell(make_deal(alice), sensor, 850, alice), by=alice, reason="x")
    with pytest.raises(Refused, match="at most 15"):
        win_deal(sell(make_deal(alice), sensor, 840, alice), by=alice, reason="x")
    sensor.most_discount, sensor.least_margin = Decimal(50), Decimal(30)
    sensor.save()
    with pytest.raises(Refused, match="at least 30"):
        win_deal(sell(make_deal(alice), sensor, 800, alice), by=alice, reason="x")


def test_a_list_price_that_rises_later_changes_no_deal(alice, process, sensor):
    deal = sell(make_deal(alice), sensor, 900, alice)
    sensor.price = 2000
    sensor.save()
    win_deal(sell(deal, sensor, 880, alice), by=alice, reason="x")


def test_no_door_wins_what_nobody_approved(alice, as_member, process, sensor):
    deal, stage = sell(make_deal(alice), sensor, 500, alice), stage_of(process, "Won")
    done = move_deals([deal.pk], stage, by=alice, reason="x")
    assert (len(done.before), len(done.stopped)) == (0, 1)
    answer = as_member(alice).post(f"/w/granfors/deals/{deal.pk}/moves/", {"to_stage": stage.pk, "reason": "x"})
    assert answer.status_code == 409
    assert not won(deal)


def test_asked_approved_and_won(cast, as_member, process, sensor):
    deal = sell(make_deal(cast.alice), sensor, 700, cast.alice)
    address = f"/w/granfors/deals/{deal.pk}/floor/"
    for member, status in ((cast.vera, 403), (cast.bob, 403), (cast.charlie, 404), (cast.alice, 303)):
        assert as_member(member).post(address, {"reason": "A first customer in Norway"}).status_code == status
    assert as_member(cast.alice).post(address, {"reason": "again"}).status_code == 422
    asked = DiscountApproval.objects.get(workspace=deal.workspace_id)
    assert {one.member for one in Notice.objects.filter(workspace=deal.workspace_id, act="approval_asked")} == {
        cast.mia, cast.owen,
    }  # fmt: skip
    assert "A first customer in Norway" in as_member(cast.mia).get("/w/granfors/deals/approvals/").content.decode()
    assert "A first customer" not in as_member(cast.bob).get("/w/granfors/deals/approvals/").content.decode()
    for member, status in ((cast.alice, 403), (cast.charlie, 404), (cast.mia, 303)):
        answer = as_member(member).post(f"{address}{asked.pk}/", {"word": "yes", "note": "This once"})
        assert answer.status_code == status
    assert Notice.objects.filter(workspace=deal.workspace_id, act="approval_given", member=cast.alice).exists()
    assert "This once" in FieldChange.objects.filter(workspace=deal.workspace_id, field="discount").last().after
    win_deal(deal, by=cast.alice, reason="x")
    assert won(deal)


def test_an_approval_holds_for_its_price_and_no_lower(alice, mia, process, sensor):
    deal = sell(make_deal(alice), sensor, 700, alice)
    decide_approval(ask_approval(deal, "Because", by=alice), by=mia, approved=True)
    sell(deal, sensor, 650, alice)
    with pytest.raises(Refused):
        win_deal(deal, by=alice, reason="x")
    with pytest.raises(Refused):
        decide_approval(DiscountApproval.objects.get(workspace=deal.workspace_id), by=mia, approved=False)


def test_declined_stays_closed(alice, mia, as_member, process, sensor):
    deal = sell(make_deal(alice), sensor, 700, alice)
    asked = ask_approval(deal, "Because", by=alice)
    for wrong in ({}, {"word": "maybe"}):
        assert as_member(mia).post(f"/w/granfors/deals/{deal.pk}/floor/{asked.pk}/", wrong).status_code == 422
    as_member(mia).post(f"/w/granfors/deals/{deal.pk}/floor/{asked.pk}/", {"word": "no", "note": "Not to them"})
    page = as_member(alice).get(f"/w/granfors/deals/{deal.pk}/floor/").content.decode()
    assert "Not to them" in page
    assert "it cannot be won yet" in page
    with pytest.raises(Refused):
        win_deal(deal, by=alice, reason="x")


def test_a_won_deal_is_not_made_cheaper_afterwards(alice, process, sensor):
    deal = sell(make_deal(alice), sensor, 1000, alice)
    win_deal(deal, by=alice, reason="x")
    for sold in (deal, make_deal(alice, stage=stage_of(process, "Won"))):
        with pytest.raises(Refused, match="below the floor"):
            sell(sold, sensor, 500, alice)
    with pytest.raises(Refused, match="below the floor"):
        edit_deal(deal, {"currency": "JPY"}, by=alice)
    deal.refresh_from_db()
    assert (deal.lines.get().price, deal.currency) == (1000, "SEK")


def test_many_at_once_leave_out_who_would_be_sold_below_the_floor(owen, process, sensor):
    sold, open_one = (sell(make_deal(owen), sensor, 900, owen) for _both in range(2))
    win_deal(sold, by=owen, reason="x")
    fact, yen = facts_for(DEALS, owen)["value"], {"amount": Decimal(1), "currency": "JPY"}
    done = edit_many(DEALS, fact, [sold.pk, open_one.pk], yen, by=owen)
    assert (done.changed, [(one.pk, one.name) for one in done.stopped]) == (1, [(sold.pk, sold.title)])
    assert "below the floor" in done.stopped[0].why
    for deal, currency in ((sold, "SEK"), (open_one, "JPY")):
        deal.refresh_from_db()
        assert deal.currency == currency


def test_no_undo_of_many_brings_back_a_currency_below_the_floor(owen, process, sensor):
    deal = sell(make_deal(owen, currency="JPY"), sensor, 900, owen)
    fact, crowns = facts_for(DEALS, owen)["value"], {"amount": Decimal(900), "currency": "SEK"}
    done = edit_many(DEALS, fact, [deal.pk], crowns, by=owen)
    deal.refresh_from_db()
    win_deal(deal, by=owen, reason="x")
    take_back_act(done.undo, by=owen)
    deal.refresh_from_db()
    assert deal.currency == "SEK"


def test_no_way_back_wins_what_became_cheaper_meanwhile(alice, process, sensor):
    alone, one_of_many = (sell(make_deal(alice), sensor, 1000, alice) for _both in range(2))
    for deal in (alone, one_of_many):
        win_deal(deal, by=alice, reason="x")
    reopen_deal(alone, by=alice, reason="x")
    moved = move_deals([one_of_many.pk], alone.stage, by=alice, reason="x")
    for deal in (alone, one_of_many):
        sell(deal, sensor, 500, alice)
    with pytest.raises(Refused, match="below the floor"):
        step_back(alone, by=alice, reason="x")
    assert step_deals_back(moved.before, by=alice) == 0
    assert not won(one_of_many)


def test_another_currency_is_no_way_past_the_floor(alice, mia, process, sensor):
    deal = sell(make_deal(alice), sensor, 800, alice)
    decide_approval(ask_approval(deal, "Because", by=alice), by=mia, approved=True)
    deal.currency = "JPY"
    deal.save(update_fields=["currency"])
    for price in (800, 1000):
        with pytest.raises(Refused, match="cannot be compared"):
            win_deal(sell(deal, sensor, price, alice), by=alice, reason="x")
    decide_approval(ask_approval(deal, "A price in yen", by=alice), by=mia, approved=True)
    win_deal(deal, by=alice, reason="x")


def test_another_period_is_no_way_past_the_floor(alice, process, sensor):
    deal = make_deal(alice)
    set_lines(deal, [LineDraft(sensor.name, sensor, price=Decimal(1), period="yearly")], by=alice)
    with pytest.raises(Refused, match="cannot be compared"):
        win_deal(deal, by=alice, reason="x")
