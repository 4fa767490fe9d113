"""Exports: what was written comes back as it was, formulas are harmless, and nobody gets what they may not see."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from stegvis.deals.models import DealLine, Product
from stegvis.deals.operations.competing import put_in_play, say_lost_to
from stegvis.deals.operations.evidence import record_evidence
from stegvis.deals.operations.moving import lose_deal, win_deal
from stegvis.processes.models import ExitCriterion
from stegvis.testing.builders import (
    make_company,
    make_deal,
    make_lost_reason,
    make_member,
    make_person,
    make_team,
    make_workspace,
)
from stegvis.transfer.operations.commanding import import_file
from stegvis.transfer.operations.exporting import export_records
from stegvis.transfer.operations.undoing import undo_import
from stegvis.workspaces.models import AuditEntry, Role, Tag
from stegvis.workspaces.permissions import Automation

ORDER = ("companies", "people", "products", "stage-history", "deals")


def export(kind: str, by, shape: str = "csv") -> bytes:
    return b"".join(export_records(kind, shape, by=by))


def rows(kind: str, by) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export(kind, by).decode("utf-8-sig"))))


def prove(deal, text: str, by, **facts) -> None:
    criterion = ExitCriterion.objects.create(workspace=deal.workspace, stage=deal.stage, text=text, **facts)
    record_evidence(deal, criterion, by=by, note="=Said so", link="https://e.example/1")


@pytest.fixture
def filled(workspace, alice, bob, process):
    """A workspace with something of everything that an export has to carry."""
    tag = Tag.objects.create(workspace=workspace, name="Fair, 2026; Oslo")
    parent = make_company(alice, "Granfors; Söner AB")
    company = make_company(
        alice, "=SUM(1+1) AB", country="SE", employees=40, revenue="1200.50", revenue_currency="SEK", parent=parent,
        description="Two\nlines", private=True, external_id="C-1",
    )  # fmt: skip
    company.tags.add(tag)
    company.named.add(bob)
    for kind, value, label in (("phone", "+46812345678", "switchboard"), ("domain", "ekhamra.example", "")):
        company.contact_points.create(workspace=workspace, kind=kind, value=value, key=value, label=label)
    for kind, city in (("visiting", "Tranås"), ("invoice", "Łódź")):
        company.addresses.create(workspace=workspace, kind=kind, city=city, country="SE")
    person = make_person(alice, "Jan", "van der Berg", company=company, job_title="-manager")
    person.contact_points.create(workspace=workspace, kind="email", value="jan@e.example", key="jan@e.example")
    product = Product.objects.create(workspace=workspace, name="GTX Pro", currency="SEK", price="4821", code="@1")
    team = make_team(workspace, "North")
    deal = make_deal(
        alice, "+46 deal", process=process, company=company, people=[person], amount="99.95", team=team,
        expected_close=date(2027, 1, 31), external_id="D-1",
    )  # fmt: skip
    DealLine.objects.create(workspace=workspace, deal=deal, product=product, name="GTX Pro", quantity="2.5", price="7")
    DealLine.objects.create(workspace=workspace, deal=deal, name="Free text", period="monthly")
    prove(deal, "What the buyer needs", alice)
    put_in_play(deal, "Voltaro; AB", by=alice)
    lose_deal(deal, by=alice, lost_reason=make_lost_reason(workspace, "Price; timing"))
    say_lost_to(deal, "Enerva", by=alice)
    won = make_deal(alice, "Won one", process=process, amount="5", after=deal)
    prove(won, "Who decides", alice, hard=True)
    ExitCriterion.objects.create(workspace=workspace, stage=won.stage, text="A budget, „mostly”")
    win_deal(won, by=alice, reason="They said yes; on the phone")
    make_deal(bob, "Without a time", process=process)
    return workspace


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
def test_what_was_exported_comes_back_without_loss(tmp_path: Path, filled, shape):
    source = Automation("import", filled)
    other = make_workspace("Other", time_zone="UTC")
    target = Automation("import", other)
    for kind in ORDER:
        path = tmp_path / f"{kind}.{shape}"
        path.write_bytes(export(kind, source, shape))
        asked = {"duplicates": "update"} if kind == "deals" else None
        batch = import_file(path, kind=kind, by=target, asked=asked)
        assert (batch.rejected, batch.reasons) == (0, {})
    for kind in ORDER:
        key = "case" if kind == "stage-history" else "name" if kind == "products" else "external_id"
        before, after = (
            sorted(rows(kind, who), key=lambda row: (row[key], row.get("sequence"))) for who in (source, target)
        )
        assert before == after
    assert {row["reason"] for row in rows("stage-history", target)} >= {"They said yes; on the phone"}
    deals = {row["title"]: row for row in rows("deals", target)}
    lost = deals["'+46 deal"]
    assert (lost["competitors"], lost["lost_to"]) == ("Enerva\nVoltaro; AB", "Enerva")
    assert (deals["Won one"]["after"], "Who decides" in deals["Won one"]["evidence_given"]) == ("D-1", True)


def test_deals_alone_come_back_too(tmp_path, filled):
    path = tmp_path / "deals.csv"
    path.write_bytes(export("deals", Automation("import", filled)))
    target = Automation("import", make_workspace("Other", time_zone="UTC"))
    import_file(path, kind="deals", by=target, asked=None)
    key = "external_id"
    before = sorted(rows("deals", Automation("import", filled)), key=lambda row: row[key])
    assert before == sorted(rows("deals", target), key=lambda row: row[key])


def test_undoing_takes_evidence_links_and_criteria_away_again(tmp_path, filled):
    path = tmp_path / "deals.csv"
    path.write_bytes(export("deals", Automation("import", filled)))
    target = Automation("import", make_workspace("Other", time_zone="UTC"))
    batch = import_file(path, kind="deals", by=target, asked=None)
    undo_import(batch, by=target)
    assert rows("deals", target) == []
    assert not ExitCriterion.objects.filter(workspace=target.workspace).exists()


@pytest.mark.parametrize(
    "told", ['[{"criterion": "x", "at": "yesterday"}]', '["x"]', '[{"criterion": "x", "link": "javascript:1"}]']
)
def test_evidence_that_makes_no_sense_is_a_rejected_row(tmp_path, workspace, process, told):
    path = tmp_path / "deals.csv"
    path.write_text('title,stage,evidence_given\nA,Lead,"' + told.replace('"', '""') + '"\n')
    batch = import_file(path, kind="deals", by=Automation("import", workspace), asked=None)
    assert (batch.created, batch.rejected) == (0, 1)


def test_our_own_export_into_the_same_workspace_changes_nothing(tmp_path, filled):
    by = Automation("import", filled)
    for kind in ORDER:
        path = tmp_path / f"{kind}.csv"
        path.write_bytes(export(kind, by))
        batch = import_file(path, kind=kind, by=by, asked={"duplicates": "update"})
        assert (kind, batch.created, batch.updated, batch.rejected) == (kind, 0, 0, 0)


def test_formulas_are_made_harmless(filled):
    by = Automation("import", filled)
    assert b",'=SUM(1+1) AB," in export("companies", by)
    assert "'+46 deal" in {row["title"] for row in rows("deals", by)}


def test_json_has_the_same_rows(filled):
    by = Automation("import", filled)
    assert [one["title"] for one in json.loads(export("deals", by, "json"))] == [
        "+46 deal",
        "Won one",
        "Without a time",
    ]


def test_a_seller_exports_the_own_records_a_manager_all_that_are_visible(filled, mia, alice, bob):
    assert {row["title"] for row in rows("deals", bob)} == {"Without a time"}
    assert len(rows("deals", alice)) == 2
    assert len(rows("deals", mia)) == 3
    assert "C-1" not in {row["external_id"] for row in rows("companies", mia)}
    assert "C-1" in {row["external_id"] for row in rows("companies", alice)}


def test_strangers_get_nothing_of_ours(filled, charlie):
    assert [rows(kind, charlie) for kind in ORDER] == [[], [], [], [], []]


def test_a_viewer_exports_nothing(vera):
    with pytest.raises(PermissionDenied):
        export_records("deals", "csv", by=vera)


def test_an_export_is_noted(workspace, alice):
    export("deals", alice)
    entry = AuditEntry.objects.get(workspace=workspace, act="exported")
    assert (entry.who, entry.detail) == (alice.email, {"kind": "deals", "format": "csv"})


def test_a_longer_list_does_not_ask_more_for_each_row(filled, alice, process, django_assert_max_num_queries):
    for number in range(20):
        make_deal(alice, f"Deal {number}", process=process, at=timezone.now())
    with django_assert_max_num_queries(17):
        export("deals", alice)


def test_teams_do_not_leak(filled):
    member = make_member(filled, "Sven", Role.SELLER)
    assert rows("people", member) == []
