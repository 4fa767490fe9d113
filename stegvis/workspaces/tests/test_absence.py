"""While a member is away its substitute stands in, from the first day to the last."""

import datetime

import pytest

from stegvis.workspaces.queries.absence import stands_in_for, substitutes_for

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 30)


def send_away(member, substitute, since=DAY, until=DAY):
    member.absent_from, member.absent_until, member.substitute = since, until, substitute
    member.save()


def test_a_substitute_stands_in_on_the_days_of_the_absence_only(alice, bob, django_assert_num_queries):
    send_away(alice, bob, DAY, DAY + datetime.timedelta(days=1))
    for days, stands_in in ((-1, False), (0, True), (1, True), (2, False)):
        on = DAY + datetime.timedelta(days=days)
        assert stands_in_for(bob, on) == ([alice.pk] if stands_in else [])
        assert substitutes_for(alice, on) == ([bob] if stands_in else [])
    with django_assert_num_queries(1):
        stands_in_for(alice, DAY)


def test_the_substitute_of_a_substitute_stands_in_for_both(alice, bob, mia):
    send_away(alice, bob, until=None)
    send_away(bob, mia)
    assert set(stands_in_for(mia, DAY)) == {alice.pk, bob.pk}
    assert substitutes_for(alice, DAY) == [bob, mia]


def test_two_who_name_each_other_do_not_go_round_for_ever(alice, bob):
    send_away(alice, bob)
    send_away(bob, alice)
    assert stands_in_for(alice, DAY) == [bob.pk]
    assert substitutes_for(alice, DAY) == [bob]


def test_nobody_of_elsewhere_and_nobody_who_left_stands_in(alice, bob, charlie):
    send_away(alice, bob)
    bob.active = False
    bob.save()
    assert substitutes_for(alice, DAY) == []
    assert stands_in_for(charlie, DAY) == []
