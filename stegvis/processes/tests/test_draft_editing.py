"""A draft is changed one act at a time; acts can be taken back, and two people overwrite nothing of each other."""

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.processes.acts import VERBS, Act, perform
from stegvis.processes.bodies import body_of, drafts_in, stage_rows
from stegvis.processes.drafts import BranchDraft, CriterionDraft, StageDraft
from stegvis.processes.models import DraftStep, ProcessDraft
from stegvis.processes.operations.draft_editing import edit_draft, mark, redo_step, standing, undo_step
from stegvis.processes.operations.drafting import body_of_version, default_journey
from stegvis.processes.template_rules import KINDS
from stegvis.testing.builders import stage_of


def put(key: str, name: str, value) -> Act:
    return Act("set", key, name, {"value": value})


def small_body():
    """Two open stages with lines between them, won, lost, fridge; the lineages of the version are a to e."""
    asked = {
        "criteria": (CriterionDraft("Budget named", lineage="c1"),),
        "branches": (BranchDraft("Later", "e" * 32, 90),),
    }
    drafts = [
        StageDraft("Asked", lineage="a" * 32, expected_days=9, **asked),
        StageDraft("Offered", lineage="b" * 32, branches=(BranchDraft("Unclear", "a" * 32),)),
        StageDraft("Won", "won", lineage="c" * 32),
        StageDraft("Lost", "lost", lineage="d" * 32),
        StageDraft("Fridge", "parked", lineage="e" * 32),
    ]
    return body_of("New business", "", default_journey("en"), stage_rows(drafts, ["researching"] * 5))


def names(body) -> list[str]:
    return [row["name"] for row in body["stages"]]


def test_a_split_keeps_past_and_deals_with_the_first_part():
    body, told = perform(small_body(), Act("split_stage", "a" * 32))
    first, second = body["stages"][:2]
    assert (first["name"], second["name"], second["split_from"], second["lineage"]) == (
        "Asked",
        "Asked 2",
        "a" * 32,
        "",
    )
    assert (first["expected_days"], second["expected_days"], told.place) == (5, 4, second["key"])


def test_a_merge_takes_over_what_was_asked_and_leads_deals_there():
    body, _told = perform(small_body(), Act("merge_stage", "a" * 32, "b" * 32))
    offered = body["stages"][0]
    assert (names(body)[0], body["homes"]) == ("Offered", {"a" * 32: "b" * 32})
    assert [one["text"] for one in offered["criteria"]] == ["Budget named"]
    assert [one["text"] for one in offered["branches"]] == ["Later"]
    with pytest.raises(Refused):
        perform(body, Act("merge_stage", "b" * 32, "c" * 32))


def test_a_removed_stage_takes_the_ways_to_it_along():
    body, _told = perform(small_body(), Act("remove_stage", "a" * 32))
    assert (names(body), body["stages"][0]["branches"], body["homes"]) == (["Offered", "Won", "Lost", "Fridge"], [], {})


def test_stages_stay_in_the_order_of_their_kinds():
    body, _told = perform(small_body(), Act("move_stage", "b" * 32, "a" * 32))
    assert names(body) == ["Offered", "Asked", "Won", "Lost", "Fridge"]
    body, _told = perform(body, put("b" * 32, "kind", "parked"))
    assert names(body) == ["Asked", "Won", "Lost", "Offered", "Fridge"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", ""), ("name", "x" * 201), ("name", "a\x00b"), ("kind", "sold"), ("expected_days", "9" * 30), ("id", "1")],
)
def test_nonsense_in_a_field_is_refused_with_a_sentence(name, value):
    with pytest.raises(Refused) as refusal:
        perform(small_body(), put("a" * 32, name, value))
    assert str(refusal.value)


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "‮עברית", "🦊" * 50, "Å" * 200])
def test_names_hold_whatever_people_write(value):
    body, _told = perform(small_body(), put("a" * 32, "name", value))
    assert names(body)[0] == value


def test_the_first_act_begins_the_draft_and_can_be_undone_and_redone(mia, process):
    lead = stage_of(process, "Lead")
    draft, _told = edit_draft(process, put(lead.lineage, "name", "New lead"), by=mia, seen="Lead")
    step = standing(draft).get()
    assert (draft.body["stages"][0]["name"], draft.revision, step.by) == ("New lead", 1, mia)
    undo_step(process, step.number, by=mia)
    draft.refresh_from_db()
    assert draft.body == body_of_version(process, process.current)
    redo_step(process, step.number, by=mia)
    draft.refresh_from_db()
    assert draft.body["stages"][0]["name"] == "New lead"


def test_two_editors_overwrite_nothing(mia, owen, process):
    key = stage_of(process, "Lead").lineage
    seen = mark(body_of_version(process, process.current), key)
    edit_draft(process, put(key, "name", "Asked us"), by=owen, seen="Lead")
    with pytest.raises(ChangedMeanwhile, match="Owen wrote something else here") as clash:
        edit_draft(process, put(key, "name", "Enquiry"), by=mia, seen="Lead")
    assert (clash.value.clashes[0].theirs, clash.value.clashes[0].ours) == ("Asked us", "Enquiry")
    with pytest.raises(ChangedMeanwhile, match="Owen changed this"):
        edit_draft(process, Act("remove_stage", key), by=mia, seen=seen)
    edit_draft(process, put(key, "definition", "They asked"), by=mia, seen="")
    row = ProcessDraft.objects.get(workspace=process.workspace_id).body["stages"][0]
    assert (row["name"], row["definition"]) == ("Asked us", "They asked")


def test_nobody_takes_back_what_another_did_since(mia, owen, process):
    key = stage_of(process, "Lead").lineage
    draft, _told = edit_draft(process, put(key, "name", "One"), by=mia)
    edit_draft(process, put(key, "name", "Two"), by=owen)
    with pytest.raises(ChangedMeanwhile, match="Owen was here"):
        undo_step(process, standing(draft).first().number, by=mia)


def test_steps_are_bounded_and_an_act_after_undo_ends_redo(mia, process, monkeypatch):
    monkeypatch.setattr("stegvis.processes.operations.draft_editing.KEPT_STEPS", 3)
    key = stage_of(process, "Lead").lineage
    for number in range(6):
        draft, _told = edit_draft(process, put(key, "name", f"Name {number}"), by=mia)
    assert [step.number for step in standing(draft)] == [4, 5, 6]
    undo_step(process, 6, by=mia)
    edit_draft(process, put(key, "name", "Other"), by=mia)
    assert not DraftStep.objects.filter(workspace=process.workspace_id, undone=True).exists()


def test_a_seller_changes_no_draft(alice, charlie, process):
    for member in (alice, charlie):
        with pytest.raises(PermissionDenied):
            edit_draft(process, Act("add_stage"), by=member)
    assert not ProcessDraft.objects.filter(workspace=process.workspace_id).exists()


ACTS = st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, 99), st.integers(0, 99)), max_size=12)


def drawn(body, verb: str, one: int, two: int) -> Act:
    """An act on what happens to be there."""
    stages = [row["key"] for row in body["stages"]]
    lines = [line["key"] for row in body["stages"] for part in ("criteria", "tasks", "branches") for line in row[part]]
    phases = [row["key"] for row in body["phases"]]
    keys = stages if verb in ("set", *(name for name in VERBS if name.endswith("stage")), "add_line") else lines
    keys = phases if verb.endswith("phase") else keys
    to = (["kind", "name", "probability"] if verb == "set" else ["criteria", "tasks", "branches"])[two % 3]
    to = [*stages, "earlier", "later"][two % (len(stages) + 2)] if verb not in ("set", "add_line") else to
    value = {"kind": KINDS[one % 6], "name": f"Stage {one}", "probability": str(one)}.get(to)
    return Act(verb, keys[one % len(keys)] if keys else "", to, {"value": value})


@given(acts=ACTS)
@settings(max_examples=60, deadline=None)
def test_any_acts_keep_a_body_whole(acts):
    body = small_body()
    for verb, one, two in acts:
        before = str(body)
        try:
            after, _told = perform(body, drawn(body, verb, one, two))
        except Refused:
            continue
        assert str(body) == before
        body = after
        check(body)


def check(body) -> None:
    stages = {row["key"]: row for row in body["stages"]}
    lineages = [row["lineage"] for row in stages.values() if row["lineage"]]
    kinds = [KINDS.index(row["kind"]) for row in body["stages"]]
    assert len(stages) == len(body["stages"])
    assert len(set(lineages)) == len(lineages)
    assert kinds == sorted(kinds)
    assert not set(body["homes"]) & set(lineages)
    assert set(body["homes"].values()) <= set(stages)
    for row in stages.values():
        assert all(way["to"] in stages and way["to"] != row["key"] for way in row["branches"])
        assert row["buyer_phase"] in {"", *(phase["key"] for phase in body["phases"])}
        assert row["split_from"] != row["key"]
    assert len(drafts_in(body, {})) == len(stages)


def test_a_stage_turns_into_another_kind_and_stands_where_it_was_put():
    body, _told = perform(small_body(), Act("turn_stage", "b" * 32, "e" * 32))
    assert names(body) == ["Asked", "Won", "Lost", "Offered", "Fridge"]
    body, _told = perform(body, Act("turn_stage", "e" * 32, "open"))
    assert (names(body), body["stages"][0]["branches"][0]["wake_days"]) == (
        ["Asked", "Fridge", "Won", "Lost", "Offered"],
        None,
    )


def phased(*pairs):
    """A body of open stages, each in one of the buyer's phases."""
    drafts = [StageDraft(name, lineage=name * 32) for name, _phase in pairs]
    return body_of("New", "", default_journey("en"), stage_rows(drafts, [phase for _name, phase in pairs]))


@pytest.mark.parametrize(
    ("key", "to", "expected"),
    [
        ("a", "defining", "b:researching c:defining a:defining d:selecting"),
        ("d", "c", "a:researching b:researching d:defining c:defining"),
        ("a", "later", "b:researching a:researching c:defining d:selecting"),
        ("b", "later", "a:researching b:defining c:defining d:selecting"),
        ("c", "earlier", "a:researching b:researching c:researching d:selecting"),
        ("a", "earlier", "a:not-interested b:researching c:defining d:selecting"),
        ("a", "negotiating", "b:researching c:defining d:selecting a:negotiating"),
        ("c", "none", "a:researching b:researching c: d:selecting"),
    ],
)
def test_a_stage_lines_up_with_another_phase_and_its_place_follows(key, to, expected):
    pairs = [("a", "researching"), ("b", "researching"), ("c", "defining"), ("d", "selecting")]
    target = to * 32 if len(to) == 1 else to
    body, _told = perform(phased(*pairs), Act("align_stage", key * 32, target))
    assert " ".join(f"{row['name']}:{row['buyer_phase']}" for row in body["stages"]) == expected


def test_lines_are_added_behind_one_and_sent_before_one_of_another_stage():
    body, told = perform(small_body(), Act("add_line", "c1", "criteria", {"text": "Date named"}))
    assert [one["text"] for one in body["stages"][0]["criteria"]] == ["Budget named", "Date named"]
    body, there = perform(body, Act("add_line", "b" * 32, "criteria", {"text": "Signed"}))
    body, told = perform(body, Act("send_line", "c1", there.made))
    assert [one["text"] for one in body["stages"][1]["criteria"]] == ["Budget named", "Signed"]
    assert told.made == body["stages"][1]["criteria"][0]["key"]
