"""A deal always knows its next task, whatever way tasks change."""

import datetime
from contextlib import suppress

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.deals.models import Deal
from stegvis.deals.operations.rebuilding import rebuild_next_tasks
from stegvis.testing import builders
from stegvis.timeline.models import Task
from stegvis.workspaces.operations.deleting import delete_records, restore_deletion
from stegvis.workspaces.permissions import Automation

DAY = datetime.date(2026, 11, 30)


def make(deal, days, **facts):
    due = None if days is None else DAY + datetime.timedelta(days=days)
    return Task.objects.create(workspace=deal.workspace, title="Call", due_on=due, deal=deal, **facts)


def next_of(deal):
    return Deal.objects.filter(workspace=deal.workspace_id).values_list("next_task_id", "next_on").get(pk=deal.pk)


def test_the_first_due_task_is_next_and_undated_ones_come_last(alice):
    deal = builders.make_deal(alice)
    assert next_of(deal) == (None, None)
    some_day = make(deal, None)
    assert next_of(deal) == (some_day.pk, None)
    later, soon = make(deal, 5), make(deal, 2)
    assert next_of(deal) == (soon.pk, soon.due_on)
    deletion = delete_records([soon], by=alice, verb="edit")
    assert next_of(deal) == (later.pk, later.due_on)
    restore_deletion(deletion, by=alice)
    assert next_of(deal) == (soon.pk, soon.due_on)
    other = builders.make_deal(alice, "Another")
    Task.objects.filter(workspace=alice.workspace_id, pk=soon.pk).update(deal=other)
    assert next_of(deal)[0] == later.pk
    assert next_of(other)[0] == soon.pk


STEPS = st.lists(st.tuples(st.sampled_from("add done open day move drop".split()), st.integers(0, 5)), max_size=14)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_it_is_what_a_rebuild_says_after_any_changes(alice, steps):
    deals = [builders.make_deal(alice, "One"), builders.make_deal(alice, "Two")]
    for verb, number in steps:
        tasks = Task.objects.filter(workspace=alice.workspace_id, deal__in=deals)
        chosen = tasks.filter(pk__in=list(tasks.values_list("pk", flat=True))[number : number + 1])
        with suppress(IntegrityError):
            if verb == "add":
                make(deals[number % 2], number)
            elif verb == "drop":
                chosen.delete()
            else:
                changes = {"done": {"done_at": builders.days_ago(1)}, "open": {"done_at": None}}
                changes |= {"day": {"due_on": DAY}, "move": {"deal": deals[1]}}
                chosen.update(**changes[verb])
    kept = [next_of(deal) for deal in deals]
    rebuild_next_tasks(alice.workspace, by=Automation("rebuild", alice.workspace))
    assert kept == [next_of(deal) for deal in deals]
