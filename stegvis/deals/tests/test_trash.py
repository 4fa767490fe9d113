"""The trash: who sees what in it, restoring is the identity, and what is erased leaves nothing and breaks nothing."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.core.append_only import Tombstone
from stegvis.core.errors import Refused
from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models import Deal, DealLine, DealTally, Evidence, StageMove, StageVisit, Stakeholder
from stegvis.deals.operations.editing import edit_deal, set_stakeholders
from stegvis.deals.operations.evidence import record_evidence
from stegvis.deals.operations.moving import move_deal
from stegvis.deals.operations.rebuilding import rebuild_tallies
from stegvis.people.models import Company, ContactPoint, Person
from stegvis.people.operations.contacting import set_contact_points
from stegvis.testing.builders import make_company, make_criterion, make_deal, make_person, make_team, stage_of
from stegvis.workspaces.models import Deletion, FieldChange, Tag, Undo
from stegvis.workspaces.operations.deleting import delete_records, restore_deletion
from stegvis.workspaces.operations.purging import empty_trash, erase_deletion, erase_part
from stegvis.workspaces.queries.trash import deletions_for

NOT_COMPARED = {"workspaces.deletion", "workspaces.auditentry", "core.searchmark", "people.fitmark"}


@pytest.fixture
def world(alice, process, workspace):
    """A company with a person and two deals, all of them with what can belong to them."""
    company = make_company(alice)
    person = make_person(alice, company=company)
    set_contact_points(company, "domain", ["ekhamra.example"], by=alice)
    set_contact_points(person, "email", ["anders@ekhamra.example"], by=alice)
    deal = make_deal(alice, company=company, amount=1000)
    set_stakeholders(deal, [person], by=alice)
    record_evidence(deal, make_criterion(stage_of(process, "Lead")), by=alice)
    move_deal(deal, stage_of(process, "Qualified"), by=alice)
    edit_deal(deal, {"source": "Fair"}, by=alice)
    DealLine.objects.create(workspace=workspace, deal=deal, name="Meter")
    deal.tags.add(Tag.objects.create(workspace=workspace, name="Key"))
    following = make_deal(alice, "Next", company=company, after=deal)
    return company, person, deal, following


def everything(workspace) -> dict:
    """Every row of the workspace, but for the trail of deleting itself."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if issubclass(model, WorkspaceOwned) and label not in NOT_COMPARED:
            names = [field.attname for field in model._meta.concrete_fields if field.name != "updated_at"]
            rows = model._base_manager.filter(workspace=workspace).order_by("pk").values_list(*names)
            found[label] = list(rows)
    return found


def erase(deletion, by) -> None:
    erase_deletion(deletion, by=by)
    while erase_part(deletion.workspace_id, deletion.pk):
        pass


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True))
def test_trash_then_restore_is_the_identity(order, world, alice, workspace):
    before, done = everything(workspace), []
    for place in order:
        done.append(delete_records([world[place]], by=alice))
    for deletion in done:
        restore_deletion(deletion, by=alice)
    assert everything(workspace) == before


def test_an_erased_deal_leaves_nothing_of_its_own(world, alice, owen, workspace):
    company, _person, deal, following = world
    erase(delete_records([deal], by=alice), owen)
    for model in (StageMove, StageVisit, Evidence, Stakeholder, DealLine):
        assert not model._base_manager.filter(deal_id=deal.pk).exists()
    assert not FieldChange.objects.filter(workspace=workspace, kind="deal", record_id=deal.pk).exists()
    following.refresh_from_db()
    assert (following.after_id, following.company) == (None, company)
    kept = list(
        DealTally.objects.filter(workspace=workspace, deals__gt=0).values_list("stage_id", "deals", "hundredths")
    )
    rebuild_tallies(workspace, by=owen)
    assert sorted(kept) == sorted(
        DealTally.objects.filter(workspace=workspace).values_list("stage_id", "deals", "hundredths")
    )
    assert Tombstone.objects.filter(workspace=workspace).last().removed == {"deals.deal": 1}


def test_an_erased_company_leaves_its_people_and_deals(world, alice, owen, workspace):
    company, person, deal, _following = world
    erase(delete_records([company], by=alice), owen)
    person.refresh_from_db()
    deal.refresh_from_db()
    assert (person.company_id, deal.company_id) == (None, None)
    assert not ContactPoint.objects.filter(workspace=workspace, company__isnull=False).exists()
    assert not Company.with_deleted.filter(workspace=workspace).exists()
    assert Person.objects.filter(workspace=workspace).count() == 1


def test_after_thirty_days_the_trash_empties_itself(world, alice, workspace):
    deletion, fresh = delete_records([world[2]], by=alice), delete_records([world[1]], by=alice)
    Deletion.objects.filter(workspace=workspace, pk=deletion.pk).update(at=timezone.now() - timedelta(days=31))
    assert empty_trash(timezone.now()) == 1
    while erase_part(workspace.pk, deletion.pk):
        pass
    assert Deal.with_deleted.filter(workspace=workspace).count() == 1
    deletion.refresh_from_db()
    assert (deletion.what, deletion.records) == ("", {})
    with pytest.raises(Refused):
        restore_deletion(deletion, by=alice)
    restore_deletion(fresh, by=alice)
    assert not Undo.objects.filter(workspace=workspace, at__lt=timezone.now() - timedelta(days=30)).exists()


def test_who_sees_what_in_the_trash(world, alice, bob, mia, owen, vera, workspace):
    make_team(workspace, "North", mia, alice)
    mine, theirs = delete_records([world[2]], by=alice), delete_records([make_deal(bob, "Bob's")], by=bob)
    secret = make_deal(alice, "Secret", private=True)
    hidden = delete_records([secret], by=alice)

    def seen(member):
        return set(deletions_for(member).values_list("pk", flat=True))

    assert seen(alice) == {mine.pk, hidden.pk}
    assert seen(mia) == {mine.pk}
    assert seen(owen) == {mine.pk, theirs.pk}
    assert seen(vera) == set()
    with pytest.raises(PermissionDenied):
        restore_deletion(hidden, by=owen)
    with pytest.raises(PermissionDenied):
        erase_deletion(hidden, by=owen)


def test_the_page_lists_restores_and_erases(world, alice, owen, charlie, as_member, workspace):
    deletion = delete_records([world[2]], by=alice)
    text = as_member(owen).get("/w/granfors/trash/?kind=deals.deal&by=" + str(alice.pk)).content.decode()
    assert "Load control" in text
    assert as_member(charlie).get("/w/granfors/trash/").status_code == 404
    assert as_member(alice).post(f"/w/granfors/deletions/{deletion.pk}/erasure/").status_code == 403
    assert as_member(alice).post(f"/w/granfors/deletions/{deletion.pk}/restoration/").status_code == 303
    assert Deal.objects.filter(workspace=workspace).count() == 2
    again = delete_records([world[2]], by=alice)
    assert as_member(owen).post(f"/w/granfors/deletions/{again.pk}/erasure/").status_code == 303
    assert "Load control" not in as_member(owen).get("/w/granfors/trash/").content.decode()
