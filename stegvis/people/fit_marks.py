"""The database marks companies whose fit may have changed, whatever way they are written."""

from stegvis.core.search.watching import Watch, watch
from stegvis.core.triggers import Trigger, register
from stegvis.people.models import FitMark

KIND = 1
MARKS = FitMark._meta.db_table
COLUMNS = ("industry", "country", "employees", "revenue", "revenue_currency", "fields", "deletion_id")

watch(KIND, Watch("people_company", COLUMNS, marks=MARKS))
watch(KIND, Watch("people_address", ("city",), record="company_id", marks=MARKS))
watch(KIND, Watch("people_person", ("job_title", "private", "deletion_id"), record="company_id", marks=MARKS))
# Who sees an own field decides whether it counts: see fit_keeping.
_COUNTING = (
    "SELECT id FROM people_company WHERE workspace_id = {row}.workspace_id AND deletion_id IS NULL "
    "AND EXISTS (SELECT 1 FROM people_profilecriterion WHERE field_id = {row}.id)"
)
watch(KIND, Watch("workspaces_customfield", ("seen_by",), through=_COUNTING, marks=MARKS))

NAME = "people_company_tags_fit"
_MARK = (
    f"INSERT INTO {MARKS} (workspace_id, kind, record_id) "  # noqa: S608 - names of ours
    f"SELECT workspace_id, {KIND}, id FROM people_company WHERE id = {{row}}.company_id"
)


def _sqlite(verb: str, row: str) -> str:
    return (
        f"CREATE TRIGGER {NAME}_{verb} AFTER {verb.upper()} ON people_company_tags BEGIN {_MARK.format(row=row)}; END"
    )


def _postgresql(verb: str, row: str) -> tuple[str, str]:
    function = (
        f"CREATE OR REPLACE FUNCTION {NAME}_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {_MARK.format(row=row)}; RETURN NULL; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {NAME}_{verb} AFTER {verb.upper()} ON people_company_tags "
        f"FOR EACH ROW EXECUTE FUNCTION {NAME}_{verb}()"
    )
    return function, trigger


register(
    Trigger(
        NAME,
        "people_company_tags",
        (_sqlite("insert", "NEW"), _sqlite("delete", "OLD")),
        (*_postgresql("insert", "NEW"), *_postgresql("delete", "OLD")),
        parts=("_insert", "_delete"),
    )
)
