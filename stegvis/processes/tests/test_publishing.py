"""Changing a process: words are mended where they stand, a new structure is a new version with a mapping."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.processes.drafts import CriterionDraft, StageDraft, TaskDraft, draft_of, fingerprint
from stegvis.processes.models import BuyerPhase, StageMapping
from stegvis.processes.operations.adopting import adopt_template
from stegvis.processes.operations.arranging import archive_process, order_processes, rename_process
from stegvis.processes.operations.publishing import publish_version
from stegvis.testing.builders import make_criterion, make_process, stage_of
from stegvis.workspaces.models import FieldChange


def draft(process) -> list[StageDraft]:
    return draft_of(process.current)


def names(process) -> list[str]:
    return [stage.name for stage in process.current.stages.all()]


def test_a_draft_of_what_is_there_changes_nothing(mia, workspace):
    process = adopt_template(workspace, "simple-b2b", by=mia, language="en")
    publication = publish_version(process, draft(process), by=mia)
    assert (publication.is_new, process.current.number, process.versions.count()) == (False, 1, 1)


def test_wording_days_and_chances_are_mended_in_the_version(mia, process):
    stages = draft(process)
    before = stage_of(process, "Lead")
    stages[0] = replace(stages[0], name="New lead", definition="They answered", expected_days=7, probability=8)
    publication = publish_version(process, stages, by=mia)
    after = stage_of(process, "New lead")
    assert (publication.is_new, process.versions.count(), after.pk, after.lineage) == (
        False,
        1,
        before.pk,
        before.lineage,
    )
    assert (after.definition, after.expected_days, after.probability) == ("They answered", 7, 8)
    assert publication.retimed == (after,)


def test_criteria_are_added_mended_and_reordered_in_the_version(mia, process):
    known = make_criterion(stage_of(process, "Lead"), "Budget named")
    stages = draft(process)
    kept = replace(stages[0].criteria[0], text="Budget named in writing", hard=True)
    stages[0] = replace(stages[0], criteria=(CriterionDraft("A meeting took place", evidence_kind="meeting"), kept))
    assert not publish_version(process, stages, by=mia).is_new
    first, second = stage_of(process, "Lead").exit_criteria.all()
    assert (first.text, first.evidence_kind, second.text, second.hard) == (
        "A meeting took place",
        "meeting",
        "Budget named in writing",
        True,
    )
    assert (second.pk, second.lineage) == (known.pk, known.lineage)


def test_a_criterion_that_goes_stays_in_the_old_version(mia, process):
    known = make_criterion(stage_of(process, "Lead"))
    stages = draft(process)
    stages[0] = replace(stages[0], criteria=())
    assert publish_version(process, stages, by=mia).is_new
    known.refresh_from_db()
    assert not stage_of(process, "Lead").exit_criteria.exists()


def test_tasks_come_and_go_in_the_version(mia, process):
    stages = draft(process)
    stages[1] = replace(stages[1], tasks=(TaskDraft("Call", "call", 2, "Mornings"), TaskDraft("Write")))
    publish_version(process, stages, by=mia)
    stages = draft(process)
    assert stages[1].tasks == (TaskDraft("Call", "call", 2, "Mornings"), TaskDraft("Write"))
    stages[1] = replace(stages[1], tasks=stages[1].tasks[1:])
    assert not publish_version(process, stages, by=mia).is_new
    assert draft(process)[1].tasks == (TaskDraft("Write"),)


def test_a_new_stage_is_a_new_version_and_old_ones_keep_their_lineage(mia, process):
    make_criterion(stage_of(process, "Lead"))
    before = {stage.name: stage.lineage for stage in process.current.stages.all()}
    stages = draft(process)
    stages.insert(1, StageDraft("Contacted", expected_days=4, probability=15))
    publication = publish_version(process, stages, by=mia)
    assert (publication.is_new, process.current.number, process.current.published_by) == (True, 2, mia)
    assert names(process)[:3] == ["Lead", "Contacted", "Qualified"]
    after = {stage.name: stage.lineage for stage in process.current.stages.all()}
    assert {name: after[name] for name in before} == before
    assert stage_of(process, "Lead").exit_criteria.get().text == "They told us the budget"


def test_every_stage_is_mapped(mia, process):
    before = list(process.current.stages.all())
    stages = [stage for stage in draft(process) if stage.name != "Qualified"]
    publish_version(process, stages, by=mia, mapping={before[1].pk: 1})
    went = {one.before_id: one.after.name for one in StageMapping.objects.filter(workspace=process.workspace)}
    assert went[before[1].pk] == "Proposal made"
    assert {stage.name: went[stage.pk] for stage in before if stage.name != "Qualified"} == {
        stage.name: stage.name for stage in before if stage.name != "Qualified"
    }


def test_without_a_word_deals_go_to_the_stage_before(mia, process):
    gone = stage_of(process, "Proposal made")
    publish_version(process, [one for one in draft(process) if one.name != "Proposal made"], by=mia)
    assert StageMapping.objects.get(workspace=process.workspace, before=gone).after.name == "Qualified"


def test_the_first_stages_deals_go_to_the_next(mia, process):
    gone = stage_of(process, "Lead")
    publish_version(process, draft(process)[1:], by=mia)
    assert StageMapping.objects.get(workspace=process.workspace, before=gone).after.name == "Qualified"


def test_an_occupied_stage_goes_only_with_a_word(mia, process):
    gone = stage_of(process, "Qualified")
    rest = [one for one in draft(process) if one.name != "Qualified"]
    with pytest.raises(Refused, match="Say where the deals in “Qualified” go"):
        publish_version(process, rest, by=mia, occupied={gone.pk})
    assert process.versions.count() == 1


@pytest.mark.parametrize("place", [2, 3, -1, 99])
def test_a_mapping_never_decides_a_deal(place, mia, process):
    """Places 2 and 3 are won and lost."""
    gone = stage_of(process, "Qualified")
    rest = [one for one in draft(process) if one.name != "Qualified"]
    with pytest.raises(Refused, match="cannot go there"):
        publish_version(process, rest, by=mia, mapping={gone.pk: place})


def test_order_and_kind_are_structure(mia, process):
    stages = draft(process)
    stages[0], stages[1] = stages[1], stages[0]
    assert publish_version(process, stages, by=mia).is_new
    assert names(process)[:2] == ["Qualified", "Lead"]
    stages = draft(process)
    stages[2] = replace(stages[2], kind="parked")
    assert publish_version(process, stages, by=mia).is_new
    assert stage_of(process, "Proposal made").kind == "parked"


def test_a_stage_that_changes_sides_is_another_stage(mia, process):
    before = stage_of(process, "Qualified")
    make_criterion(before)
    stages = draft(process)
    stages[1] = replace(stages[1], kind="won")
    publish_version(process, stages, by=mia)
    after = stage_of(process, "Qualified")
    assert (after.kind, after.lineage == before.lineage) == ("won", False)
    assert after.exit_criteria.get().lineage != before.exit_criteria.get().lineage
    assert StageMapping.objects.get(workspace=process.workspace, before=before).after.name == "Lead"


def test_the_second_editor_is_told_and_nothing_is_overwritten(mia, owen, process):
    hers, seen = draft(process), fingerprint(process, draft(process))
    owens = draft(process)
    owens[0] = replace(owens[0], name="Owen's lead")
    publish_version(process, owens, by=owen, seen=seen)
    hers[0] = replace(hers[0], name="Mia's lead")
    with pytest.raises(ChangedMeanwhile, match="Owen changed this process"):
        publish_version(process, hers, by=mia, seen=seen)
    assert names(process)[0] == "Owen's lead"


def test_who_changed_what_is_kept(mia, process):
    stages = draft(process)
    stages[0] = replace(stages[0], name="First talk")
    publish_version(process, stages[:1] + stages[2:], by=mia)
    change = FieldChange.objects.get(workspace=process.workspace, kind="process")
    assert (change.before, change.after, change.by) == ("Qualified", "First talk", mia)


BAD = {
    "no won stage": lambda s: [one for one in s if one.kind != "won"],
    "no lost stage": lambda s: [one for one in s if one.kind != "lost"],
    "no open stage": lambda s: [one for one in s if one.kind != "open"],
    "nothing": lambda s: [],
    "no name": lambda s: [replace(s[0], name="  "), *s[1:]],
    "long name": lambda s: [replace(s[0], name="x" * 201), *s[1:]],
    "two alike": lambda s: [replace(s[0], name="qualified"), *s[1:]],
    "unknown kind": lambda s: [replace(s[0], kind="maybe"), *s[1:]],
    "foreign phase": lambda s: [replace(s[0], buyer_phase=-1), *s[1:]],
    "no days": lambda s: [replace(s[0], expected_days=0), *s[1:]],
    "too many days": lambda s: [replace(s[0], expected_days=10**9), *s[1:]],
    "chance above all": lambda s: [replace(s[0], probability=101), *s[1:]],
    "empty criterion": lambda s: [replace(s[0], criteria=(CriterionDraft(" "),)), *s[1:]],
    "odd evidence": lambda s: [replace(s[0], criteria=(CriterionDraft("a", evidence_kind="song"),)), *s[1:]],
    "foreign criterion": lambda s: [replace(s[0], criteria=(CriterionDraft("a", lineage="b"),)), *s[1:]],
    "empty task": lambda s: [replace(s[0], tasks=(TaskDraft(""),)), *s[1:]],
    "odd task": lambda s: [replace(s[0], tasks=(TaskDraft("a", kind="dance"),)), *s[1:]],
    "late task": lambda s: [replace(s[0], tasks=(TaskDraft("a", due_days=-1),)), *s[1:]],
    "foreign stage": lambda s: [replace(s[0], lineage="0" * 32), *s[1:]],
    "a stage twice": lambda s: [s[0], replace(s[0], name="again"), *s[1:]],
    "too many": lambda s: [*(StageDraft(f"S{n}") for n in range(40)), *s],
}


@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD.keys())
def test_nonsense_is_refused_and_changes_nothing(spoil, mia, process):
    before = draft(process)
    with pytest.raises(Refused):
        publish_version(process, spoil(before), by=mia)
    assert (draft(process), process.versions.count()) == (before, 1)


def test_another_process_phase_is_refused(mia, process, workspace):
    other = adopt_template(workspace, "simple-b2b", by=mia, language="en")
    foreign = BuyerPhase.objects.filter(workspace=workspace, process=other).first()
    stages = draft(process)
    with pytest.raises(Refused, match="buyer phase of another process"):
        publish_version(process, [replace(stages[0], buyer_phase=foreign.pk), *stages[1:]], by=mia)


def test_only_who_may_change_processes_changes_one(alice, vera, charlie, mia, process, workspace):
    for member in (alice, vera, charlie):
        for act in (
            lambda by: publish_version(process, draft(process)[1:], by=by),
            lambda by: rename_process(process, "Mine", by=by),
            lambda by: archive_process(process, by=by),
            lambda by: order_processes(workspace, [process.pk], by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(member)
    process.refresh_from_db()
    assert (process.name, process.archived_at, process.versions.count()) == ("New business", None, 1)


def test_a_process_is_renamed_but_not_like_another(mia, process, workspace):
    make_process(workspace, "Renewals")
    rename_process(process, " Direct sales ", by=mia, summary="To factories")
    assert (process.name, process.summary) == ("Direct sales", "To factories")
    for bad in ("Renewals", "  ", "x" * 201):
        with pytest.raises(Refused):
            rename_process(process, bad, by=mia)


def test_an_archived_process_comes_back(mia, process):
    assert archive_process(process, by=mia).archived_at
    assert archive_process(process, by=mia, archived=False).archived_at is None


def test_processes_stand_in_the_wanted_order(mia, process, workspace, charlie):
    second, third = make_process(workspace, "B"), make_process(workspace, "C")
    foreign = make_process(charlie.workspace, "Theirs")
    ordered = order_processes(workspace, [third.pk, foreign.pk, process.pk], by=mia)
    assert [one.pk for one in ordered] == [third.pk, process.pk, second.pk]
