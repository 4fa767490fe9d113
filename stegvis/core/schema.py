"""Changes of the database's form that only one of the two databases needs."""

from django.db.migrations import AlterField


class AlterFieldOnPostgreSQL(AlterField):
    """A field altered where that costs nothing: SQLite would copy the whole table, and what differs does not matter."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)
