"""What daily work leaves behind, made by SQL: ten timeline entries a deal, a task for each that is open."""

from bench.sql import NUMBERS, boolean, day, execute, moment, next_id
from stegvis.processes.models import StageKind
from stegvis.timeline.models import TimelineEntry
from stegvis.workspaces.models import Workspace

ENTRIES = 10


def insert_daily_work(workspace: Workspace, base: int, deals: int) -> None:
    """The entries and tasks of `deals` deals, of which the first has the id `base`."""
    insert_entries(workspace, base, deals)
    insert_tasks(workspace, base, deals)


def insert_entries(workspace: Workspace, base: int, deals: int) -> None:
    """Every third entry is a call that reached somebody; each is shown on its deal and on the deal's company."""
    first = next_id(TimelineEntry)
    each = f"""
        {NUMBERS.format(count=deals)},
        steps(step) AS (SELECT 1 UNION ALL SELECT step + 1 FROM steps WHERE step < {ENTRIES}),
        e AS (SELECT {first} + (i - 1) * {ENTRIES} + step - 1 AS id, {base} - 1 + i AS deal, i, step,
              CASE WHEN step % 3 = 0 THEN 'call' ELSE 'note' END AS kind,
              {moment("(i * 17) % 90 + step * 3 + (i % 1000) / 1000.0")} AS at
              FROM n CROSS JOIN steps)
    """
    execute(f"""
        INSERT INTO timeline_timelineentry (id, workspace_id, kind, at, by_id, automation, text, facts, withdrawn,
            recorded_at, external_id)
        {each} SELECT e.id, {workspace.pk}, e.kind, e.at, d.owner_id, '',
            'Spoke about **number ' || step || '** of it.',
            '{{}}', {boolean(False)}, e.at, '' FROM e JOIN deals_deal d ON d.id = e.deal
    """)
    columns = "workspace_id, entry_id, kind, at, direct, contact"
    facts = f"{workspace.pk}, e.id, e.kind, e.at"
    reached = f"CASE WHEN step % 3 = 0 THEN {boolean(True)} ELSE {boolean(False)} END"
    execute(f"""
        INSERT INTO timeline_entryplace ({columns}, deal_id, company_id, through_deal_id)
        {each}, sides(side) AS (SELECT 1 UNION ALL SELECT 2)
        SELECT {facts}, CASE side WHEN 1 THEN {boolean(True)} ELSE {boolean(False)} END, {reached},
            CASE side WHEN 1 THEN e.deal END, CASE side WHEN 2 THEN d.company_id END, CASE side WHEN 2 THEN e.deal END
        FROM e CROSS JOIN sides JOIN deals_deal d ON d.id = e.deal
    """)


def insert_tasks(workspace: Workspace, base: int, deals: int) -> None:
    """One to do for each open deal, for its owner, spread over the weeks around today."""
    made = moment("d.id % 30")
    execute(f"""
        INSERT INTO timeline_task (workspace_id, created_at, updated_at, title, kind, note, due_on, assignee_id,
            priority, repeat, deal_id, company_id, suggestion, automation, external_id)
        SELECT {workspace.pk}, {made}, {made}, 'Call about ' || d.title, 'call', '', {day("d.id % 40 - 5")}, d.owner_id,
            2, '', d.id, d.company_id, '', '', ''
        FROM deals_deal d WHERE d.id >= {base} AND d.id < {base + deals} AND d.status = '{StageKind.OPEN}'
    """)
