"""The designer remarks on what strikes it, says why, and offers an act that mends it."""

import pytest

from stegvis.processes.acts import Act, perform
from stegvis.processes.bodies import body_of, stage_rows
from stegvis.processes.drafts import BranchDraft, CriterionDraft, StageDraft
from stegvis.processes.operations.adopting import adopt_template
from stegvis.processes.operations.drafting import body_of_version, default_journey
from stegvis.processes.remarks import remarks
from stegvis.processes.tests.test_catalogue import SHIPPED

ENDS = (
    StageDraft("Won", "won", definition="The buyer signed"),
    StageDraft("Lost", "lost", definition="The buyer said no"),
)
ASK = (CriterionDraft("The buyer asked for a price", evidence_kind="buyer"),)


def body(*stages, phases=()):
    rows = stage_rows(stages, [*phases, *[None] * (len(stages) - len(phases))])
    return body_of("New", "", default_journey("en"), rows)


def open_stage(name: str, **facts) -> StageDraft:
    return StageDraft(
        name, definition=facts.pop("definition", "The buyer says so"), criteria=facts.pop("criteria", ASK)
    )


def kinds(of) -> list[str]:
    return [one.kind for one in remarks(of)]


BARE = StageDraft("Lead")
MANY = [open_stage(f"Step {n}", criteria=(CriterionDraft(f"They said {n}", evidence_kind="mail"),)) for n in range(8)]
CASES = {
    "many": body(*MANY, *ENDS),
    "few": body(open_stage("Asked"), *ENDS),
    "undefined": body(BARE, *ENDS, phases=["researching"]),
    "evidence": body(open_stage("Asked", criteria=(CriterionDraft("Sent"),)), *ENDS, phases=["defining"]),
    "naming": body(open_stage("Qualifying", definition="We asked our questions"), *ENDS, phases=["defining"]),
    "dead-end": body(open_stage("Asked"), *ENDS),
    "no-way-back": body(open_stage("Asked"), *ENDS, StageDraft("Fridge", "parked", definition="Sleeps")),
    "after-won": body(open_stage("Asked"), *ENDS),
    "twins": body(open_stage("Asked"), open_stage("Wants it"), *ENDS, phases=["defining", "defining"]),
}


@pytest.mark.parametrize("kind", CASES)
def test_what_it_offers_mends_what_it_says(kind):
    before = CASES[kind]
    found = next(one for one in remarks(before) if one.kind == kind)
    assert all((found.title, found.why, found.words, found.fix))
    after, _told = perform(before, found.fix)
    if kind != "few":
        assert found.key not in [one.key for one in remarks(after)]
    left, _told = perform(before, Act("leave", found.key, found.place))
    assert found.key not in [one.key for one in remarks(left)]


@pytest.mark.parametrize("language", ["en", "sv", "nb", "pl"])
def test_ready_made_processes_give_little_to_remark_on(mia, workspace, language):
    said = {}
    for key in sorted(SHIPPED):
        process = adopt_template(workspace, key, by=mia, language=language)
        said[key] = [(one.kind, one.title) for one in remarks(body_of_version(process, process.current))]
    assert all(len(found) <= 2 for found in said.values()), said


def test_a_whole_process_is_left_alone():
    fridge = StageDraft("Fridge", "parked", key="f", definition="Sleeps", branches=(BranchDraft("Day", "a"),))
    stages = [
        StageDraft(f"Step {n}", definition="The buyer", key="abc"[n], criteria=MANY[n].criteria) for n in range(3)
    ]
    after = [StageDraft("Care", "after_won", definition="Uses it"), StageDraft("Back", "after_lost", definition="Gone")]
    assert kinds(body(*stages, *ENDS, fridge, *after)) == []
