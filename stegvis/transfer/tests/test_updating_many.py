"""Updates by a file: all rows of a chunk together, with the history that single edits would have kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stegvis.deals.models import Deal
from stegvis.people.models import Company
from stegvis.transfer.operations.undoing import undo_import
from stegvis.transfer.tests.importing import bring, deal_called, figures, path_of
from stegvis.workspaces.models import FieldChange

pytestmark = pytest.mark.django_db
HEAD = "Deal ID,Deal title,Company,Owner,Value,Stage,Created,Date entered Qualified"


def rows(value: int, stage: str, count: int, company: str = "Ekhamra") -> str:
    entered = "2026-02-01" if stage == "Qualified" else ""
    lines = (
        f"D{n},Deal {n},{company} {n} AB,Ann {n % 3},{value + n},{stage},2026-01-01,{entered}" for n in range(count)
    )
    return "\n".join([HEAD, *lines])


def test_history_tells_what_changed_by_name(tmp_path, owen, process):
    bring(tmp_path, "deals", rows(100, "Lead", 3), by=owen)
    batch = bring(tmp_path, "deals", rows(200, "Lead", 3, "Norrgate"), by=owen, duplicates="update")
    assert figures(batch) == (0, 3, 0, 0)
    deal = deal_called(batch, "D1")
    changes = FieldChange.objects.filter(workspace=owen.workspace, kind="deal", record_id=deal.pk).order_by("field")
    told = list(changes.values_list("field", "before", "after", "automation"))
    assert told == [("amount", "101.00", "201.00", "import"), ("company", "Ekhamra 1 AB", "Norrgate 1 AB", "import")]
    assert (deal.company.name, deal.amount) == ("Norrgate 1 AB", 201)


def test_paths_grow_together_and_an_undo_cuts_them_again(tmp_path, owen, process):
    bring(tmp_path, "deals", rows(100, "Lead", 3), by=owen)
    batch = bring(tmp_path, "deals", rows(150, "Qualified", 3), by=owen, duplicates="update")
    deal = deal_called(batch, "D2")
    assert [stage for stage, _day in path_of(deal)] == ["Lead", "Qualified"]
    visits = list(deal.visits.values_list("sequence", "stage__name", "next_stage__name"))
    assert visits == [(1, "Lead", "Qualified"), (2, "Qualified", None)]
    undo_import(batch, by=owen)
    deal = deal_called(batch, "D2")
    assert (deal.stage.name, deal.amount, len(path_of(deal))) == ("Lead", 102, 1)


def test_two_rows_about_one_deal_are_taken_one_after_the_other(tmp_path, owen, process):
    bring(tmp_path, "deals", rows(100, "Lead", 1), by=owen)
    text = "Deal title,Company,Value,Stage\nDeal 0,Ekhamra 0 AB,300,Lead\nDeal 0,Ekhamra 0 AB,400,Lead"
    batch = bring(tmp_path, "deals", text, by=owen, duplicates="update", match=["name"])
    assert figures(batch) == (0, 2, 0, 0)
    changes = FieldChange.objects.filter(workspace=owen.workspace, field="amount").order_by("id")
    assert list(changes.values_list("before", "after")) == [("100.00", "300.00"), ("300.00", "400.00")]


@pytest.mark.parametrize("stage", ["Lead", "Qualified"])
def test_more_rows_do_not_take_more_queries(tmp_path, owen, process, stage):
    bring(tmp_path, "deals", rows(100, "Lead", 40), by=owen)
    counts = []
    for value, count in ((200, 10), (300, 40)):
        with CaptureQueriesContext(connection) as captured:
            bring(tmp_path, "deals", rows(value, stage, count), by=owen, duplicates="update")
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 5
    assert Deal.objects.filter(workspace=owen.workspace, amount__gte=300).count() == 40


def test_people_and_companies_are_updated_with_their_keys(tmp_path, owen):
    bring(tmp_path, "companies", "Number,Name,Phone\nC1,Ekhamra AB,\nC2,Norrgate AB,", by=owen)
    text = "Number,Name,Phone\nC1,Ekhamra Plåt AB,+46 8 123 45 67\nC2,Norrgate AB,"
    batch = bring(tmp_path, "companies", text, by=owen, duplicates="update")
    assert figures(batch) == (0, 1, 1, 0)
    company = Company.objects.get(workspace=owen.workspace, external_id="C1")
    assert (company.name, company.name_key, company.contact_points.count()) == ("Ekhamra Plåt AB", "ekhamra plat ab", 1)
