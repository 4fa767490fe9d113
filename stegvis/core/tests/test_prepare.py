"""Every start makes the database ready; an older one is backed up before it is touched."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder

from stegvis.core.management.commands import prepare


@pytest.fixture
def called(monkeypatch):
    """The commands that `prepare` calls, instead of running them: they have tests of their own."""
    names = []
    monkeypatch.setattr(prepare, "call_command", lambda name, *args, **options: names.append((name, *args)))
    return names


@pytest.mark.django_db
def test_a_database_of_this_version_is_left_alone(called):
    call_command("prepare")
    assert [name for name, *_ in called] == ["createcachetable"]


@pytest.mark.django_db
def test_an_older_database_is_backed_up_before_it_is_migrated(called, capsys):
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    call_command("prepare")
    assert [name for name, *_ in called] == ["backup", "migrate", "createcachetable"]
    assert called[0][1].startswith(f"{settings.HOME}/backups/before-upgrade-")
    assert "A backup comes first" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_backup_that_fails_stops_the_upgrade(monkeypatch):
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    names = []

    def no_space(name, *args, **options):
        names.append(name)
        raise OSError("No space left on device")

    monkeypatch.setattr(prepare, "call_command", no_space)
    with pytest.raises(OSError, match="No space"):
        call_command("prepare")
    assert names == ["backup"]


@pytest.mark.django_db
def test_the_demo_is_made_once_and_only_where_nobody_is_yet(called):
    call_command("prepare", demo=True)
    assert ("create_demo",) in called
    assert (settings.HOME / "demo").exists()
    called.clear()
    get_user_model().objects.create(email="alice@example.com")
    call_command("prepare", demo=True)
    assert ("create_demo",) not in called
