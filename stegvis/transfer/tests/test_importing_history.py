"""Stage history: one row an event, in whatever order a log has them."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.deals.models import Deal, StageMove
from stegvis.transfer.operations.importing import run_import
from stegvis.transfer.operations.preparing import prepare_import
from stegvis.transfer.operations.receiving import receive_file
from stegvis.transfer.tests.importing import bring, deal_called, figures, path_of

HEAD = "Case ID,Activity,Timestamp,Resource,Amount"
EVENTS = """
    Case ID,Activity,Timestamp,Resource,Amount
    C1,Offer created,2017-01-01T10:00:00+00:00,Alice,500
    C1,Offer sent,2017-01-02T10:00:00+00:00,Alice,500
    C1,Offer sent,2017-01-02T10:00:00+00:00,Ulf,500
    C2,Offer created,2017-01-03T10:00:00+00:00,,900
    C1,Offer accepted,2017-01-09T10:00:00+00:00,Ulf,500
"""


def test_a_log_becomes_deals_of_a_process_made_from_it(tmp_path, owen):
    batch = bring(tmp_path, "stage-history", EVENTS, by=owen, process="Offers")
    assert (figures(batch), batch.made["deal"]) == ((5, 0, 0, 0), 2)
    stages = batch.process.current.stages.values_list("name", "kind")
    assert list(stages) == [("Offer created", "open"), ("Offer sent", "open"), ("Offer accepted", "won")]


def test_scattered_events_of_a_case_are_one_path_and_repeats_are_moves(tmp_path, owen, alice):
    batch = bring(tmp_path, "stage-history", EVENTS, by=owen, process="Offers")
    deal = deal_called(batch, "C1")
    assert [stage for stage, _ in path_of(deal)] == ["Offer created", "Offer sent", "Offer sent", "Offer accepted"]
    assert (deal.status, deal.amount, deal.owner.name) == ("won", 500, "Ulf")
    assert [move.by.name for move in deal.moves.all()] == ["Alice", "Alice", "Ulf", "Ulf"]
    assert deal.moves.first().by == alice


def test_the_same_log_again_creates_nothing(tmp_path, owen):
    bring(tmp_path, "stage-history", EVENTS, by=owen, process="Offers")
    again = bring(tmp_path, "stage-history", EVENTS, by=owen, process="Offers")
    assert figures(again) == (0, 0, 5, 0)
    assert StageMove.objects.filter(workspace=owen.workspace).count() == 5


def test_a_grown_log_brings_only_what_is_new(tmp_path, owen):
    bring(tmp_path, "stage-history", EVENTS, by=owen, process="Offers")
    grown = EVENTS.rstrip() + "\nC2,Offer cancelled,2017-02-01T10:00:00+00:00,Ulf,900"
    batch = bring(tmp_path, "stage-history", grown, by=owen, process="Offers", stages={"Offer cancelled": "Offer sent"})
    assert figures(batch) == (0, 1, 5, 0)
    assert path_of(deal_called(batch, "C2"))[-1] == ("Offer sent", "2017-02-01")


def test_history_is_not_rewritten(tmp_path, owen):
    bring(tmp_path, "stage-history", EVENTS, by=owen, process="Offers")
    early = f"{HEAD}\nC1,Offer created,2016-06-01T10:00:00+00:00,Alice,500"
    batch = bring(tmp_path, "stage-history", early, by=owen, process="Offers")
    assert (figures(batch), batch.reasons) == ((0, 0, 0, 1), {"earlier_than_history": 1})


def test_a_log_with_the_newest_first_is_read_from_below(tmp_path, owen):
    lines = EVENTS.strip().splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])])
    deal = deal_called(bring(tmp_path, "stage-history", turned, by=owen, process="Offers"), "C1")
    assert [stage for stage, _ in path_of(deal)] == ["Offer created", "Offer sent", "Offer sent", "Offer accepted"]
    assert [move.by.name for move in deal.moves.all()] == ["Alice", "Alice", "Ulf", "Ulf"]


def test_events_without_case_or_stage_are_rejected(tmp_path, owen):
    text = f"{HEAD}\nC1,Offer sent,2017-01-02,Alice,5\n,Offer sent,2017-01-02,Alice,5\nC3,,2017-01-02,Alice,5"
    batch = bring(tmp_path, "stage-history", text, by=owen, process="Offers")
    assert batch.reasons == {"missing_case": 1, "missing_stage": 1}


def test_the_scratch_file_is_gone_afterwards(tmp_path, owen):
    from stegvis.transfer.operations.receiving import folder

    bring(tmp_path, "stage-history", EVENTS, by=owen, process="Offers")
    assert not list(folder().glob("*.events"))


def everything(workspace) -> list:
    """All moves by case, as an import of any chunk size must leave them."""
    moves = StageMove.objects.filter(workspace=workspace).order_by("deal__external_id", "sequence")
    return list(moves.values_list("deal__external_id", "sequence", "to_stage__name", "at", "by__name"))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chunk=st.integers(1, 12), seed=st.integers(0, 99))
def test_neither_chunk_size_nor_the_order_of_cases_matters(owen, chunk, seed):
    lines = [f"C{n % 4},Stage {n % 3},2017-01-{1 + n // 4:02}T10:00:00+00:00,Alice,{n}" for n in range(24)]
    by_case = [[line for line in lines if line.startswith(f"C{case},")] for case in range(4)]
    random.Random(seed).shuffle(by_case)
    found = []
    for rows, size in ((lines, 1000), ([line for case in by_case for line in case], chunk)):
        Deal.objects.filter(workspace=owen.workspace).update(external_id="")
        text = "\n".join([HEAD, *rows]).encode()
        batch = receive_file([text], name="log.csv", kind="stage-history", by=owen)
        prepare_import(batch, {}, by=batch.by, process="Offers")
        run_import(batch, chunk_rows=size)
        found.append([one for one in everything(owen.workspace) if one[0]])
    assert found[0] == found[1]
