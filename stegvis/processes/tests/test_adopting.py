"""Starting from a ready-made process: everything is copied, in the language asked for."""

import pytest
from django.core.exceptions import PermissionDenied

from stegvis.core.errors import Refused
from stegvis.deals.models import LostReason
from stegvis.deals.operations.starting import start_process
from stegvis.processes.catalogue import list_templates, load_template
from stegvis.processes.models import BuyerPhase, ExitCriterion, Process, TaskTemplate
from stegvis.processes.operations.adopting import adopt_template
from stegvis.processes.template_rules import LANGUAGES
from stegvis.testing.builders import make_deal
from stegvis.workspaces.permissions import Automation

KEYS = [template.key for template in list_templates("en")]


def test_stages_criteria_and_tasks_come_along(mia, workspace):
    process = adopt_template(workspace, "simple-b2b", by=mia, language="en")
    names = [stage.name for stage in process.current.stages.all()]
    assert names[:4] == ["Lead", "Contacted", "Qualified", "Proposal made"]
    lead = process.current.stages.first()
    assert (lead.kind, lead.expected_days, lead.probability, lead.buyer_phase.key) == ("open", 3, 5, "not-interested")
    assert lead.exit_criteria.first().text == "The buyer has answered a call, a mail or a message"
    assert lead.task_templates.values_list("title", "due_days").first() == ("Look up the company", 0)


def test_it_is_version_one_published_by_who_chose_it(mia, workspace):
    process = Process.objects.get(
        workspace=workspace, pk=adopt_template(workspace, "six-stage", by=mia, language="en").pk
    )
    assert (process.current.number, process.current.published_by, process.template) == (1, mia, "six-stage")


@pytest.mark.parametrize("key", KEYS)
def test_every_template_comes_whole_in_every_language(key, mia, workspace):
    rows = load_template(key)["stages"]
    for language in LANGUAGES:
        process = adopt_template(workspace, key, by=mia, language=language)
        stages = list(process.current.stages.prefetch_related("exit_criteria", "task_templates"))
        assert [stage.name for stage in stages] == [row["name"][language] for row in rows]
        assert [len(stage.exit_criteria.all()) for stage in stages] == [len(row["exit_criteria"]) for row in rows]
        assert [len(stage.task_templates.all()) for stage in stages] == [len(row["tasks"]) for row in rows]


def test_its_own_journey_goes_with_the_car_dealer(mia, workspace):
    process = adopt_template(workspace, "car-dealer", by=mia, language="en")
    keys = list(process.buyer_phases.values_list("key", flat=True))
    assert keys == [phase["key"] for phase in load_template("car-dealer")["buyer_phases"]]


def test_an_unknown_language_is_english(mia, workspace):
    assert adopt_template(workspace, "simple-b2b", by=mia, language="de").name == "Simple B2B"


def test_a_taken_name_gets_a_number_and_the_last_place(mia, workspace):
    made = [adopt_template(workspace, "simple-b2b", by=mia, language="en") for _ in range(3)]
    assert [process.name for process in made] == ["Simple B2B", "Simple B2B 2", "Simple B2B 3"]
    assert [process.position for process in made] == [0, 1, 2]


def test_it_may_be_named(mia, workspace):
    assert adopt_template(workspace, "simple-b2b", by=mia, language="en", name=" Renewals ").name == "Renewals"


@pytest.mark.parametrize("key", ["no-such", "../buyer_journey", "", "simple-b2b.json", "a" * 5000, "simple-b2b\x00"])
def test_a_name_that_is_no_template_is_refused(key, mia, workspace):
    with pytest.raises(Refused):
        adopt_template(workspace, key, by=mia, language="en")
    assert not Process.objects.filter(workspace=workspace).exists()


def test_who_may_not_change_processes_may_not_adopt_one(alice, vera, charlie, workspace):
    for member in (alice, vera, charlie):
        with pytest.raises(PermissionDenied):
            adopt_template(workspace, "simple-b2b", by=member, language="en")
    for model in (Process, BuyerPhase, ExitCriterion, TaskTemplate):
        assert not model.objects.filter(workspace=workspace).exists()


def test_an_automation_may(workspace):
    process = adopt_template(workspace, "simple-b2b", by=Automation("demo", workspace), language="pl")
    assert (process.name, process.current.published_by) == ("Prosty B2B", None)


def test_the_first_process_brings_the_usual_lost_reasons_once(mia, workspace):
    start_process(workspace, "simple-b2b", by=mia, language="en")
    start_process(workspace, "six-stage", by=mia, language="sv")
    names = list(LostReason.objects.filter(workspace=workspace).values_list("name", flat=True))
    assert names == ["Price", "Timing", "No budget", "Chose a competitor", "No decision", "No need", "No contact"]


def test_a_deal_can_start_in_it_at_once(mia, alice, workspace):
    process = start_process(workspace, "software-startup", by=mia, language="nb")
    assert make_deal(alice, process=process).stage == process.current.stages.first()
