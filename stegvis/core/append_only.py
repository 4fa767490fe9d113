"""History that cannot be rewritten: the database itself refuses UPDATE and DELETE.

The one way past it is `purge(reason)`, for erasure and the undo of an import: within one transaction, leaving a
tombstone that says when, why and how much.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction
from django.utils import timezone

from stegvis.core import triggers


class PurgePass(models.Model):
    """While a row of this table is visible to a transaction, that transaction may remove history.

    Never committed: other transactions cannot see it, on either database.
    """

    class Meta:
        db_table = "core_purge_pass"


class Tombstone(models.Model):
    """What is left where history was removed."""

    workspace = models.ForeignKey("workspaces.Workspace", models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=500)
    removed = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "core_tombstone"


@contextmanager
def purge(reason: str, *, workspace=None) -> Iterator[Tombstone]:
    """A transaction that may remove history; yields its tombstone, whose `removed` the caller fills.

    Raises ValueError without a reason.
    """
    if not reason:
        raise ValueError("A purge needs a reason.")
    with transaction.atomic():
        permit = PurgePass.objects.create()
        tombstone = Tombstone(workspace=workspace, reason=reason)
        yield tombstone
        tombstone.save()
        permit.delete()


def append_only(model: type[models.Model]) -> type[models.Model]:
    """Class decorator: rows of `model` can be added, never changed or removed."""
    table = model._meta.db_table
    name = f"{table}_append_only"
    triggers.register(
        triggers.Trigger(
            name=name,
            table=table,
            parts=("_update", "_delete"),
            sqlite=tuple(_sqlite(name, table, verb) for verb in ("update", "delete")),
            postgresql=(_postgresql_function(), *(_postgresql(name, table, verb) for verb in ("update", "delete"))),
        )
    )
    return model


def _sqlite(name: str, table: str, verb: str) -> str:
    return f"""
        CREATE TRIGGER {name}_{verb} BEFORE {verb.upper()} ON {table}
        WHEN NOT EXISTS (SELECT 1 FROM core_purge_pass)
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
    """


def _postgresql_function() -> str:
    return """
        CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM core_purge_pass) THEN
                RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            END IF;
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
        END $$
    """


def _postgresql(name: str, table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER {name}_{verb} BEFORE {verb.upper()} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()"
    )
