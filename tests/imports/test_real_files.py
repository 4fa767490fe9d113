"""The real files, with the figures that are known of them."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Count, Sum
from django.db.models.functions import ExtractQuarter

from stegvis.deals.models import Deal, StageMove, StageVisit
from stegvis.people.models import Company
from stegvis.testing.builders import make_process, make_workspace
from stegvis.transfer.models import Import
from stegvis.transfer.operations.commanding import import_file
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import Automation


@pytest.fixture
def maven(db) -> Automation:
    """Who imports into a workspace like the seller's."""
    workspace = make_workspace("Maven", time_zone="America/New_York")
    workspace.currency = "USD"
    workspace.save()
    make_process(workspace)
    return Automation("import", workspace)


def bring(path: Path, kind: str, by: Automation, **asked) -> Import:
    return import_file(path, kind=kind, by=by, asked=asked or None)


def deals_of(by: Automation):
    return Deal.objects.filter(workspace=by.workspace)


def test_the_pipeline_comes_in_to_the_unit(data_folder, maven):
    batch = bring(data_folder / "maven_crm" / "sales_pipeline.csv", "deals", maven)
    assert (batch.rows, batch.created, batch.rejected, batch.reasons) == (8800, 8800, 0, {})
    assert batch.made == {"company": 85, "product": 7, "member": 30}
    deals = deals_of(maven)
    by_stage = dict(deals.values_list("stage__name").annotate(Count("pk")))
    assert by_stage == {"Won": 4238, "Lost": 2473, "Qualified": 1589, "Lead": 500}
    won = deals.filter(status="won")
    assert won.aggregate(sum=Sum("amount"))["sum"] == Decimal(10_005_534)
    quarters = won.filter(closed_at__year=2017).values_list(ExtractQuarter("closed_at")).annotate(sum=Sum("amount"))
    assert dict(quarters) == {1: 1_134_672, 2: 3_086_111, 3: 2_982_255, 4: 2_802_496}
    visits = StageVisit.objects.filter(workspace=maven.workspace, next_stage__kind__in=("won", "lost"))
    days = sorted((left.date() - entered.date()).days for entered, left in visits.values_list("entered_at", "left_at"))
    assert (len(days), days[len(days) // 2]) == (6711, 45)
    prospects_have_no_time_and_open_deals_no_company_where_none_was_told(deals)
    sellers_become_inactive_members_once(maven)


def prospects_have_no_time_and_open_deals_no_company_where_none_was_told(deals) -> None:
    prospects = deals.filter(stage__name="Lead")
    assert set(prospects.values_list("entered_at", "stale_at")) == {(None, None)}
    assert deals.filter(company=None).count() == 1425


def sellers_become_inactive_members_once(maven) -> None:
    sellers = Member.objects.filter(workspace=maven.workspace)
    assert (sellers.count(), sellers.filter(active=True).count()) == (30, 0)


def test_american_dates_make_the_same_deals_and_nothing_comes_twice(data_folder, maven):
    first = data_folder / "maven_crm" / "sales_pipeline.csv"
    american = data_folder / "maven_crm" / "us_dates" / "sales_pipeline.csv"
    bring(first, "deals", maven)
    for path in (first, american):
        again = bring(path, "deals", maven, duplicates="update")
        assert (again.created, again.updated, again.skipped, again.rejected) == (0, 0, 8800, 0)
    other = make_workspace("Other", time_zone="America/New_York")
    make_process(other)
    bring(american, "deals", Automation("import", other))
    facts = ("external_id", "status", "entered_at", "closed_at", "amount", "created_at")
    known = Deal.objects.exclude(entered_at=None).order_by("external_id")
    both = [list(known.filter(workspace=one).values_list(*facts)) for one in (maven.workspace, other)]
    assert both[0] == both[1]
    assert len(both[0]) == 8300


def test_accounts_and_products_before_the_pipeline(data_folder, maven):
    folder = data_folder / "maven_crm"
    columns = {
        "account": "name",
        "sector": "industry",
        "revenue": {"field": "revenue", "factor": 1_000_000},
        "employees": "employees",
        "office_location": "address",
        "subsidiary_of": "parent",
    }
    assert bring(folder / "accounts.csv", "companies", maven, columns=columns).created == 85
    assert bring(folder / "products.csv", "products", maven).created == 7
    batch = bring(folder / "sales_pipeline.csv", "deals", maven)
    assert (batch.created, batch.made) == (8800, {"member": 30})
    acme = Company.objects.get(workspace=maven.workspace, name="Acme Corporation")
    assert (acme.revenue, acme.country) == (Decimal("1100040000"), "US")
    lines = deals_of(maven).values_list("lines__product__name")
    assert dict(lines.annotate(Count("pk")))["GTX Pro"] == 1480
    assert Company.objects.filter(workspace=maven.workspace).exclude(parent=None).count() == 15


def test_the_log_comes_in_whole(data_folder, maven):
    path = data_folder / "event_log" / "loan_offers_2012.csv"
    batch = import_file(path, kind="stage-history", by=maven, asked=None, process="Loan offers")
    assert (batch.rows, batch.created, batch.made["deal"]) == (31_244, 31_244, 5_015)
    moves = StageMove.objects.filter(workspace=maven.workspace)
    by_stage = dict(moves.values_list("to_stage__name").annotate(Count("pk")))
    assert (by_stage["O_SENT"], by_stage["O_ACCEPTED"], moves.count()) == (7_030, 2_243, 31_244)
    outcomes = dict(deals_of(maven).values_list("stage__name").annotate(Count("pk")))
    assert sum(outcomes.values()) == 5_015
    again = import_file(path, kind="stage-history", by=maven, asked={}, process="Loan offers")
    assert (again.created, again.updated, again.skipped) == (0, 0, 31_244)


@pytest.mark.parametrize(
    ("name", "rows", "example"),
    [
        ("companies_se_cp1252_semicolon.csv", 100, "Östernäs Måleri & Entreprenad Aktiebolag"),
        ("companies_se_utf8sig_semicolon.csv", 100, "Örestads Måleri Aktiebolag"),
        ("companies_no_iso8859-1_semicolon.csv", 26, "STATENS LÅNEKASSE FOR UTDANNING"),
        ("companies_pl_cp1250_semicolon.csv", 69, "Polkomtel Sp. z o.o."),
        ("companies_pl_utf8_semicolon.csv", 69, "T-MOBILE POLSKA S.A."),
    ],
)
def test_companies_of_three_countries(data_folder, maven, name, rows, example):
    batch = bring(data_folder / "companies" / name, "companies", maven)
    companies = Company.objects.filter(workspace=maven.workspace)
    assert (batch.created, batch.rejected, companies.count()) == (rows, 0, rows)
    assert companies.filter(name=example).exists()
