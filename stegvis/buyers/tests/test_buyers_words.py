"""A criterion has words for the buyer: they stand on a shared plan, and what has none falls back to its text."""

from stegvis.buyers.operations.proposing import proposed_steps
from stegvis.processes.bodies import completed
from stegvis.processes.operations.drafting import start_draft
from stegvis.processes.process_files import read_file, write_file
from stegvis.testing.builders import make_criterion, make_deal, stage_of


def test_a_plan_speaks_to_the_buyer(alice, process):
    told = make_criterion(stage_of(process, "Lead"), "The buyer named the budget")
    told.buyer_text = "Tell us which budget there is"
    told.save(update_fields=["buyer_text"])
    make_criterion(stage_of(process, "Lead"), "They asked for a proposal")
    steps = [step.text for step in proposed_steps(make_deal(alice, process=process))]
    assert steps[:2] == ["Tell us which budget there is", "They asked for a proposal"]


def test_the_words_travel_in_files_and_older_drafts_get_them(mia, process):
    told = make_criterion(stage_of(process, "Lead"))
    told.buyer_text = "Tell us which budget there is"
    told.save(update_fields=["buyer_text"])
    body = start_draft(process, by=mia).body
    again = read_file(write_file(body, "en").encode(), "en")
    assert again["stages"][0]["criteria"][0]["buyer_text"] == "Tell us which budget there is"
    del body["stages"][0]["criteria"][0]["buyer_text"]
    assert completed(body)["stages"][0]["criteria"][0]["buyer_text"] == ""
