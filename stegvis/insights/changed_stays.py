"""The trigger that notes the deals whose stays change, where stays are kept as columns: once for each database."""

from stegvis.core.triggers import Trigger, register

NAME = "insights_changed_stay"
EVENTS = {"insert": ("new",), "update": ("new", "old"), "delete": ("old",)}
WRITE = "INSERT INTO insights_changedstay (workspace_id, deal) "
KEPT = "SELECT workspace_id FROM insights_columnskept"


def _sqlite(event: str, sides: tuple[str, ...]) -> str:
    rows = " UNION ".join(f"SELECT {side}.workspace_id, {side}.deal_id" for side in sides)
    return (
        f"CREATE TRIGGER {NAME}_{event} AFTER {event.upper()} ON deals_stagevisit "
        f"WHEN {sides[0]}.workspace_id IN ({KEPT}) BEGIN {WRITE}{rows}; END"
    )


def _postgresql(event: str, sides: tuple[str, ...]) -> tuple[str, str]:
    """Once for a statement, not for each of its rows: imports write thousands at a time."""
    rows = " UNION ".join(
        f"SELECT workspace_id, deal_id FROM {side}_stays WHERE workspace_id IN ({KEPT})"  # noqa: S608
        for side in sides
    )
    tables = " ".join(f"{side.upper()} TABLE AS {side}_stays" for side in sides)
    return (
        f"CREATE OR REPLACE FUNCTION {NAME}_{event}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {WRITE}{rows}; RETURN NULL; END $$",
        f"CREATE TRIGGER {NAME}_{event} AFTER {event.upper()} ON deals_stagevisit "
        f"REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {NAME}_{event}()",
    )


CHANGED_STAYS = register(
    Trigger(
        name=NAME,
        table="deals_stagevisit",
        parts=tuple(f"_{event}" for event in EVENTS),
        sqlite=tuple(_sqlite(event, sides) for event, sides in EVENTS.items()),
        postgresql=tuple(one for event, sides in EVENTS.items() for one in _postgresql(event, sides)),
    )
)
