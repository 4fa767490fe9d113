"""The trigger that keeps which task is next on a deal: written once for each database."""

from stegvis.core.triggers import Trigger, register

NAME = "deals_next_task"
WATCHED = ("deal_id", "done_at", "deletion_id", "due_on", "due_at")
# The day first, undated ones last; within a day those with a time, in its order.
FIRST = """
    SELECT id, due_on FROM timeline_task
    WHERE deal_id = {deal} AND done_at IS NULL AND deletion_id IS NULL
    ORDER BY due_on IS NULL, due_on, due_at IS NULL, due_at, id LIMIT 1
"""
_CHANGED = " OR ".join(f"OLD.{column} IS {{distinct}} NEW.{column}" for column in WATCHED)


def _update(deal: str) -> str:
    return f"UPDATE deals_deal SET (next_task_id, next_on) = ({FIRST.format(deal=deal)}) WHERE id = {deal};"


def _sqlite(event: str, when: str, *deals: str) -> str:
    body = " ".join(_update(deal) for deal in deals)
    of = f" OF {', '.join(WATCHED)}" if event == "update" else ""
    return f"CREATE TRIGGER {NAME}_{event} AFTER {event.upper()}{of} ON timeline_task WHEN {when} BEGIN {body} END"


SQLITE = (
    _sqlite("insert", "NEW.deal_id IS NOT NULL", "NEW.deal_id"),
    _sqlite("delete", "OLD.deal_id IS NOT NULL", "OLD.deal_id"),
    _sqlite("update", _CHANGED.format(distinct="NOT"), "OLD.deal_id", "NEW.deal_id"),
)
# Locked before it is read: a statement that waited for another one's task would not see it.
FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE one bigint;
    BEGIN
        FOREACH one IN ARRAY ARRAY[
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.deal_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.deal_id END
        ] LOOP
            IF one IS NOT NULL THEN
                PERFORM 1 FROM deals_deal WHERE id = one FOR NO KEY UPDATE;
                {_update("one")}
            END IF;
        END LOOP;
        RETURN NULL;
    END $$
"""


def _postgresql(event: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {NAME}_{event} AFTER {event.upper()} ON timeline_task "
        f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {NAME}()"
    )


POSTGRESQL = (
    FUNCTION,
    _postgresql("insert", "NEW.deal_id IS NOT NULL"),
    _postgresql("delete", "OLD.deal_id IS NOT NULL"),
    _postgresql("update", _CHANGED.format(distinct="DISTINCT FROM")),
)

register(Trigger(NAME, "timeline_task", SQLITE, POSTGRESQL, parts=("_insert", "_delete", "_update")))

REBUILD = f"""
    UPDATE deals_deal SET (next_task_id, next_on) = ({FIRST.format(deal="deals_deal.id")}) WHERE workspace_id = %s
"""
