"""The shipped templates keep their own rules, and a bad file is told what is wrong where."""

import copy
import json

import pytest

from stegvis.processes.catalogue import FOLDER, default_phases, list_templates, load_template, read_template
from stegvis.processes.json_schema import mismatches
from stegvis.processes.models import ExitCriterion, StageKind, TaskTemplate
from stegvis.processes.template_rules import KINDS, LANGUAGES, BadTemplate, problems, schema

FILES = sorted(FOLDER.glob("*.json"))
SHIPPED = {
    "simple-b2b",
    "six-stage",
    "needs-led",
    "eight-stage",
    "software-startup",
    "consulting",
    "marketing-agency",
    "car-dealer",
    "regulated-finance",
    "self-service",
}


def test_all_ready_made_processes_are_there():
    assert {path.stem for path in FILES} == SHIPPED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_template_keeps_every_rule(path):
    assert problems(json.loads(path.read_text(encoding="utf-8")), path.stem, default_phases()) == []


def test_the_default_journey_has_the_shape_of_a_templates_own():
    rule = {"$defs": schema()["$defs"], "type": "array", "items": {"$ref": "#/$defs/buyerPhase"}}
    assert list(mismatches(default_phases(), rule)) == []


def test_files_and_database_know_the_same_kinds():
    known = schema()["$defs"]
    assert set(KINDS) == set(StageKind.values) == set(known["stage"]["properties"]["kind"]["enum"])
    evidence = known["exitCriterion"]["properties"]["evidence"]["enum"]
    assert set(evidence) == set(ExitCriterion.EvidenceKind.values)
    assert set(known["task"]["properties"]["kind"]["enum"]) == set(TaskTemplate.TaskKind.values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_names_summary_and_stages_in_the_readers_language(language):
    first = list_templates(language)[0]
    file = load_template("simple-b2b")
    assert (first.key, first.name, first.summary) == ("simple-b2b", file["name"][language], file["summary"][language])
    assert (first.stages[0].name, first.stages[0].kind) == (file["stages"][0]["name"][language], "open")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_shipped_process_ends_where_a_deal_could_go_on(path):
    stages = json.loads(path.read_text(encoding="utf-8"))["stages"]
    leads_on = {stage["key"] for stage in stages if stage.get("branches")}
    assert {stage["key"] for stage in stages if stage["kind"] in ("parked", "lost")} <= leads_on
    assert any(way["wake_days"] for stage in stages for way in stage.get("branches", ()))


def spoil(change) -> list[str]:
    template = copy.deepcopy(load_template("simple-b2b"))
    change(template)
    return problems(template, "simple-b2b", default_phases())


def stage(template: dict, place: int = 0) -> dict:
    return template["stages"][place]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda t: t.pop("summary"), "file: missing: summary"),
        (lambda t: t.update(colour="red"), "file: unknown: colour"),
        (lambda t: t.update(schema=2), "schema: “2” must be 1"),
        (lambda t: t["name"].pop("pl"), "name: missing: pl"),
        (lambda t: t["name"].update(sv=" "), "name.sv: “ ” is not of the form"),
        (lambda t: t["name"].update(sv=""), "name.sv: empty"),
        (lambda t: t.update(key="Simple B2B"), "key: “Simple B2B” is not of the form"),
        (lambda t: t.update(key="other"), "key: “other”, but the file is named simple-b2b.json"),
        (lambda t: stage(t).update(kind="maybe"), "stages.lead.kind: “maybe” is none of open"),
        (lambda t: stage(t).update(probability=101), "stages.lead.probability: “101” is above 100"),
        (lambda t: stage(t).update(probability=True), "stages.lead.probability: “True” is no integer"),
        (lambda t: stage(t).update(probability=None), "stages.lead.probability: “None” is no integer"),
        (lambda t: stage(t).update(exit_criteria=[]), "stages.lead.exit_criteria: needs at least 1"),
        (lambda t: stage(t).update(buyer_phase="gone"), "stages.lead.buyer_phase: no phase has the key “gone”"),
        (lambda t: stage(t).update(buyer_phase="approving"), "stages: the buyer's phases must not go back"),
        (lambda t: stage(t, 1).update(probability=5), "stages: the probability must rise"),
        (lambda t: stage(t, 1).update(key="lead"), "stages: the key “lead” stands twice"),
        (lambda t: stage(t)["name"].update(en="A name of 23 characters"), "stages.lead.name.en: 23 characters"),
        (lambda t: stage(t)["tasks"][0].update(due_days=4), "stages.lead.tasks.look-up: due after 4 days"),
        (lambda t: t["stages"].reverse(), "stages: the order of kinds is open, won"),
        (lambda t: t["stages"].append(copy.deepcopy(stage(t, 4))), "stages: 2 that are"),
        (lambda t: t.update(stages="none"), "stages: “none” is no array"),
    ],
)
def test_a_bad_file_is_told_what_is_wrong_where(change, complaint):
    wrong = spoil(change)
    assert any(line.startswith(complaint) for line in wrong), wrong


def test_reading_lists_every_problem_with_the_file(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text('{"schema": 1, "key": "mine"}', encoding="utf-8")
    with pytest.raises(BadTemplate, match=r"mine\.json: \d+ problems") as error:
        read_template(path)
    assert error.value.problems


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"text"', "1e999"])
def test_what_is_no_template_is_no_template(text, tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTemplate):
        read_template(path)


def test_a_keyword_the_check_does_not_know_is_an_error():
    with pytest.raises(KeyError):
        list(mismatches("a", {"format": "email"}))
