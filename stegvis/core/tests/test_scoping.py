"""A query that names no workspace is an exception."""

import pytest
from django.db.models import Q

from stegvis.core.scoping import UnscopedQuery
from stegvis.deals.models import Deal, StageMove
from stegvis.testing.builders import make_deal
from stegvis.workspaces.models import Member

UNSCOPED = {
    "list": lambda: list(Deal.objects.all()),
    "get": lambda: Deal.objects.get(pk=1),
    "first": lambda: Deal.objects.filter(title="x").first(),
    "count": lambda: Deal.objects.count(),
    "exists": lambda: Deal.objects.filter(pk=1).exists(),
    "update": lambda: Deal.objects.update(title="x"),
    "delete": lambda: Deal.objects.filter(pk=1).delete(),
    "aggregate": lambda: Deal.objects.aggregate(),
    "iterator": lambda: next(Deal.objects.iterator()),
    "values": lambda: list(Deal.objects.values_list("pk")),
    "negated": lambda: list(Deal.objects.exclude(workspace=1)),
    "half of an or": lambda: list(Deal.objects.filter(Q(workspace=1) | Q(title="x"))),
    "another table's": lambda: list(Deal.objects.filter(company__workspace=1)),
    "foreign key by id": lambda: list(StageMove.objects.filter(deal=1)),
    "in bulk": lambda: Deal.objects.in_bulk([1]),
    "earliest": lambda: Deal.objects.earliest("created_at"),
    "union": lambda: list(Deal.objects.filter(workspace=1).union(Deal.objects.filter(title="x"))),
}


@pytest.mark.django_db
@pytest.mark.parametrize("query", UNSCOPED.values(), ids=UNSCOPED.keys())
def test_a_query_without_workspace_raises(query):
    with pytest.raises(UnscopedQuery):
        query()


def test_a_pinned_query_runs(workspace, process):
    assert list(Deal.objects.filter(workspace=workspace, title="x")) == []
    assert Deal.objects.filter(Q(workspace=workspace) & Q(title="x")).count() == 0
    assert list(Deal.objects.filter(workspace__in=[workspace])) == []
    assert list(Deal.objects.none()) == []


def test_what_is_reached_from_a_record_is_pinned(alice, process):
    deal = make_deal(alice)
    assert deal.moves.count() == 1
    assert [visit.stage.name for visit in deal.visits.all()] == ["Lead"]
    assert list(deal.tags.all()) == []
    again = Deal.objects.filter(workspace=alice.workspace).prefetch_related("moves", "tags", "visits__stage")
    assert len(again[0].moves.all()) == 1


def test_the_way_out_takes_a_reason():
    with pytest.raises(ValueError, match="why"):
        Member.objects.across_workspaces("")


@pytest.mark.django_db
def test_the_way_out_lasts_through_the_chain():
    assert Member.objects.across_workspaces("a test").filter(name="x").order_by("pk").first() is None
