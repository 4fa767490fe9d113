"""Few records have a parent, are of a company or of a person: they are found without walking the others."""

from django.db import connection

from stegvis.people.models import Company, ContactPoint
from stegvis.testing.builders import make_company
from stegvis.timeline.models import Task


def test_where_nothing_is_of_something_else_the_right_index_is_taken_all_the_same(alice):
    for number in range(300):
        company = make_company(alice, f"Company {number}")
        Task.objects.create(
            workspace=alice.workspace, title="Call", assignee=alice, company=company, due_on="2026-01-01"
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # Of so few rows it would read all.
            cursor.execute("SET LOCAL enable_seqscan = off")
    scoped = {"workspace": alice.workspace}
    parts = Company.objects.filter(parent=company, **scoped).order_by("name_key", "id")[:9]
    points = ContactPoint.objects.filter(company=company, **scoped).order_by()
    due = Task.objects.filter(assignee__in=[alice.pk], done_at=None, due_on__lte="2026-02-01", **scoped)
    wanted = [(parts, "company_parts"), (points, "contact_point_company")]
    if connection.vendor == "sqlite":
        wanted.append((due.order_by("due_on", "id")[:41], "task_to_do"))
    for found, index in wanted:
        assert index in found.explain()
