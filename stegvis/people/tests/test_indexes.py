"""Few records have a parent, are of a company or of a person: they are found without walking the others."""

import pytest
from django.db import connection

from stegvis.people.models import Company, ContactPoint
from stegvis.testing.builders import make_company
from stegvis.timeline.models import Task


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts empty values apart")
def test_where_nothing_is_of_something_else_the_right_index_is_taken_all_the_same(alice):
    for number in range(300):
        company = make_company(alice, f"Company {number}")
        Task.objects.create(
            workspace=alice.workspace, title="Call", assignee=alice, company=company, due_on="2026-01-01"
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    scoped = {"workspace": alice.workspace}
    parts = Company.objects.filter(parent=company, **scoped).order_by("name_key", "id")[:9]
    points = ContactPoint.objects.filter(company=company, **scoped).order_by()
    due = Task.objects.filter(assignee__in=[alice.pk], done_at=None, due_on__lte="2026-02-01", **scoped)
    plans = [found.explain() for found in (parts, points, due.order_by("due_on", "id")[:41])]
    for plan, index in zip(plans, ("company_parts", "contact_point_company", "task_to_do"), strict=True):
        assert index in plan
