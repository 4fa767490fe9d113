"""Today says what to do now, in an order with reasons, and costs the same in any workspace."""

import datetime
import re
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.deals.models import Deal
from stegvis.pages.queries.today import Item, read_today
from stegvis.pages.queries.whose import whose_day
from stegvis.testing import builders
from stegvis.timeline.models import Task
from stegvis.timeline.operations.finishing import complete_task
from stegvis.timeline.operations.tasks import create_task, edit_task
from stegvis.workspaces.operations.granting import set_grant
from stegvis.workspaces.permissions import Scope

TODAY = "/w/granfors/today/"
# Where the cast lives; an hour a day it is not the day of UTC.
ZONE = ZoneInfo("Europe/Stockholm")


def day(number):
    return timezone.localdate(timezone=ZONE) + datetime.timedelta(days=number)


@pytest.fixture
def work(alice, bob):
    """A late task, one of today, one of tomorrow, a silent deal, a deal without next step, one of bob's."""
    big = builders.make_deal(alice, "Big", amount=Decimal(900_000))
    small = builders.make_deal(alice, "Small", amount=Decimal(1_000))
    create_task("Call late", by=alice, due_on=day(-2), deal=small)
    create_task("Mail big", by=alice, due_on=day(0), deal=big)
    create_task("Mail small", by=alice, due_on=day(0), deal=small)
    create_task("Tomorrow", by=alice, due_on=day(1), deal=big)
    create_task("Private thing", by=bob, due_on=day(0), deal=builders.make_deal(bob, "Hidden", private=True))
    builders.make_deal(alice, "Lonely")
    Deal.objects.filter(workspace=alice.workspace_id, pk=big.pk).update(stale_at=builders.days_ago(1))


def names(today):
    return [(item.why, (item.task or item.deal).title) for item in today.items]


def test_what_is_late_comes_first_and_of_two_alike_the_larger(work, alice, rf):
    today = read_today(alice, whose_day(alice, rf.get("/").GET))
    assert names(today) == [
        ("today", "Mail big"),
        ("late", "Call late"),
        ("stale", "Big"),
        ("today", "Mail small"),
        ("no_next", "Lonely"),
    ]
    assert all(item.score == item.urgency * (1 + item.share) for item in today.items)
    assert Item("late", 4.2).score > Item("today", 3).score > Item("stale", 2).score


def test_the_page_says_why_and_what_was_done(work, alice, as_member):
    complete_task(Task.objects.get(workspace=alice.workspace_id, title="Mail big"), by=alice)
    page = as_member(alice).get(TODAY).content.decode()
    assert "It was due 2 days ago." in page
    assert "Nobody has a next step for this deal." in page
    assert re.search(r"Done today.*<s>Mail big</s>", page, re.DOTALL)
    assert "Tomorrow</a>" not in page


def test_a_manager_sees_the_team_and_a_seller_only_itself(work, mia, bob, alice, as_member):
    address = f"{TODAY}?whose=member-{alice.pk}"
    assert "Call late" in as_member(mia).get(address).content.decode()
    assert "Call late" not in as_member(bob).get(address).content.decode()
    hidden = as_member(mia).get(f"{TODAY}?whose=member-{bob.pk}").content.decode()
    assert "Private thing" not in hidden
    assert "Hidden" not in hidden
    assert as_member(mia).get(f"{TODAY}?whose=member-99999999999999999999").status_code == 200


def test_a_substitute_has_the_tasks_of_who_is_away(work, alice, bob, as_member):
    alice.absent_from, alice.substitute = day(-1), bob
    alice.save()
    page = as_member(bob).get(TODAY).content.decode()
    assert "Call late" in page
    task = Task.objects.get(workspace=alice.workspace_id, title="Call late")
    assert as_member(bob).post(f"/w/granfors/tasks/{task.pk}/completion/").status_code == 303


def test_it_costs_the_same_with_much_work(work, alice, as_member, django_assert_max_num_queries):
    deal = Deal.objects.get(workspace=alice.workspace_id, title="Big")
    Task.objects.bulk_create(
        Task(workspace=alice.workspace, title=f"No {number}", assignee=alice, due_on=day(-1), deal=deal)
        for number in range(60)
    )
    client = as_member(alice)
    client.get(TODAY)
    with django_assert_max_num_queries(12):
        page = client.get(TODAY).content.decode()
    assert "all tasks that are due" in page


def test_signing_in_leads_to_today(alice, as_member):
    assert as_member(alice).get("/").headers["Location"] == reverse("pages:today", args=["granfors"])


def test_a_task_about_what_is_not_ones_own_any_more_names_it_no_more(alice, bob, owen, rf, as_member):
    company = builders.make_company(bob, "Quiet Company")
    create_task("Call them", by=alice, due_on=day(0), deal=builders.make_deal(bob, "His project", company=company))
    set_grant("seller", "see", Scope.OWN, by=owen)
    alice.workspace.refresh_from_db()
    assert [item.task.deal for item in read_today(alice, whose_day(alice, rf.get("/").GET)).items] == [None]
    for address in (TODAY, "/w/granfors/tasks/"):
        page = as_member(alice).get(address).content.decode()
        assert "Call them" in page
        assert "His project" not in page
        assert "Quiet Company" not in page


def test_a_task_on_a_deal_of_a_private_company_can_be_made_and_changed(alice, bob, as_member):
    hidden = builders.make_company(bob, "Hidden Company", private=True)
    deal = builders.make_deal(bob, "Shown project", company=hidden)
    answer = as_member(alice).post("/w/granfors/tasks/", {"line": "Call them", "deal": deal.pk})
    assert answer.status_code == 303
    task = Task.objects.get(workspace=alice.workspace_id, title="Call them")
    assert (task.deal_id, task.company_id) == (deal.pk, None)
    Deal.objects.filter(workspace=alice.workspace_id, pk=deal.pk).update(private=True)
    task = Task.objects.get(workspace=alice.workspace_id, pk=task.pk)
    assert edit_task(task, {"title": "Write to them"}, by=alice) == ["title"]
