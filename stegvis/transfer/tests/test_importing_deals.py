"""Deals from a file: their facts, their path as far as it is told, and what happens when the file comes again."""

import pytest
from django.core.exceptions import PermissionDenied

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal, Product
from stegvis.people.models import Company
from stegvis.testing.builders import make_company, make_deal, stage_of
from stegvis.transfer.models import RejectedRow, State
from stegvis.transfer.tests.importing import bring, deal_called, figures, path_of
from stegvis.workspaces.models import Member

FILE = """
    Deal ID,Title,Company,Stage,Value,Owner,Date entered Lead,Date entered Qualified,Close date
    D1,Load control,Ekhamra AB,Qualified,1000,Alice,2017-03-01,2017-03-05,
    D2,Gauges,Ekhamra AB,Won,2500,Bertil Ek,2017-03-02,,2017-04-01
    D3,Spares,,Lead,,,,,
"""


@pytest.fixture(autouse=True)
def in_utc(workspace, process):
    """Days begin at midnight in the workspace's zone: here the same as in the database."""
    workspace.time_zone = "UTC"
    workspace.save()


def test_facts_and_path_come_in(tmp_path, owen, alice):
    batch = bring(tmp_path, "deals", FILE, by=owen)
    assert (batch.state, figures(batch)) == (State.DONE, (3, 0, 0, 0))
    first, second = deal_called(batch, "D1"), deal_called(batch, "D2")
    assert (first.title, first.amount, first.owner, first.company.name) == ("Load control", 1000, alice, "Ekhamra AB")
    assert path_of(first) == [("Lead", "2017-03-01"), ("Qualified", "2017-03-05")]
    assert path_of(second) == [("Lead", "2017-03-02"), ("Won", "2017-04-01")]
    assert (second.status, second.closed_at.date().isoformat()) == ("won", "2017-04-01")
    assert Company.objects.filter(workspace=owen.workspace).count() == 1


def test_an_unknown_seller_becomes_an_inactive_member_without_user(tmp_path, owen, alice):
    batch = bring(tmp_path, "deals", FILE, by=owen)
    seller = deal_called(batch, "D2").owner
    assert (seller.name, seller.active, seller.user) == ("Bertil Ek", False, None)
    assert Member.objects.filter(workspace=owen.workspace, name="Alice").count() == 1


def test_a_time_that_is_not_told_is_not_the_day_of_the_import(tmp_path, owen):
    deal = deal_called(bring(tmp_path, "deals", FILE, by=owen), "D3")
    assert (path_of(deal), deal.entered_at, deal.stale_at) == ([("Lead", None)], None, None)


@pytest.mark.parametrize("duplicates", ["skip", "update"])
def test_the_same_file_again_changes_nothing(tmp_path, owen, duplicates):
    bring(tmp_path, "deals", FILE, by=owen)
    again = bring(tmp_path, "deals", FILE, by=owen, duplicates=duplicates)
    assert figures(again) == (0, 0, 3, 0)
    assert Deal.objects.filter(workspace=owen.workspace).count() == 3


def test_an_update_changes_what_differs_and_goes_on_with_the_path(tmp_path, owen):
    bring(tmp_path, "deals", FILE, by=owen)
    later = """
        Deal ID,Title,Stage,Value,Close date
        D1,Load control,Won,1200,2017-05-01
    """
    batch = bring(tmp_path, "deals", later, by=owen, duplicates="update")
    deal = deal_called(batch, "D1")
    assert figures(batch) == (0, 1, 0, 0)
    assert (deal.amount, deal.status, path_of(deal)[-1]) == (1200, "won", ("Won", "2017-05-01"))
    assert deal.company.name == "Ekhamra AB"


def test_rows_that_make_no_sense_are_rejected_with_reason_and_the_others_taken(tmp_path, owen):
    file = """
        Deal ID,Title,Stage,Value,Close date
        D1,Good,Won,1000,2017-03-01
        D2,Bad day,Won,1000,2017-02-30
        D3,Bad amount,Won,much,2017-03-01
    """
    batch = bring(tmp_path, "deals", file, by=owen, columns={"Deal ID": "external_id", "Title": "title",
        "Stage": "stage", "Value": "value", "Close date": "closed_at"})  # fmt: skip
    assert figures(batch) == (1, 0, 0, 2)
    assert batch.reasons == {"no_such_date": 1, "not_a_number": 1}
    rows = RejectedRow.objects.filter(workspace=owen.workspace).order_by("row").values_list("row", "column", "value")
    assert list(rows) == [(3, "Close date", "2017-02-30"), (4, "Value", "much")]


def test_a_product_is_found_whatever_its_blanks(tmp_path, owen):
    Product.objects.create(workspace=owen.workspace, name="GTX Pro", currency="SEK", price=4821)
    file = """
        Deal ID,Product,Stage,Value
        D1,GTXPro,Lead,4000
        D2,Unheard of,Lead,
    """
    batch = bring(tmp_path, "deals", file, by=owen)
    line = deal_called(batch, "D1").lines.get()
    assert (line.product.name, line.price, deal_called(batch, "D1").title) == ("GTX Pro", 4000, "GTX Pro · D1")
    assert deal_called(batch, "D2").lines.get().product.price is None


def test_won_in_a_status_column_wins_the_deal_in_its_stage(tmp_path, owen):
    file = """
        Deal ID,Title,Stage,Status,Won time
        D1,Pump,Proposal made,Won,2017-06-01
        D2,Valve,Proposal made,Open,
    """
    batch = bring(tmp_path, "deals", file, by=owen)
    assert path_of(deal_called(batch, "D1")) == [("Proposal made", None), ("Won", "2017-06-01")]
    assert deal_called(batch, "D2").status == "open"


def test_a_closing_date_of_an_open_deal_is_when_it_is_expected(tmp_path, owen):
    file = """
        Deal ID,Title,Stage,Close date
        D1,Pump,Lead,2027-06-01
    """
    deal = deal_called(bring(tmp_path, "deals", file, by=owen), "D1")
    assert (deal.expected_close.isoformat(), deal.closed_at) == ("2027-06-01", None)


def test_what_claims_to_be_later_than_the_decision_has_no_time(tmp_path, owen):
    file = """
        Deal ID,Title,Stage,Date entered Lead,Date entered Qualified,Close date
        D1,Pump,Won,2017-01-01,2017-09-09,2017-02-02
    """
    deal = deal_called(bring(tmp_path, "deals", file, by=owen), "D1")
    assert path_of(deal) == [("Lead", "2017-01-01"), ("Qualified", None), ("Won", "2017-02-02")]


def test_american_dates_give_the_same_deals(tmp_path, owen):
    file = """
        Deal ID,Title,Stage,Close date
        D1,Pump,Won,3/1/2017
        D2,Valve,Won,12/31/2017
    """
    batch = bring(tmp_path, "deals", file, by=owen)
    assert [deal_called(batch, number).closed_at.date().isoformat() for number in ("D1", "D2")] == [
        "2017-03-01",
        "2017-12-31",
    ]


def test_a_factor_turns_thousands_into_units(tmp_path, owen):
    columns = {"Deal ID": "external_id", "Title": "title", "Value": {"field": "value", "factor": 1000}}
    batch = bring(tmp_path, "deals", "Deal ID,Title,Value\nD1,Pump,1.5", by=owen, columns=columns)
    assert deal_called(batch, "D1").amount == 1500


def test_without_a_process_one_is_made_of_the_stages(tmp_path, owen):
    batch = bring(tmp_path, "deals", FILE, by=owen, process="Years before")
    kinds = dict(batch.process.current.stages.values_list("name", "kind"))
    assert kinds == {"Qualified": "open", "Won": "won", "Lead": "open"}


def test_by_title_two_of_one_file_are_two_and_those_of_before_are_known(tmp_path, owen, process):
    company = make_company(owen, "Ekhamra AB")
    make_deal(owen, "Renewal", process=process, company=company)
    file = """
        Title,Company,Stage
        Renewal,Ekhamra AB,Lead
        Other,Ekhamra AB,Lead
        Other,Ekhamra AB,Lead
    """
    assert figures(bring(tmp_path, "deals", file, by=owen)) == (2, 0, 1, 0)


def test_moves_say_that_an_import_made_them(tmp_path, owen, process):
    deal = deal_called(bring(tmp_path, "deals", FILE, by=owen), "D1")
    assert {(move.automation, move.by, move.evidence_unknown) for move in deal.moves.all()} == {("import", None, True)}
    assert deal.moves.last().from_stage == stage_of(process, "Lead")


def test_a_dry_run_tells_the_same_and_keeps_nothing(tmp_path, owen):
    from stegvis.transfer.operations.commanding import import_file
    from stegvis.transfer.operations.receiving import folder
    from stegvis.transfer.tests.importing import write

    batch = import_file(write(tmp_path, FILE), kind="deals", by=owen, asked=None, dry=True)
    assert figures(batch) == (3, 0, 0, 0)
    assert not Deal.objects.filter(workspace=owen.workspace).exists()
    assert not (folder() / batch.path).exists()


def test_sellers_and_viewers_import_nothing(tmp_path, alice, vera):
    for member in (alice, vera):
        with pytest.raises(PermissionDenied):
            bring(tmp_path, "deals", FILE, by=member)


@pytest.mark.parametrize(
    "asked",
    [
        {"columns": {"Title": "no_such_field"}},
        {"duplicates": "sometimes"},
        {"unheard": 1},
        {"columns": {"Value": {"field": "value", "factor": "0"}}},
        {"match": ["email"]},
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(tmp_path, owen, asked):
    with pytest.raises(Refused):
        bring(tmp_path, "deals", FILE, by=owen, **asked)
