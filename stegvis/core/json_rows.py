"""Small sets beside a row as one JSON list, so that a page does not ask once for every kind of thing it shows."""

from django.db.models import Expression, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject

FRAMES = {
    "sqlite": "(SELECT json_group_array(json(made.made)) FROM (%(subquery)s) made)",
    "postgresql": "(SELECT COALESCE(jsonb_agg(made.made), '[]'::jsonb) FROM (%(subquery)s) made)",
}


class JsonRows(Expression):
    """The rows of a correlated query as a list of dicts; `fields` are as for JSONObject. Empty without rows.

    Made once, when a module is loaded: it is put into SQL at its first use and kept so, because Django takes longer to
    write such a query than databases take to answer it. So it may depend on nothing but the outer row, and belongs to
    the table that the outer query is about. Numbers that must stay exact have to be cast to text.
    """

    def __init__(self, queryset: QuerySet, **fields) -> None:
        super().__init__(output_field=JSONField())
        self.written: dict[str, tuple[str, tuple]] = {}
        self.rows = Subquery(queryset.annotate(made=JSONObject(**fields)).values("made"), output_field=JSONField())

    def as_sql(self, compiler, connection, **extra):
        """The SQL and its parameters, written the first time."""
        if connection.vendor not in self.written:
            resolved = self.rows.resolve_expression(compiler.query)
            sql, params = resolved.as_sql(compiler, connection, template=FRAMES[connection.vendor])
            self.written[connection.vendor] = sql, tuple(params)
        return self.written[connection.vendor]
