"""Nothing of a workspace is forgotten when it is carried elsewhere, and no number in it is taken for a text."""

from django.apps import apps
from django.db import models

from stegvis.core.scoping import WorkspaceOwned
from stegvis.transfer.whole.tables import EXCUSED, JSON, LEFT_OUT, ONLY, PLAIN, REFERENCES, carried, columns


def test_every_table_of_a_workspace_is_carried_or_excused():
    owned = {model._meta.label for model in apps.get_models() if issubclass(model, WorkspaceOwned)}
    assert len(owned) > 40
    assert set(EXCUSED) <= owned, "an excuse for a table that is not there"
    assert owned - set(EXCUSED) == {model._meta.label for model in carried() if issubclass(model, WorkspaceOwned)}


def test_what_is_carried_leads_to_nothing_that_is_left_behind():
    known = {model._meta.label for model in carried()}
    lost = {
        f"{model._meta.label}.{field.name}"
        for model in carried()
        for field in columns(model)
        if isinstance(field, models.ForeignKey) and field.related_model._meta.label not in known
    }
    assert not lost


def test_every_column_that_may_name_a_row_was_thought_of():
    told = {(label, name) for rules in (REFERENCES, JSON, PLAIN) for label, names in rules.items() for name in names}
    needed = {
        (model._meta.label, field.name)
        for model in carried()
        for field in columns(model)
        if isinstance(field, (models.JSONField, models.BigIntegerField, models.PositiveBigIntegerField))
        and not field.primary_key
    }
    assert needed, "nothing was looked at"
    assert needed == told


def test_the_rules_are_of_tables_that_are_carried():
    known = {model._meta.label for model in carried()}
    assert {*LEFT_OUT, *ONLY, *REFERENCES, *JSON, *PLAIN} <= known
