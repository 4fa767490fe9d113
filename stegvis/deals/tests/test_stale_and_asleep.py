"""Deals become stale by days or by silence; parked ones wake up once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal
from stegvis.deals.operations.editing import edit_deal
from stegvis.deals.operations.moving import park_deal
from stegvis.deals.operations.suggesting import drop_suggestion, take_suggestions
from stegvis.deals.operations.waking import wake_deals
from stegvis.deals.paths import stale_at
from stegvis.processes.models import Stage, TaskTemplate
from stegvis.testing import builders
from stegvis.timeline.models import Task
from stegvis.timeline.operations.correcting import withdraw_entry
from stegvis.timeline.operations.writing import log_call


def moment_of(deal):
    return Deal.objects.filter(workspace=deal.workspace_id).values_list("stale_at", flat=True).get(pk=deal.pk)


@pytest.mark.parametrize("silence", [None, 2, 100])
@pytest.mark.parametrize("expected", [None, 10])
def test_one_rule_says_when_a_deal_is_stale(alice, process, expected, silence):
    stage = builders.stage_of(process, "Lead")
    Stage.objects.filter(workspace=alice.workspace_id, pk=stage.pk).update(expected_days=expected, silence_days=silence)
    deal = builders.make_deal(alice)
    entered = moment_of(deal)
    assert entered == (deal.entered_at + timedelta(days=15) if expected else None)
    entry = log_call(deal, by=alice, at=timezone.now() - timedelta(hours=1))
    stage.refresh_from_db()
    assert moment_of(deal) == stale_at(stage, deal.entered_at, entry.at)
    withdraw_entry(entry, by=alice)
    assert moment_of(deal) == entered


def test_a_parked_deal_wakes_up_once_as_a_task_of_its_owner(alice, process):
    deal = builders.make_deal(alice)
    day = timezone.localdate() + timedelta(days=3)
    park_deal(deal, by=alice, wake_on=day)
    now = timezone.now()
    assert wake_deals(now) == 0
    assert [wake_deals(now + timedelta(days=4)) for _ in range(3)] == [1, 0, 0]
    task = Task.objects.get(workspace=alice.workspace_id)
    assert (task.assignee, task.deal, task.suggestion) == (alice, deal, "woken")
    edit_deal(deal, {"wake_on": day + timedelta(days=30)}, by=alice)
    assert wake_deals(now + timedelta(days=4)) == 0
    assert wake_deals(now + timedelta(days=40)) == 1


def test_suggestions_become_tasks_once_and_may_be_dropped(alice, bob, process):
    stage = builders.stage_of(process, "Lead")
    make = {"workspace": alice.workspace, "stage": stage}
    call = TaskTemplate.objects.create(title="Call first", kind="call", due_days=2, **make)
    mail = TaskTemplate.objects.create(title="Mail then", kind="mail", **make)
    deal = builders.make_deal(alice)
    drop_suggestion(deal, mail, by=alice)
    drop_suggestion(deal, mail, by=alice)
    [task] = take_suggestions(deal, [call], by=bob)
    assert (task.kind, task.assignee, task.deal) == ("call", bob, deal)
    assert task.due_on >= timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused):
        take_suggestions(deal, [call], by=alice)
