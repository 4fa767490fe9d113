"""Members are told what happens to what they follow, and what they are given; never more than they may see."""

import pytest

from stegvis.deals.operations.editing import edit_deal
from stegvis.deals.operations.moving import lose_deal, move_deal, win_deal
from stegvis.testing import builders
from stegvis.workspaces.models import Notice, Role
from stegvis.workspaces.operations.following import follow_record, unfollow_record
from stegvis.workspaces.operations.reading import read_all_notices
from stegvis.workspaces.operations.telling import notify
from stegvis.workspaces.queries.following import followed_by, follows
from stegvis.workspaces.queries.notices import news, notice_page, unread_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(alice, process):
    return builders.make_deal(alice, "Load control", company=builders.make_company(alice))


def sentences(member) -> list[str]:
    return [told.sentence for told in notice_page(member)[0]]


def test_a_follower_hears_of_moves_and_of_the_end_but_not_of_own_acts(deal, alice, bob, mia, process):
    follow_record(deal, by=bob)
    follow_record(deal, by=alice)
    move_deal(deal, builders.stage_of(process, "Qualified"), by=alice)
    win_deal(deal, by=mia)
    assert sentences(bob) == ["Mia won “Load control”", "Alice moved “Load control” to “Qualified”"]
    assert sentences(alice) == ["Mia won “Load control”"]
    assert (unread_count(bob), unread_count(mia)) == (2, 0)


def test_who_follows_the_company_hears_of_its_deals(deal, alice, bob):
    follow_record(deal.company, by=bob)
    follow_record(deal, by=bob)
    lose_deal(deal, by=alice, lost_reason=builders.make_lost_reason(alice.workspace))
    assert sentences(bob) == ["Alice lost “Load control”"]


def test_a_new_owner_is_told_and_so_are_followers(deal, owen, bob, vera):
    follow_record(deal, by=vera)
    edit_deal(deal, {"owner": bob}, by=owen)
    assert sentences(bob) == ["Owen gave you “Load control”"]
    assert sentences(vera) == ["Owen gave “Load control” to Bob"]


def test_what_became_private_is_neither_told_nor_shown(deal, alice, bob, process):
    follow_record(deal, by=bob)
    move_deal(deal, builders.stage_of(process, "Qualified"), by=alice)
    edit_deal(deal, {"private": True}, by=alice)
    move_deal(deal, builders.stage_of(process, "Proposal made"), by=alice)
    assert Notice.objects.filter(workspace=bob.workspace, member=bob).count() == 1
    assert sentences(bob) == []
    assert followed_by(bob) == []


def test_strangers_departed_members_and_those_who_do_not_want_to_hear_are_not_told(deal, alice, bob, charlie, vera):
    vera.active = False
    bob.channels = {"given": []}
    assert notify([charlie, vera, bob], "given", deal, by=alice) == []
    bob.channels = {"given": ["mail"]}
    assert len(notify([bob, bob], "given", deal, by=alice)) == 1
    assert unread_count(bob) == 0, "without the page the bell does not ring"


def test_reading_all_and_unfollowing(deal, alice, bob, mia, process, django_assert_num_queries):
    follow_record(deal, by=bob)
    move_deal(deal, builders.stage_of(process, "Qualified"), by=alice)
    with django_assert_num_queries(1):
        assert unread_count(bob) == 1
    assert read_all_notices(by=mia) == 0
    assert read_all_notices(by=bob) == 1
    assert unread_count(bob) == 0
    unfollow_record("deal", deal.pk, by=bob)
    assert not follows(bob, deal)
    win_deal(deal, by=alice)
    assert len(sentences(bob)) == 1


def test_the_browser_shows_what_is_new_and_wanted(deal, alice, bob):
    assert news(bob, 0) == ([], 0)
    notice = notify([bob], "given", deal, by=alice)[0]
    told, newest = news(bob, 0)
    assert ([one.sentence for one in told], newest) == (["Alice gave you “Load control”"], notice.pk)
    bob.channels = {"given": ["page"]}
    assert news(bob, 0) == ([], notice.pk)


def test_pages_cost_the_same_whatever_is_told(alice, bob, process, django_assert_max_num_queries):
    deals = [builders.make_deal(alice, f"Deal {number}") for number in range(4)]
    for deal in deals:
        notify([bob], "given", deal, by=alice)
        notify([bob], "given", builders.make_company(alice, f"Company {deal.pk}"), by=alice)
    with django_assert_max_num_queries(3):
        assert len(notice_page(bob)[0]) == 8


def test_a_narrow_role_follows_only_what_it_sees(deal, alice, bob, workspace):
    workspace.grants = {Role.SELLER: {"see": "own"}}
    workspace.save()
    bob.workspace = workspace
    assert notify([bob], "given", deal, by=alice) == []
