"""Operations of migrations that Django does not bring along."""

from django.db.migrations import AlterField
from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """Several `CreateModel` as one: Django builds all models anew after each, and they all hang together."""

    def __init__(self, models) -> None:
        self.models = models

    def state_forwards(self, app_label, state) -> None:
        # Without its built models the state only notes what is new; it builds them once, when they are asked for.
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "Create models " + ", ".join(model.name for model in self.models)


class AlterFieldOnPostgreSQL(AlterField):
    """A field altered where that costs nothing: SQLite would copy the whole table, and what differs does not matter."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)
