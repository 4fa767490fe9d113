"""The trigger that keeps `DealTally` true: written once for each database."""

from stegvis.core.triggers import Trigger, register

NAME = "deals_deal_tally"
KEY = "stage_id, owner_id, currency, private"


def _sqlite(event: str, sides: tuple[tuple[str, int], ...], when: str = "") -> str:
    body = "".join(_sqlite_add(row, sign) for row, sign in sides)
    return f"CREATE TRIGGER {NAME}_{event} AFTER {_EVENTS[event]} ON deals_deal {when} BEGIN {body} END"


_EVENTS = {
    "insert": "INSERT",
    "delete": "DELETE",
    "update": "UPDATE OF stage_id, owner_id, currency, private, amount, deletion_id",
}
_CHANGED = " OR ".join(
    f"OLD.{column} IS NOT NEW.{column}"
    for column in ("stage_id", "owner_id", "currency", "private", "amount", "deletion_id")
)


def _sqlite_add(row: str, sign: int) -> str:
    return f"""
        INSERT INTO deals_dealtally (workspace_id, {KEY}, deals, hundredths)
        SELECT {row}.workspace_id, {row}.stage_id, COALESCE({row}.owner_id, 0), {row}.currency, {row}.private, {sign},
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
        SELECT workspace_id, stage_id, COALESCE(owner_id, 0) AS owner_id, currency, private, {sign} AS deals,
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

REBUILD = f"""
    INSERT INTO deals_dealtally (workspace_id, {KEY}, deals, hundredths)
    SELECT workspace_id, stage_id, COALESCE(owner_id, 0), currency, private, COUNT(*),
           SUM(CAST(ROUND(COALESCE(amount, 0) * 100) AS BIGINT))
    FROM deals_deal WHERE deletion_id IS NULL AND workspace_id = %s
    GROUP BY workspace_id, stage_id, COALESCE(owner_id, 0), currency, private
"""
