"""Taking a whole import back: nothing of it stays but what people have worked on since."""

import pytest
from django.core.exceptions import PermissionDenied

from stegvis.core.append_only import Tombstone
from stegvis.deals.models import Competitor, Deal, DealTally, Product, StageMove, StageVisit
from stegvis.deals.operations.moving import move_deal
from stegvis.people.models import Company
from stegvis.processes.models import Process
from stegvis.testing.builders import make_deal, stage_of
from stegvis.transfer.models import State
from stegvis.transfer.operations.undoing import kept_records, undo_import
from stegvis.transfer.tests.importing import bring, deal_called, path_of
from stegvis.workspaces.models import Member, Tag
from stegvis.workspaces.operations.editing import edit_record

FILE = """
    Deal ID,Title,Company,Product,Stage,Value,Owner,Date entered Lead
    D1,Load control,Ekhamra AB,Gauge,Lead,1000,Bertil Ek,2017-03-01
    D2,Valves,Granfors AB,Valve,Won,2000,Bertil Ek,2017-03-01
"""


@pytest.fixture
def batch(tmp_path, owen, process):
    return bring(tmp_path, "deals", FILE, by=owen)


def test_all_that_it_made_is_gone(batch, owen):
    members = Member.objects.filter(workspace=owen.workspace).exclude(name="Bertil Ek").count()
    done = undo_import(batch, by=owen)
    assert done.state == State.UNDONE
    for model in (Deal, StageMove, StageVisit, Company, Product):
        assert not model.objects.filter(workspace=owen.workspace).exists(), model
    assert Member.objects.filter(workspace=owen.workspace).count() == members
    assert sum(tally.deals for tally in DealTally.objects.filter(workspace=owen.workspace)) == 0
    assert Tombstone.objects.filter(workspace=owen.workspace).exists()


def test_what_somebody_changed_since_stays_with_what_it_needs(batch, owen, alice):
    edit_record(deal_called(batch, "D1"), {"title": "Bigger"}, by=owen)
    undo_import(batch, by=owen)
    assert list(Deal.objects.filter(workspace=owen.workspace).values_list("title", flat=True)) == ["Bigger"]
    assert list(Company.objects.filter(workspace=owen.workspace).values_list("name", flat=True)) == ["Ekhamra AB"]
    assert {kept.kind for kept in kept_records(batch)} == {"deal", "company", "product", "member"}


def test_a_deal_that_was_moved_on_stays(batch, owen, process):
    move_deal(deal_called(batch, "D1"), stage_of(process, "Qualified"), by=owen)
    undo_import(batch, by=owen)
    assert path_of(deal_called(batch, "D1"))[-1][0] == "Qualified"


def test_a_company_that_got_a_deal_of_its_own_stays(batch, owen, alice, process):
    company = Company.objects.get(workspace=owen.workspace, name="Granfors AB")
    mine = make_deal(alice, "Mine", process=process, company=company)
    undo_import(batch, by=owen)
    mine.refresh_from_db()
    assert mine.company == company
    assert Company.objects.filter(workspace=owen.workspace).count() == 1


def test_what_an_update_changed_is_put_back_path_and_all(batch, tmp_path, owen):
    later = """
        Deal ID,Title,Stage,Value,Close date
        D1,Renamed,Won,1200,2017-05-01
    """
    update = bring(tmp_path, "deals", later, by=owen, duplicates="update")
    assert deal_called(batch, "D1").status == "won"
    undo_import(update, by=owen)
    deal = deal_called(batch, "D1")
    assert (deal.title, deal.amount, deal.status, deal.closed_at) == ("Load control", 1000, "open", None)
    assert [stage for stage, _ in path_of(deal)] == ["Lead"]
    assert deal.visits.get().left_at is None


def test_competitors_come_with_a_file_and_go_with_its_undoing(tmp_path, owen, process):
    told = """
        Deal ID,Title,Stage,Tags,Competitors,Lost to
        D1,Load control,Lost,Warm,Voltaro;Enerva,Voltaro
        D2,Valves,Lead,,Voltaro,Voltaro
    """
    first = bring(tmp_path, "deals", told, by=owen)
    later = told.replace("Voltaro;Enerva,Voltaro", "Peakwise,ENERVA")
    update = bring(tmp_path, "deals", later, by=owen, duplicates="update")

    def in_play(number):
        return {(one.competitor.name, one.won) for one in deal_called(first, number).rivals.all()}

    assert in_play("D1") == {("Voltaro", False), ("Enerva", True), ("Peakwise", False)}
    assert in_play("D2") == {("Voltaro", False)}
    undo_import(update, by=owen)
    assert in_play("D1") == {("Voltaro", True), ("Enerva", False)}
    undo_import(first, by=owen)
    for model in (Competitor, Tag):
        assert not model.with_deleted.filter(workspace=owen.workspace).exists()


def test_a_process_made_of_a_log_goes_with_its_deals(tmp_path, owen):
    log = "Case ID,Activity,Timestamp\nC1,Offer sent,2017-01-01\nC1,Offer accepted,2017-01-02"
    batch = bring(tmp_path, "stage-history", log, by=owen, process="Offers")
    undo_import(batch, by=owen)
    assert not Process.objects.filter(workspace=owen.workspace, name="Offers").exists()


def test_an_undone_import_can_be_made_again(batch, tmp_path, owen):
    undo_import(batch, by=owen)
    again = bring(tmp_path, "deals", FILE, by=owen)
    assert (again.pk != batch.pk, again.created) == (True, 2)


def test_who_may_not_import_may_not_undo(batch, alice):
    with pytest.raises(PermissionDenied):
        undo_import(batch, by=alice)
