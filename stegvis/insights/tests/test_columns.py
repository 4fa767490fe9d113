"""Reports of large workspaces are made from columns that are kept of stays: they say what the rows say."""

from typing import Any

import pytest
from django.db.models import F
from django.http import QueryDict

from stegvis.deals.models import Deal
from stegvis.deals.operations.moving import move_deal
from stegvis.insights.jobs import keep_stays
from stegvis.insights.keeping import to_json
from stegvis.insights.kinds import all_kinds
from stegvis.insights.models import PART, ChangedStay, StayColumns
from stegvis.insights.operations import columns
from stegvis.insights.operations.columns import keep_columns, make_part
from stegvis.insights.queries import kept
from stegvis.insights.queries.asking import read_asked
from stegvis.insights.queries.columns import stays
from stegvis.insights.queries.columns.visits import read_visits
from stegvis.testing import builders
from stegvis.timeline.operations.writing import write_note
from stegvis.transfer.tests.importing import bring
from stegvis.workspaces.models import Member, Rate, Workspace

LOG = """Case ID,Activity,Timestamp
C1,Lead,2026-01-01 00:30
C1,Qualified,
C1,Proposal made,2026-03-29 02:30
C2,Lead,2025-12-31 23:30
C2,Proposal made,2026-02-11
C2,Lead,2026-02-12
C2,Qualified,2026-03-01
C3,Lead,
C3,Won,2026-03-01
C4,Lead,2026-01-05
C4,Lost,2026-02-05
C4,Lead,2026-02-07
C4,Won,2026-03-31 23:30
"""


@pytest.fixture
def sold(alice, bob, owen, process, tmp_path) -> Workspace:
    """Deals of two sellers in two currencies, moved on and back, and four of a log that knows not all times."""
    firm = builders.make_company(alice, "Firm", industry="Mining", employees=30)
    for n in range(16):
        facts = {
            "amount": n * 70 if n % 5 else None,
            "currency": ("SEK", "EUR")[n % 2],
            "source": " Fair"[: n % 6],
        }
        facts |= {"company": firm} if n % 3 else {}
        deal = builders.make_deal((alice, bob)[n % 2], str(n), process=process, **facts)
        for name in ("Qualified", "Proposal made", "Lead", "Won", "Lost")[: n % 6]:
            write_note(deal, "Said more.", by=alice)
            move_deal(deal, builders.stage_of(process, name), by=owen, reason="So it is.")
    Rate.objects.create(workspace=alice.workspace, currency="EUR", rate="11.333", since="2020-01-01")
    bring(tmp_path, "stage-history", LOG, by=owen, process=process.name)
    return alice.workspace


def all_reports(member: Member, query: str, *names: str) -> dict:
    """What every report (or each of `names`) says to somebody who asks anew."""
    anew = Member.objects.select_related("workspace", "user").get(workspace=member.workspace_id, pk=member.pk)
    kinds = [kind for kind in all_kinds() if not names or kind.name in names]
    return {kind.name: plain(to_json(kind.make(read_asked(anew, kind, QueryDict(query))))) for kind in kinds}


def plain(said: Any) -> Any:
    """The same with floats as exact as both ways of adding them up are."""
    if isinstance(said, dict):
        return {key: plain(value) for key, value in said.items()}
    if isinstance(said, list | tuple):
        return [plain(one) for one in said]
    return round(said, 4) if isinstance(said, float) else said


def test_columns_say_what_rows_say(sold, mia, alice, monkeypatch, settings):
    settings.TIME_ZONE = "Europe/Warsaw"
    asked = [(mia, "period=all"), (mia, "period-from=2026-02-01&period-to=2026-03-29&value-from=140"), (alice, "")]
    before = [all_reports(*one) for one in asked]
    monkeypatch.setattr(kept, "LARGE", 0)
    assert [all_reports(*one) for one in asked] == before, "read row by row"
    assert keep_columns(sold) >= 1
    monkeypatch.setattr(stays, "_from_rows", None)
    assert [all_reports(*one) for one in asked] == before, "kept"


def test_what_changes_is_noted_and_read_until_it_is_kept(sold, mia, owen, process, monkeypatch):
    monkeypatch.setattr(kept, "LARGE", 0)
    keep_columns(sold)
    assert not ChangedStay.objects.filter(workspace=sold).exists()
    deal = builders.make_deal(mia, "New", process=process)
    move_deal(Deal.objects.filter(workspace=sold).first(), builders.stage_of(process, "Fridge"), by=owen, reason="So.")
    changed = ChangedStay.objects.filter(workspace=sold)
    assert deal.pk in changed.values_list("deal", flat=True)
    narrow = ("period=all", "funnel", "stage_time", "bottlenecks")
    noted = all_reports(mia, *narrow)
    keep_stays.func(workspace=sold.pk)
    assert (StayColumns.objects.filter(workspace=sold).exists(), changed.exists()) == (False, False), "it is not large"
    assert all_reports(mia, *narrow) == noted
    monkeypatch.setattr(kept, "FOR_COLUMNS", 0)
    keep_stays.func(workspace=sold.pk)
    assert all_reports(mia, *narrow) == noted
    monkeypatch.setattr(kept, "LARGE", 20_000)
    assert all_reports(mia, *narrow) == noted


def test_what_is_noted_while_a_part_is_made_anew_stays_noted(sold, mia, process, monkeypatch):
    keep_columns(sold)
    builders.make_deal(mia, "First", process=process)

    def read_late(*args, **which):
        columns = read_visits(*args, **which)
        builders.make_deal(mia, "Second", process=process)
        return columns

    monkeypatch.setattr(columns, "read_visits", read_late)
    [noted] = ChangedStay.objects.filter(workspace=sold).values_list("deal", flat=True)
    assert make_part(sold, noted // PART)
    [left] = ChangedStay.objects.filter(workspace=sold).values_list("deal", flat=True)
    assert left > noted
    monkeypatch.setattr(columns, "read_visits", lambda *args, **which: made_by_another(sold, args, which))
    assert not make_part(sold, noted // PART), "who read sooner gives up"
    assert ChangedStay.objects.filter(workspace=sold).exists()


def made_by_another(workspace: Workspace, args: tuple, which: dict) -> list:
    """Visits as they were read before somebody else made the part anew."""
    StayColumns.objects.filter(workspace=workspace).update(edition=F("edition") + 1)
    return read_visits(*args, **which)
