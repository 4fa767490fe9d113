"""Small sets beside a row as one JSON list, so that a page does not ask once for every kind of thing it shows."""

from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class JsonRows(Subquery):
    """The rows of a correlated query as a list of dicts; `fields` are as for JSONObject. Empty without rows.

    Numbers that must stay exact, and times, have to be cast to text: JSON has neither.
    """

    template = "(SELECT COALESCE(jsonb_agg(made.made), '[]'::jsonb) FROM (%(subquery)s) made)"
    on_sqlite = "(SELECT json_group_array(json(made.made)) FROM (%(subquery)s) made)"

    def __init__(self, queryset: QuerySet, **fields) -> None:
        super().__init__(queryset.annotate(made=JSONObject(**fields)).values("made"), output_field=JSONField())

    def as_sqlite(self, compiler, connection, **extra):
        """SQLite has its own words for it."""
        return self.as_sql(compiler, connection, template=self.on_sqlite, **extra)
