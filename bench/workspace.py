"""Workspaces of any size, made by SQL: a fifth as many companies as deals, half as many people, five moves a deal.

Nothing is random: the same size gives the same workspace, on SQLite and on PostgreSQL.
"""

from dataclasses import dataclass

from django.core.management.color import no_style
from django.db import connection

from bench.bulk import settle, unhindered
from bench.daily import insert_daily_work
from bench.sql import NUMBERS, boolean, day, execute, moment, next_id
from stegvis.core.search.rows import SearchMark
from stegvis.deals.models import Deal, DealLine, Evidence, StageMove, StageVisit, Stakeholder
from stegvis.deals.operations.rebuilding import rebuild_next_tasks, rebuild_tallies
from stegvis.deals.operations.starting import start_process
from stegvis.people.models import Company, ContactPoint, Person
from stegvis.processes.models import Process, StageKind
from stegvis.timeline.models import EntryPlace, Task, TimelineEntry
from stegvis.workspaces.models import Member, Role, User, Workspace
from stegvis.workspaces.permissions import Automation

SLUG = "bench"
SELLERS = 10
# Where deals end, in shares of a hundred: open stages first, then won, lost, parked.
SHARES = (("open", 40), ("won", 30), ("lost", 27), ("parked", 3))


@dataclass(frozen=True)
class Grown:
    """A workspace made by `grow`, and the member whose eyes the benchmarks use."""

    workspace: Workspace
    process: Process
    manager: Member
    deals: int


def grown() -> Grown:
    """What bench.growing has left in this installation."""
    workspace = Workspace.objects.get(slug=SLUG)
    process = Process.objects.get(workspace=workspace)
    manager = Member.objects.get(workspace=workspace, role=Role.MANAGER)
    return Grown(workspace, process, manager, Deal.objects.filter(workspace=workspace).count())


def grow(deals: int, slug: str = SLUG) -> Grown:
    """A workspace at `slug` with `deals` deals, in an installation that is used for nothing else."""
    workspace = Workspace.objects.create(name=slug, slug=slug, currency="SEK")
    bench = Automation("bench", workspace)
    process = start_process(workspace, "simple-b2b", by=bench, language="en")
    members = [make_member(workspace, f"Seller {number}", Role.SELLER) for number in range(SELLERS)]
    manager = make_member(workspace, "Manager", Role.MANAGER)
    with unhindered():
        first = insert_companies(workspace, members, max(deals // 5, 1))
        insert_people(workspace, members, first, max(deals // 5, 1), max(deals // 2, 1))
        base = insert_deals(workspace, process, members, first, max(deals // 5, 1), deals)
        insert_path(workspace, process, base, deals)
        insert_daily_work(workspace, base, deals)
        reset_sequences()
    rebuild_tallies(workspace, by=bench)
    rebuild_next_tasks(workspace, by=bench)
    settle()
    # Searching is measured by bench.searching; elsewhere nothing should be busy indexing what was grown.
    SearchMark.objects.filter(workspace=workspace).delete()
    return Grown(workspace, process, manager, deals)


def make_member(workspace: Workspace, name: str, role: str) -> Member:
    """A member who can be signed in by session."""
    user = User(email=f"{name.lower().replace(' ', '.')}@{workspace.slug}.example", name=name)
    user.set_unusable_password()
    user.save()
    return Member.objects.create(workspace=workspace, user=user, name=name, email=user.email, role=role)


def pick(members: list[Member]) -> str:
    """SQL for the owner of row i: the members in turn, by a stride that does not follow the other columns."""
    cases = " ".join(f"WHEN {place} THEN {member.pk}" for place, member in enumerate(members))
    return f"CASE (i * 7) % {len(members)} {cases} END"


OWNED = "created_at, updated_at, private, source, external_id, owner_id, workspace_id"


def owned(workspace: Workspace, members: list[Member]) -> str:
    """SQL for the columns of OWNED."""
    made = moment("(i * 13) % 700")
    return f"{made}, {made}, {boolean(False)}, 'Referral', 'x' || i, {pick(members)}, {workspace.pk}"


def insert_companies(workspace: Workspace, members: list[Member], count: int) -> int:
    """`count` companies; returns the first one's id."""
    first = next_id(Company)
    execute(f"""
        INSERT INTO people_company (id, name, name_key, country, registration_number, vat_number, industry, employees,
            revenue_currency, description, {OWNED})
        {NUMBERS.format(count=count)}
        SELECT {first} - 1 + i, 'Company ' || i || ' AB', 'company ' || i || ' ab', 'SE', '', '', 'Industry ' || i % 40,
            i % 500, 'SEK', '', {owned(workspace, members)} FROM n
    """)
    return first


def insert_people(workspace: Workspace, members: list[Member], company: int, companies: int, count: int) -> None:
    """`count` people with an e-mail each, spread over the companies."""
    first = next_id(Person)
    execute(f"""
        INSERT INTO people_person (id, first_name, last_name, name_key, job_title, company_id, language, description,
            {OWNED})
        {NUMBERS.format(count=count)}
        SELECT {first} - 1 + i, 'Person', 'Number ' || i, 'person number ' || i, 'Buyer', {company} + i % {companies},
            'sv', '', {owned(workspace, members)} FROM n
    """)
    execute(f"""
        INSERT INTO people_contactpoint (workspace_id, person_id, kind, value, key, label)
        {NUMBERS.format(count=count)}
        SELECT {workspace.pk}, {first} - 1 + i, 'email', 'p' || i || '@c.example', 'p' || i || '@c.example', '' FROM n
    """)


def final_stage(process: Process) -> str:
    """SQL for the stage deal i ends in, by SHARES; open deals are spread over the open stages."""
    stages = list(process.current.stages.all())
    opened = [stage.pk for stage in stages if stage.kind == StageKind.OPEN]
    spread = " ".join(f"WHEN {place} THEN {pk}" for place, pk in enumerate(opened))
    cases, upto = [], 0
    for kind, share in SHARES:
        upto += share
        stage = next(one for one in stages if one.kind == kind)
        end = f"CASE (i / 100 + i) % {len(opened)} {spread} END" if kind == "open" else str(stage.pk)
        cases.append(f"WHEN (i * 37) % 100 < {upto} THEN {end}")
    return f"CASE {' '.join(cases)} END"


def insert_deals(
    workspace: Workspace, process: Process, members: list[Member], company: int, companies: int, count: int
) -> int:
    """`count` deals; returns the first one's id. Their last move was within the last 90 days."""
    first = next_id(Deal)
    entered = moment("(i * 17) % 90 + (i % 1000) / 1000.0")
    rank = "(1700000000000 - ((i * 17) % 90) * CAST(86400000 AS BIGINT) - i % 1000)"
    execute(f"""
        INSERT INTO deals_deal (id, process_id, stage_id, status, title, company_id, amount, currency,
            amount_from_lines, expected_close, entered_at, stale_at, closed_at, rank, description, {OWNED})
        {NUMBERS.format(count=count)}, d AS (SELECT i, {final_stage(process)} AS stage_id FROM n)
        SELECT {first} - 1 + i, {process.pk}, stage_id, kind, 'Deal number ' || i, {company} + i % {companies},
            (i * 31) % 9973 * 100, CASE i % 20 WHEN 0 THEN 'NOK' ELSE 'SEK' END, {boolean(False)},
            {day("(i * 11) % 200 - 60")}, {entered}, CASE WHEN kind = 'open' THEN {moment("(i * 17) % 90 - 20")} END,
            CASE WHEN kind IN ('won', 'lost') THEN {entered} END, {rank}, '', {owned(workspace, members)}
        FROM d JOIN processes_stage s ON s.id = d.stage_id
    """)
    return first


def insert_path(workspace: Workspace, process: Process, base: int, count: int) -> None:
    """Five moves and visits a deal: through the first stages back and forth, the fifth to where the deal is."""
    opened = [stage.pk for stage in process.current.stages.filter(kind=StageKind.OPEN)]
    way = " ".join(f"WHEN {step} THEN {opened[(step - 1) % len(opened)]}" for step in range(1, 5))
    at = moment("(i * 17) % 90 + (5 - step) * 9 + (i % 1000) / 1000.0")
    left = moment("(i * 17) % 90 + (4 - step) * 9 + (i % 1000) / 1000.0")
    steps = f"""
        {NUMBERS.format(count=count)}, steps(step) AS (SELECT 1 UNION ALL SELECT step + 1 FROM steps WHERE step < 5),
        p AS (SELECT i, step, {base} - 1 + i AS deal, CASE step {way} END AS stage,
              CASE step - 1 {way} END AS before, CASE step + 1 {way} END AS after FROM n CROSS JOIN steps)
    """
    execute(f"""
        INSERT INTO deals_stagemove (workspace_id, deal_id, sequence, from_stage_id, to_stage_id, at, by_id, automation,
            reason, missing, skipped, evidence_unknown, recorded_at)
        {steps} SELECT {workspace.pk}, deal, step, before, COALESCE(stage, d.stage_id), {at}, d.owner_id, '', '', '[]',
            '[]', {boolean(False)}, {at} FROM p JOIN deals_deal d ON d.id = p.deal
    """)
    execute(f"""
        INSERT INTO deals_stagevisit (workspace_id, deal_id, sequence, stage_id, entered_at, left_at, next_stage_id,
            seller_id, amount, currency)
        {steps} SELECT {workspace.pk}, deal, step, COALESCE(stage, d.stage_id), {at},
            CASE WHEN step < 5 THEN {left} END, CASE WHEN step < 5 THEN COALESCE(after, d.stage_id) END, d.owner_id,
            d.amount, d.currency FROM p JOIN deals_deal d ON d.id = p.deal
    """)


def reset_sequences() -> None:
    """Sequences behind the ids we chose."""
    models = [Company, Person, ContactPoint, Deal, DealLine, Evidence, Stakeholder, StageMove, StageVisit]
    models += [TimelineEntry, EntryPlace, Task]
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        execute(statement)
