"""History cannot be rewritten, on either database."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from stegvis.core.append_only import PurgePass, Tombstone, purge
from stegvis.core.triggers import registered
from stegvis.deals.models import StageMove
from stegvis.testing.builders import make_deal


def refuses(act) -> bool:
    """Whether the database itself refuses `act`."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        act()
    return True


def test_a_move_cannot_be_changed_or_removed(alice, process):
    deal = make_deal(alice)
    assert refuses(lambda: deal.moves.update(at=Now()))
    assert refuses(lambda: StageMove.objects.filter(workspace=alice.workspace).delete())
    assert deal.moves.count() == 1


def test_a_purge_removes_history_and_leaves_a_tombstone(alice, process):
    deal = make_deal(alice)
    with purge("a test", workspace=alice.workspace) as tombstone:
        tombstone.removed = {"moves": deal.moves.all().delete()[0]}
    assert deal.moves.count() == 0
    assert Tombstone.objects.get().removed == {"moves": 1}
    assert not PurgePass.objects.exists()


def test_a_purge_that_fails_removes_nothing(alice, process):
    deal = make_deal(alice)
    with pytest.raises(RuntimeError), purge("a test", workspace=alice.workspace):
        deal.moves.all().delete()
        raise RuntimeError
    assert deal.moves.count() == 1
    assert refuses(lambda: deal.moves.update(at=Now()))


def test_a_purge_takes_a_reason():
    with pytest.raises(ValueError, match="reason"), purge(""):
        pass


@pytest.mark.django_db
def test_every_registered_trigger_is_in_the_database():
    with connection.cursor() as cursor:
        catalogue = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "postgresql":
            catalogue = "SELECT tgname FROM pg_trigger"
        cursor.execute(catalogue)
        there = {row[0] for row in cursor.fetchall()}
    here = [one for one in registered() if (one.postgresql if connection.vendor == "postgresql" else one.sqlite)]
    wanted = {f"{trigger.name}{part}" for trigger in here for part in trigger.parts}
    assert len(wanted) >= 9
    assert wanted <= there
