"""A draft begins as the process is, and a proposal is a process that does not run yet."""

import pytest
from django.core.exceptions import PermissionDenied

from stegvis.core.errors import Refused
from stegvis.processes.bodies import drafts_in
from stegvis.processes.drafts import BranchDraft, CriterionDraft, StageDraft, draft_of
from stegvis.processes.models import Process
from stegvis.processes.operations.adopting import adopt_template
from stegvis.processes.operations.drafting import propose_draft, start_draft
from stegvis.processes.operations.publishing import publish_version
from stegvis.processes.queries import processes_of


def test_a_draft_of_an_adopted_process_wants_what_is_there(mia, workspace):
    process = adopt_template(workspace, "simple-b2b", by=mia, language="pl")
    draft = start_draft(process, by=mia)
    phases = {phase.key: phase.pk for phase in process.buyer_phases.all()}
    assert drafts_in(draft.body, phases) == draft_of(process.current)
    assert (draft.based_on, start_draft(process, by=mia)) == (process.current, draft)
    contacted = draft.body["stages"][1]
    assert contacted["branches"][0]["wake_days"] == 90


def test_a_seller_begins_no_draft(alice, process):
    with pytest.raises(PermissionDenied):
        start_draft(process, by=alice)


def test_a_proposal_is_no_process_that_runs(mia, workspace):
    told = CriterionDraft("They named a budget", sources=("Alice: “they said 40,000”",))
    stages = [StageDraft("Asked", key="a", criteria=(told,)), StageDraft("Resting", "parked", key="b")]
    stages[0] = StageDraft("Asked", key="a", criteria=(told,), branches=(BranchDraft("Later", "b", 30),))
    draft = propose_draft(workspace, "How we sell", stages, by=mia, phases=["researching"])
    first, second = draft.body["stages"]
    assert (draft.process.current, processes_of(mia)) == (None, [])
    assert (first["buyer_phase"], first["criteria"][0]["sources"]) == ("researching", ["Alice: “they said 40,000”"])
    assert first["branches"][0]["to"] == second["key"] != "b"
    again = propose_draft(workspace, "How we sell", stages, by=mia)
    assert Process.objects.get(workspace=workspace, pk=again.process_id).name == "How we sell 2"


def test_branches_are_published_mended_and_led_to_the_new_version(mia, workspace):
    process = adopt_template(workspace, "simple-b2b", by=mia, language="en")
    stages = draft_of(process.current)
    wide = StageDraft("Referral", "after_won", key="new", branches=(BranchDraft("Asks again", stages[0].key),))
    assert publish_version(process, [*stages, wide], by=mia).is_new
    made = process.current.stages.get(name="Referral").branches.get()
    assert made.to == process.current.stages.get(name=stages[0].name)
    kept = process.current.stages.get(name="Contacted").branches.get()
    assert (kept.to.version, kept.wake_days) == (process.current, 90)


def test_a_branch_that_leads_nowhere_is_refused(mia, process):
    stages = draft_of(process.current)
    lost = StageDraft("Lost twice", "lost", branches=(BranchDraft("Again", "nowhere"),))
    with pytest.raises(Refused, match="leads nowhere"):
        publish_version(process, [*stages, lost], by=mia)
