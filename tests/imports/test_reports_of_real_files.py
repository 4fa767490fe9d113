"""Reports over a real pipeline say what plain Python counts in its file."""

import csv
from collections import defaultdict
from datetime import date, datetime
from statistics import geometric_mean, median
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import timezone

from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.testing.builders import make_member, make_process, make_workspace
from stegvis.transfer.operations.commanding import import_file
from stegvis.workspaces.models import Member, Role
from stegvis.workspaces.permissions import Automation

NEW_YORK = ZoneInfo("America/New_York")
QUARTERS = {
    number: f"period-from=2017-{3 * number - 2:02}-01&period-to=2017-{3 * number:02}-{last}"
    for number, last in ((1, 31), (2, 30), (3, 30), (4, 31))
}


def stats(name: str, member: Member, query: str) -> list:
    kind = known(name)
    return [one.value for one in kind.make(read_asked(member, kind, QueryDict(query))).stats]


def test_quarters_agents_and_cycles_agree_with_the_file(data_folder, db):
    path = data_folder / "maven_crm" / "sales_pipeline.csv"
    workspace = make_workspace("Maven", time_zone="America/New_York")
    workspace.currency = "USD"
    workspace.save()
    make_process(workspace)
    import_file(path, kind="deals", by=Automation("import", workspace), asked=None)
    owner = make_member(workspace, "Owen", Role.OWNER)
    with path.open() as file:
        decided = [row for row in csv.DictReader(file) if row["close_date"]]
    with timezone.override("America/New_York"):
        for number, query in QUARTERS.items():
            own = [row for row in decided if (date.fromisoformat(row["close_date"]).month + 2) // 3 == number]
            assert stats("summary", owner, query)[:3] == expected(own), number
        by_agent = defaultdict(list)
        for row in decided:
            by_agent[row["sales_agent"]].append(row)
        agents = {one.name: one.pk for one in Member.objects.filter(workspace=workspace)}
        for name, own in sorted(by_agent.items())[:8]:
            year = f"owner={agents[name]}&period-from=2017-01-01&period-to=2017-12-31"
            assert stats("summary", owner, year)[:3] == expected(own), name
        cohort = [row for row in decided if row["engage_date"]]
        assert sellers_of(owner) == pytest.approx(sellers_expected(cohort))
        came_in, won, *_rest = stats("funnel", owner, "period=all")
        assert won == sum(row["deal_stage"] == "Won" for row in cohort)
        assert came_in == len(cohort) + open_and_engaged(path)


def sellers_of(owner: Member) -> dict:
    """Of each of the thirty agents: deals that left the first stage, those won, hundredths; days in turn; the team."""
    kind = known("sellers")
    share, time = kind.make(read_asked(owner, kind, QueryDict("period=all"))).all_tables[:2]
    found = {row[0].value: [cell.value for cell in row[1:4]] for row in share.rows}
    found |= {f"{row[0].value}, days": row[3].value for row in time.rows}
    return flat(found | {"team": [cell.value for cell in share.foot[1:4]], "team, days": time.foot[3].value})


def sellers_expected(rows: list[dict]) -> dict:
    """The same, counted in the file."""
    agents = {row["sales_agent"]: [one for one in rows if one["sales_agent"] == row["sales_agent"]] for row in rows}
    agents["team"] = rows
    counts = {name: (len(own), sum(row["deal_stage"] == "Won" for row in own)) for name, own in agents.items()}
    shares = {name: [whole, won, 100 * won / whole] for name, (whole, won) in counts.items()}
    return flat(shares | {f"{name}, days": typical_days(own) for name, own in agents.items()})


def typical_days(rows: list[dict]) -> float:
    """The geometric mean of days from midnight to midnight in New York, each taken with one day more."""
    ends = [
        [datetime.fromisoformat(row[key]).replace(tzinfo=NEW_YORK) for key in ("engage_date", "close_date")]
        for row in rows
    ]
    return geometric_mean(1 + (after.timestamp() - before.timestamp()) / 86_400 for before, after in ends) - 1


def flat(figures: dict) -> dict:
    """Lists under one key each, so that they are compared figure by figure."""
    return {
        (name, place): one
        for name, value in figures.items()
        for place, one in enumerate(value if isinstance(value, list) else [value])
    }


def expected(rows: list[dict]) -> list:
    """Won value, hundredths won, median days from engaging to closing of what was won."""
    won = [row for row in rows if row["deal_stage"] == "Won"]
    days = [(date.fromisoformat(row["close_date"]) - date.fromisoformat(row["engage_date"])).days for row in won]
    return [sum(int(row["close_value"]) for row in won), 100 * len(won) / len(rows), median(days)]


def open_and_engaged(path) -> int:
    with path.open() as file:
        return sum(1 for row in csv.DictReader(file) if row["engage_date"] and not row["close_date"])
