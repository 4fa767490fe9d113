"""Written queries: the same rows as the queryset they are made of, whatever the values; refused where that may fail."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stegvis.core import statements
from stegvis.core.scoping import UnscopedQuery
from stegvis.core.written import Written, WrittenUpdate, columns, insert_written, joined_columns, joined_instance
from stegvis.workspaces.models import Member, Tag, Workspace

pytestmark = pytest.mark.django_db


def joined(workspace: int, roles, since):
    found = Member.objects.filter(workspace=workspace, role__in=roles, joined_at__gte=since).order_by("pk")
    return found.values_list("name", "joined_at")


def test_it_gives_the_rows_of_its_queryset_for_every_value(alice, bob, vera):
    members, long_ago = Written(joined), timezone.now() - timedelta(days=400)
    for since in (long_ago, timezone.now() + timedelta(days=1)):
        for roles in (["seller"], ["seller", "viewer"], ["owner", "admin", "viewer"]):
            asked = {"workspace": alice.workspace_id, "roles": roles, "since": since}
            assert members(**asked) == list(joined(**asked))


def test_it_is_built_once(alice, charlie):
    built = []

    def names(workspace):
        built.append(workspace)
        return Member.objects.filter(workspace=workspace).values_list("name")

    written = Written(names)
    assert (charlie.name,) in written(workspace=charlie.workspace_id)
    assert (charlie.name,) not in written(workspace=alice.workspace_id)
    assert len(built) == 1


def test_a_shape_has_a_statement_of_its_own(alice):
    written = Written(lambda column, workspace: Member.objects.filter(workspace=workspace).values_list(column))
    asked = {"workspace": alice.workspace_id}
    assert (alice.name,) in written("name", **asked)
    assert (alice.pk,) in written("pk", **asked)


def test_it_asks_one_query(alice):
    written = Written(lambda workspace: Member.objects.filter(workspace=workspace).values_list("name"))
    with CaptureQueriesContext(connection) as captured:
        written(workspace=alice.workspace_id)
    assert len(captured) == 1


def test_it_refuses_a_query_over_all_workspaces(alice):
    with pytest.raises(UnscopedQuery):
        Written(lambda member: Member.objects.filter(pk=member).values_list("name"))(member=alice.pk)


def test_it_refuses_a_value_that_does_not_reach_the_database(alice):
    written = Written(lambda workspace, name: Member.objects.filter(workspace=workspace).values_list("name"))
    with pytest.raises(ValueError, match="name"):
        written(workspace=alice.workspace_id, name="Alice")


def test_it_refuses_an_empty_collection(alice):
    written = Written(joined)
    with pytest.raises(ValueError, match="collection"):
        written(workspace=alice.workspace_id, roles=[], since=timezone.now())


def test_a_text_is_never_part_of_the_sql(alice):
    named = Written(lambda slug: Workspace.objects.filter(slug=slug).values_list("pk"))
    assert named(slug=alice.workspace.slug) == [(alice.workspace_id,)]
    assert named(slug="' OR 1=1 --") == []


def test_its_instances_are_those_of_the_queryset(alice, bob):
    found = Written(
        lambda workspace: Member.objects.filter(workspace=workspace).order_by("pk").values_list(*columns(Member))
    )
    made = found.instances(Member, workspace=alice.workspace_id)
    assert made == list(Member.objects.filter(workspace=alice.workspace_id).order_by("pk"))
    assert {one.name for one in made} >= {alice.name, bob.name}
    assert not any(one._state.adding for one in made)


def test_a_lock_is_refused_outside_a_transaction(alice, monkeypatch):
    written = Written(
        lambda pk, workspace: (
            Member.objects.filter(workspace=workspace, pk=pk).select_for_update().values_list(*columns(Member))
        )
    )
    assert written(pk=alice.pk, workspace=alice.workspace_id)
    monkeypatch.setattr(statements, "connection", SimpleNamespace(vendor=connection.vendor, in_atomic_block=False))
    with pytest.raises(TransactionManagementError):
        written(pk=alice.pk, workspace=alice.workspace_id)


def test_several_sets_of_values_are_asked_by_one_query(alice, bob):
    named = Written(
        lambda workspace, name: (
            Member.objects.filter(workspace=workspace, name=name).values_list("pk").order_by("pk")[:1]
        )
    )
    with CaptureQueriesContext(connection) as captured:
        found = named.each([{"name": bob.name}, {"name": alice.name}], workspace=alice.workspace_id)
    assert (found, len(captured)) == ([(bob.pk,), (alice.pk,)], 1)


def test_an_update_changes_the_rows_it_names_and_takes_none_as_a_value(alice, bob):
    change = WrittenUpdate(
        lambda pk, workspace, **becomes: (Member.objects.filter(workspace=workspace, pk=pk), becomes)
    )
    for user in (None, bob.user_id):
        assert change(pk=bob.pk, workspace=alice.workspace_id, name="Bo", user=user) == 1
        bob.refresh_from_db()
        assert (bob.name, bob.user_id) == ("Bo", user)
    assert Member.objects.get(workspace=alice.workspace_id, pk=alice.pk).name == alice.name
    with pytest.raises(UnscopedQuery):
        WrittenUpdate(lambda pk: (Member.objects.filter(pk=pk), {"name": "Bo"}))(pk=bob.pk)


def test_a_row_is_inserted_as_save_would(alice):
    tag = Tag(workspace=alice.workspace, name="Urgent")
    insert_written(tag)
    assert Tag.objects.get(workspace=alice.workspace_id, pk=tag.pk).name == "Urgent"
    tag.name = "Later"
    tag.save()
    assert Tag.objects.filter(workspace=alice.workspace_id).count() == 1


def test_an_instance_comes_with_what_is_joined_to_it(alice, vera):
    joined = ("workspace", "user", "user__last_workspace")
    rows = Written(
        lambda workspace, pk: Member.objects.filter(workspace=workspace, pk=pk).values_list(
            *joined_columns(Member, joined)
        )
    )(workspace=alice.workspace_id, pk=alice.pk)
    made = joined_instance(Member, joined, rows[0])
    with CaptureQueriesContext(connection) as captured:
        assert (made, made.user, made.workspace) == (alice, alice.user, alice.workspace)
        assert made.user.last_workspace is None
    assert not captured
