"""The bell, its list, and the button that follows."""

import pytest

from stegvis.testing import builders
from stegvis.workspaces.operations.telling import notify
from stegvis.workspaces.queries.following import follows
from stegvis.workspaces.queries.notices import unread_count

pytestmark = pytest.mark.django_db
HOME = "/w/granfors"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def deal(alice, process):
    return builders.make_deal(alice)


def test_the_bell_on_every_page_says_how_much_waits(as_member, alice, bob, deal):
    notify([bob], "given", deal, by=alice)
    page = as_member(bob).get(f"{HOME}/companies/").content.decode()
    assert 'class="unread-count" data-unread>1<' in page
    assert "data-unread hidden>0<" in as_member(alice).get(f"{HOME}/companies/").content.decode()


def test_the_bell_costs_no_query(as_member, alice, bob, deal, django_assert_num_queries):
    client = as_member(bob)
    client.get(f"{HOME}/notices/")
    with django_assert_num_queries(5):  # session, user, member, notices, the newest one
        client.get(f"{HOME}/notices/")


def test_opening_a_notice_reads_it_and_leads_to_its_record(as_member, alice, bob, deal):
    notice = notify([bob], "given", deal, by=alice)[0]
    answer = as_member(bob).get(f"{HOME}/notices/{notice.pk}/")
    assert answer.url == f"{HOME}/deals/{deal.pk}/"
    assert unread_count(bob) == 0
    assert as_member(alice).get(f"{HOME}/notices/{notice.pk}/").status_code == 404, "it was told to Bob alone"


def test_all_are_read_up_to_what_was_seen(as_member, alice, bob, deal):
    first = notify([bob], "given", deal, by=alice)[0]
    notify([bob], "given", builders.make_company(alice), by=alice)
    client = as_member(bob)
    assert "Ekhamra Plåt AB" in client.get(f"{HOME}/notices/", headers=PART).content.decode()
    client.post(f"{HOME}/notices/readings/", {"up_to": first.pk})
    assert unread_count(bob) == 1
    client.post(f"{HOME}/notices/readings/", {"up_to": "9" * 40}, headers=PART)
    assert unread_count(bob) == 0


def test_the_script_of_the_bell_is_told_what_is_new(as_member, alice, bob, deal):
    client = as_member(bob)
    start = client.get(f"{HOME}/notices/news/").json()
    assert start == {"unread": 0, "newest": 0, "notices": []}
    notice = notify([bob], "given", deal, by=alice)[0]
    news = client.get(f"{HOME}/notices/news/?since=0").json()
    assert news["notices"] == [{"text": "Alice gave you “Load control”", "href": f"{HOME}/notices/{notice.pk}/"}]
    assert client.get(f"{HOME}/notices/news/?since=\x00").status_code == 200


def test_one_press_follows_and_one_press_ceases(as_member, vera, alice, deal):
    client, company = as_member(vera), builders.make_company(alice)
    for kind, record in (("deal", deal), ("company", company), ("person", builders.make_person(alice))):
        assert client.post(f"{HOME}/following/{kind}/{record.pk}/", {"follow": "yes"}, headers=PART).status_code == 200
        assert follows(vera, record)
    page = client.get(f"{HOME}/following/").content.decode()
    assert page.count("Unfollow ") == 3
    assert 'aria-pressed="true"' in client.get(f"{HOME}/deals/{deal.pk}/").content.decode()
    client.post(f"{HOME}/following/deal/{deal.pk}/", {"follow": "no"})
    assert not follows(vera, deal)


def test_nobody_follows_what_it_may_not_see_or_what_is_no_record(as_member, alice, bob, charlie, deal):
    hidden = builders.make_company(alice, "Hidden AB", private=True)
    client = as_member(bob)
    for path in (f"company/{hidden.pk}", f"tag/{deal.pk}", f"deal/{'9' * 30}", "deal/0"):
        assert client.post(f"{HOME}/following/{path}/", {"follow": "yes"}).status_code == 404, path
    assert as_member(charlie).post(f"{HOME}/following/deal/{deal.pk}/").status_code == 404
