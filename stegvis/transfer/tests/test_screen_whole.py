"""Everything as one file: asked for in settings, written by the worker, fetched for a day by who asked."""

import io
from datetime import timedelta
from io import StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from stegvis.testing import builders
from stegvis.transfer.jobs import remove_old_exports, write_whole_workspace
from stegvis.transfer.models import WorkspaceExport
from stegvis.transfer.whole.keeping import path_of
from stegvis.workspaces.models import AuditEntry, Member, Role, Workspace


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def at(name: str, workspace, *args) -> str:
    return reverse(f"transfer:{name}", args=[workspace.slug, *args])


def test_an_administrator_gets_everything_and_nobody_else(workspace, owen, alice, vera, as_member):
    builders.make_company(alice, "Private AB", private=True)
    admin = builders.make_member(workspace, "Ada", Role.ADMIN)
    client = as_member(owen)
    assert "Write everything to one file" in client.get(at("data", workspace)).text
    client.post(at("wholes", workspace))
    client.post(at("wholes", workspace))
    export = WorkspaceExport.objects.get(workspace=workspace)
    assert "being written" in client.get(at("data", workspace)).text
    assert client.get(at("whole", workspace, export.pk)).status_code == 404
    write_whole_workspace.call(workspace.pk, export.pk)
    assert at("whole", workspace, export.pk) in client.get(at("wholes", workspace)).text
    content = b"".join(client.get(at("whole", workspace, export.pk)).streaming_content)
    assert b"Private AB" in ZipFile(io.BytesIO(content)).read("tables/people.company.csv")
    assert AuditEntry.objects.filter(workspace=workspace, act="workspace_exported", who=owen.email).count() == 1
    assert as_member(admin).get(at("whole", workspace, export.pk)).status_code == 404
    for member in (alice, vera):
        assert as_member(member).post(at("wholes", workspace)).status_code == 403
        assert as_member(member).get(at("wholes", workspace)).status_code == 403
    assert "one file" not in as_member(alice).get(at("data", workspace)).text
    WorkspaceExport.objects.filter(workspace=workspace).update(finished_at=timezone.now() - timedelta(hours=25))
    assert client.get(at("whole", workspace, export.pk)).status_code == 404
    remove_old_exports.call()
    assert not path_of(export).exists()


def test_commands_carry_a_workspace_and_say_how_to_sign_in(workspace, owen, alice, tmp_path):
    builders.make_deal(alice, "Valves")
    file, out = tmp_path / "all.zip", StringIO()
    call_command("export_workspace", "--workspace", workspace.slug, str(file), stdout=out)
    with pytest.raises(CommandError, match="exists"):
        call_command("export_workspace", "--workspace", workspace.slug, str(file))
    call_command("import_workspace", str(file), "--slug", "moved", "--owner", "new@x.example", stdout=out)
    assert "Set a password: http" in out.getvalue()
    owner = Member.objects.get(workspace=Workspace.objects.get(slug="moved"), active=True)
    assert (owner.email, owner.role) == ("new@x.example", "owner")
    with pytest.raises(CommandError, match="already"):
        call_command("import_workspace", str(file), "--slug", "moved", "--owner", "new@x.example")
