"""At the first run a whole workspace is uploaded and taken in by the worker, whole or not at all."""

import io
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stegvis.core.backups.layout import files_folder
from stegvis.deals.models import Deal
from stegvis.testing.builders import PASSWORD
from stegvis.timeline.models import StoredFile
from stegvis.transfer.jobs import remove_old_exports, take_in_whole_workspace
from stegvis.transfer.models import WorkspaceIntake
from stegvis.transfer.operations import intakes
from stegvis.transfer.tests.whole import fill, written
from stegvis.transfer.whole.keeping import path_of
from stegvis.workspaces import setup
from stegvis.workspaces.models import Member, User, Workspace

HERE = "/welcome/workspace/"
GIVEN = {"name": "Karin Lind", "email": "Karin@Granfors.example", "password": PASSWORD}


@pytest.fixture(autouse=True)
def home(settings, tmp_path, db):
    settings.HOME = tmp_path
    cache.clear()


@pytest.fixture
def content(workspace, owen, alice, bob) -> bytes:
    """The file of a workspace, from an installation that is not this one: nothing is here any more."""
    fill(workspace, owen, alice, bob)
    content = written(workspace)
    User.objects.all().delete()
    return content


@pytest.fixture
def here() -> Client:
    return Client(headers={"host": "127.0.0.1:8000"})


def send(client: Client, content: bytes, **given):
    return client.post(HERE, GIVEN | given | {"file": SimpleUploadedFile("whole.zip", content)})


def left() -> list:
    return [path for folder in ("exports", "files") for path in (files_folder().parent / folder).rglob("*.zip")]


def stored() -> set:
    return {path for path in files_folder().rglob("*") if path.is_file()}


def test_from_a_file_to_the_workspace_it_holds(here, content, workspace):
    assert HERE in here.get("/welcome/").text
    assert here.get(HERE).status_code == 200
    assert send(here, content).url == HERE
    intake = WorkspaceIntake.objects.get()
    assert PASSWORD not in intake.password
    assert "being taken in" in here.get(HERE).text
    assert send(here, content).url == HERE
    assert WorkspaceIntake.objects.count() == 1
    take_in_whole_workspace.call(intake.pk)
    assert Client(headers={"host": "127.0.0.1:8000"}).get(HERE).url == "/"
    assert "is here, whole" in here.get(HERE).text
    assert "_auth_user_id" not in here.session
    made = WorkspaceIntake.objects.get().workspace
    answer = here.post(f"{HERE}entry/")
    owner = Member.objects.get(workspace=made, user__isnull=False)
    assert (answer.url, owner.email, owner.role, owner.user.name) == (
        "/",
        "karin@granfors.example",
        "owner",
        "Karin Lind",
    )
    assert here.login(username="karin@granfors.example", password=PASSWORD)
    assert here.get(f"/w/{made.slug}/deals/list/").status_code == 200
    assert Deal.objects.filter(workspace=made).count() == Deal.objects.filter(workspace=workspace).count()
    assert not WorkspaceIntake.objects.exists()
    assert left() == []


def test_what_cannot_be_taken_in_is_said_and_leaves_nothing(here, content, settings):
    for wrong in (b"", b"no zip", _changed(content, "manifest.json", None), _scratched(content)):
        assert "notice attn" in send(here, wrong).text
    assert send(here, content, password="short").status_code == 422
    assert send(here, content, name="N\x00" * 10_000).status_code == 422
    settings.UPLOAD_LIMIT_MB = 0
    assert "larger than 0 MB" in send(here, content).text
    settings.UPLOAD_LIMIT_MB = 200
    assert not WorkspaceIntake.objects.exists()
    send(here, _changed(content, "tables/people.company.csv", "id\nx\n"))
    before = (User.objects.count(), Workspace.objects.count(), StoredFile.objects.across_workspaces("counted").count())
    take_in_whole_workspace.call(WorkspaceIntake.objects.get().pk)
    page = here.get(HERE).text
    assert "damaged" in page
    assert 'value="Karin Lind"' in page
    counted = StoredFile.objects.across_workspaces("counted").count()
    assert before == (User.objects.count(), Workspace.objects.count(), counted)
    assert left() == []
    assert send(here, content).url == HERE
    WorkspaceIntake.objects.update(asked_at="2020-01-01T00:00Z")
    remove_old_exports.call()
    assert not WorkspaceIntake.objects.exists()
    assert left() == []


def test_whoever_signed_in_meanwhile_does_so_by_password(here, content):
    send(here, content)
    take_in_whole_workspace.call(WorkspaceIntake.objects.get().pk)
    elsewhere = Client(headers={"host": "127.0.0.1:8000"})
    assert elsewhere.login(username="karin@granfors.example", password=PASSWORD)
    assert here.post(f"{HERE}entry/").url == "/accounts/login/"
    assert "_auth_user_id" not in here.session


def test_a_killed_worker_leaves_no_files_behind(here, content, monkeypatch):
    send(here, content)
    intake = WorkspaceIntake.objects.get()

    class Killed(BaseException):
        pass

    def die(*_anything):
        raise Killed

    there = stored()
    monkeypatch.setattr(intakes, "_counts", die)
    monkeypatch.setattr("stegvis.timeline.filing.remove", lambda places: None)
    with pytest.raises(Killed):
        intakes.take_in(intake)
    monkeypatch.undo()
    orphans = stored() - there
    assert orphans
    take_in_whole_workspace.call(intake.pk)
    assert not any(path.exists() for path in orphans)
    assert WorkspaceIntake.objects.get().state == "done"
    assert not path_of(intake).exists()


def test_only_who_may_set_up_an_empty_installation_comes_in(here, content, settings):
    far = Client(REMOTE_ADDR="203.0.113.7", headers={"host": "127.0.0.1:8000"})
    assert far.get(HERE).status_code == 403
    assert send(far, content).status_code == 403
    token = setup.offer_token()
    far.get(f"/welcome/?token={token}")
    assert far.get(HERE).status_code == 200
    assert far.post(f"{HERE}entry/").url == "/"
    assert send(here, content).url == HERE
    User.objects.create_user("first@x.example", PASSWORD)
    take_in_whole_workspace.call(WorkspaceIntake.objects.get().pk)
    assert WorkspaceIntake.objects.get().state == "failed"
    assert send(far, content).status_code == 403
    assert Client(headers={"host": "127.0.0.1:8000"}).get(HERE).url == "/"


def _scratched(content: bytes) -> bytes:
    """With what is packed in the manifest overwritten."""
    with ZipFile(io.BytesIO(content)) as archive:
        one = archive.getinfo("manifest.json")
    begin = one.header_offset + 30 + len(one.filename) + 4
    return content[:begin] + b"\xff" * 8 + content[begin + 8 :]


def _changed(content: bytes, part: str, text: str | None) -> bytes:
    """The file with one part left out, or saying something else."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            told = old.read(name) if name != part else text
            if told is not None:
                new.writestr(name, told)
    return made.getvalue()
