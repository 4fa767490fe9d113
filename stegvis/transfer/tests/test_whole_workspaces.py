"""A whole workspace goes out in one file and comes back equal; what is no such file is refused and leaves nothing."""

import csv
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Sum

from stegvis.core.append_only import PurgePass
from stegvis.core.errors import Refused
from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models import Deal, DealTally, StageMove
from stegvis.people.models import Company, Merge
from stegvis.people.operations.merging import undo_merge
from stegvis.processes.models import Stage
from stegvis.timeline import filing
from stegvis.timeline.models import StoredFile, TimelineEntry
from stegvis.transfer.operations.taking_in import take_in_workspace
from stegvis.transfer.tests.whole import fill, keep, parts, written
from stegvis.transfer.whole.tables import carried
from stegvis.workspaces.models import Member, SavedView, User, Workspace
from stegvis.workspaces.operations.users import NewUser
from stegvis.workspaces.permissions import Automation

OWNER = NewUser("owen@granfors.example", "Owen")
VISIT_OF_NO_DEAL = b"id,deal_id,sequence,stage_id,currency\r\n1,987654,1,987654,SEK\r\n"


@pytest.fixture
def full(workspace, owen, alice, bob):
    fill(workspace, owen, alice, bob)
    return workspace


def empty_everything() -> None:
    """What a fresh installation is: no rows, and numbers that begin at one."""
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True) if _ours(model)]
    permit = PurgePass.objects.create()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), 1, false)", [table])
    permit.delete()


def _ours(model) -> bool:
    return issubclass(model, WorkspaceOwned) or model in carried() or model in (Workspace, User)


def tallied_in(workspace: Workspace) -> dict:
    return DealTally.objects.filter(workspace=workspace).aggregate(deals=Sum("deals"), hundredths=Sum("hundredths"))


def without_who_may_come_in(found: dict[str, bytes]) -> dict[str, bytes]:
    """Members come in without accounts: whether they are active is the one thing that changes."""
    members = list(csv.DictReader(io.StringIO(found["tables/workspaces.member.csv"].decode())))
    told = json.dumps([{**member, "active": ""} for member in members])
    return found | {"tables/workspaces.member.csv": told.encode()}


def test_an_empty_installation_takes_a_workspace_in_whole(full, tmp_path):
    first = written(full)
    empty_everything()
    member = take_in_workspace(keep(first, tmp_path), slug="moved", owner=OWNER)
    again = written(member.workspace)
    assert without_who_may_come_in(parts(again)) == without_who_may_come_in(parts(first))
    assert (member.role, member.active, member.user.email) == ("owner", True, OWNER.email)
    others = Member.objects.filter(workspace=member.workspace).exclude(pk=member.pk)
    assert others
    assert not others.filter(active=True)
    assert not others.exclude(user=None)


def test_beside_others_everything_still_belongs_together(full, alice, bob, tmp_path):
    tallied = tallied_in(full)
    member = take_in_workspace(keep(written(full), tmp_path), slug="moved", owner=OWNER)
    there = member.workspace
    company = Company.objects.get(workspace=there, name__startswith="=SUM")
    assert company.pk != Company.objects.get(workspace=full, name__startswith="=SUM").pk
    deal = Deal.objects.get(workspace=there, title="Deal ÅÄÖ")
    new_bob = Member.objects.get(workspace=there, name="Bob")
    buyer, partner = company.fields.values(), deal.fields.values()
    assert [*partner] == [new_bob.pk]
    assert [*buyer] == [deal.people.get().pk] != []
    view = SavedView.objects.get(workspace=there)
    assert view.query == f"owner={view.owner_id}&process={deal.process_id}"
    assert view.owner_id != alice.pk
    note = TimelineEntry.objects.filter(workspace=there, text__contains="better").get()
    assert note.facts["mentions"] == {"Bob": new_bob.pk}
    assert note.replaces.workspace_id == there.pk
    stages = set(Stage.objects.filter(workspace=there).values_list("pk", flat=True))
    skipped = [pk for move in StageMove.objects.filter(workspace=there) for pk in move.skipped]
    assert skipped
    assert set(skipped) <= stages
    assert tallied_in(there) == tallied
    stored = StoredFile.objects.get(workspace=there)
    assert filing.path_of(stored.place).read_bytes() == b"An offer of ours."
    assert stored.token != StoredFile.objects.get(workspace=full).token
    merge = Merge.objects.get(workspace=there)
    undo_merge(merge, by=Automation("test", there))
    assert Company.objects.get(workspace=there, name="Twin AB").parent_id == company.pk


def test_a_broken_file_leaves_nothing(full, tmp_path):
    content = written(full)
    before = Workspace.objects.count(), StoredFile.objects.across_workspaces("all").count()
    for change, said in (
        ({"../evil.txt": b"x"}, "does not belong"),
        ({"tables/auth.user.csv": b"id\r\n1\r\n", "evil": b""}, "does not belong"),
        ({"tables/people.company.csv": b"id,name\r\n-1,x\r\n"}, "damaged"),
        ({"tables/people.company.csv": b"id,surname\r\n1,x\r\n"}, "damaged"),
        ({"tables/people.company.csv": b'id,name\r\n1,"x\r\n'}, "damaged"),
        ({"tables/people.company.csv": b"id,name\r\n1," + b"x" * 10_000 + b"\r\n"}, "damaged"),
        ({"tables/deals.stagevisit.csv": VISIT_OF_NO_DEAL}, "do not fit together"),
        ({"tables/workspaces.tag.csv": b"\0" * 30_000_000}, "too large"),
        ({"manifest.json": b'{"program": "stegvis", "format": 99, "last": {}}'}, "newer"),
        ({"manifest.json": b"[1"}, "damaged"),
        ({"workspace.json": b"{}"}, "damaged"),
        ({"files/1": b"other"}, "damaged"),
    ):
        path = tmp_path / "changed.zip"
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            stored = next(name for name in old.namelist() if name.startswith("files/"))
            change = {stored if name == "files/1" else name: told for name, told in change.items()}
            for name in {*old.namelist(), *change}:
                new.writestr(name, change[name] if name in change else old.read(name))
        with pytest.raises(Refused, match=said):
            take_in_workspace(path, slug="moved", owner=OWNER)
    assert (Workspace.objects.count(), StoredFile.objects.across_workspaces("all").count()) == before


def test_an_address_is_taken_once_and_a_text_is_no_zip(full, tmp_path):
    path = keep(written(full), tmp_path)
    with pytest.raises(Refused, match="already"):
        take_in_workspace(path, slug=full.slug, owner=OWNER)
    path.write_text("no zip")
    with pytest.raises(Refused, match="cannot be read"):
        take_in_workspace(path, slug="new", owner=OWNER)
