"""The trigger that keeps `DealTally` true: written once for each database."""

from stegvis.core.triggers import Trigger, register

NAME = "deals_deal_tally"
KEY = "stage_id, owner_id, currency, private, closed_month"

WATCHED = ("stage_id", "owner_id", "currency", "private", "closed_at", "amount", "deletion_id")
# The month of the decision in UTC, 202611: a trigger knows no zones. Who asks from a local day on mends the edge.
SQLITE_MONTH = "COALESCE(CAST(strftime('%Y%m', {0}closed_at) AS INTEGER), 0)"
POSTGRESQL_MONTH = "COALESCE(to_char({0}closed_at AT TIME ZONE 'UTC', 'YYYYMM')::integer, 0)"


def _sqlite(event: str, sides: tuple[tuple[str, int], ...], when: str = "") -> str:
    body = "".join(_sqlite_add(row, sign) for row, sign in sides)
    return f"CREATE TRIGGER {NAME}_{event} AFTER {_EVENTS[event]} ON deals_deal {when} BEGIN {body} END"


_EVENTS = {
    "insert": "INSERT",
    "delete": "DELETE",
    "update": f"UPDATE OF {', '.join(WATCHED)}",
}
_CHANGED = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in WATCHED)


def _sqlite_add(row: str, sign: int) -> str:
    return f"""
        INSERT INTO deals_dealtally (workspace_id, {KEY}, deals, hundredths)
        SELECT {row}.workspace_id, {row}.stage_id, COALESCE({row}.owner_id, 0), {row}.currency, {row}.private,
               {SQLITE_MONTH.format(f"{row}.")}, {sign},
               {sign} * CAST(ROUND(COALESCE({row}.amount, 0) * 100) AS INTEGER)
        WHERE {row}.deletion_id IS NULL
        ON CONFLICT ({KEY}) DO UPDATE
        SET deals = deals + excluded.deals, hundredths = hundredths + excluded.hundredths;
    """


SQLITE = (
    _sqlite("insert", (("NEW", 1),)),
    _sqlite("delete", (("OLD", -1),)),
    _sqlite("update", (("OLD", -1), ("NEW", 1)), f"WHEN {_CHANGED}"),
)


def _side(table: str, sign: int) -> str:
    return f"""
        SELECT workspace_id, stage_id, COALESCE(owner_id, 0) AS owner_id, currency, private,
               {POSTGRESQL_MONTH.format("")} AS closed_month, {sign} AS deals,
               {sign} * (COALESCE(amount, 0) * 100)::bigint AS hundredths
        FROM {table} WHERE deletion_id IS NULL
    """


def _function(event: str, sides: str) -> str:
    """Once a statement, in the order of the key: two statements can wait for each other, never lock each other out."""
    return f"""
        CREATE OR REPLACE FUNCTION {NAME}_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO deals_dealtally (workspace_id, {KEY}, deals, hundredths)
            SELECT workspace_id, {KEY}, SUM(deals), SUM(hundredths) FROM ({sides}) AS sides
            GROUP BY workspace_id, {KEY} HAVING SUM(deals) <> 0 OR SUM(hundredths) <> 0 ORDER BY {KEY}
            ON CONFLICT ({KEY}) DO UPDATE
            SET deals = deals_dealtally.deals + excluded.deals,
                hundredths = deals_dealtally.hundredths + excluded.hundredths;
            RETURN NULL;
        END $$
    """


def _postgresql(event: str, tables: str) -> str:
    return (
        f"CREATE TRIGGER {NAME}_{event} AFTER {event.upper()} ON deals_deal REFERENCING {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {NAME}_{event}()"
    )


_OLD, _NEW = _side("gone", -1), _side("come", 1)
POSTGRESQL = (
    _function("insert", _NEW),
    _function("delete", _OLD),
    _function("update", f"{_OLD} UNION ALL {_NEW}"),
    _postgresql("insert", "NEW TABLE AS come"),
    _postgresql("delete", "OLD TABLE AS gone"),
    _postgresql("update", "OLD TABLE AS gone NEW TABLE AS come"),
)

register(Trigger(NAME, "deals_deal", SQLITE, POSTGRESQL, parts=("_insert", "_delete", "_update")))


def rebuild_statement(vendor: str) -> str:
    """The statement that counts one workspace anew (its id is the parameter) after its tallies were removed."""
    month = SQLITE_MONTH.replace("%", "%%") if vendor == "sqlite" else POSTGRESQL_MONTH
    return f"""
        INSERT INTO deals_dealtally (workspace_id, {KEY}, deals, hundredths)
        SELECT workspace_id, stage_id, COALESCE(owner_id, 0), currency, private, {month.format("")}, COUNT(*),
               SUM(CAST(ROUND(COALESCE(amount, 0) * 100) AS BIGINT))
        FROM deals_deal WHERE deletion_id IS NULL AND workspace_id = %s
        GROUP BY workspace_id, stage_id, COALESCE(owner_id, 0), currency, private, {month.format("")}
    """
