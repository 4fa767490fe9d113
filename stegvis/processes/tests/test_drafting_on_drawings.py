"""A draft is edited on each of its drawings: the same fields and acts, answered on the drawing they came from."""

import pytest
from django.urls import reverse

from stegvis.processes.models import ProcessDraft
from stegvis.processes.operations.adopting import adopt_template

BY_HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def simple(mia, workspace):
    return adopt_template(workspace, "simple-b2b", by=mia, language="en")


def address(process, drawing: str, chosen: str = "", name: str = "draft") -> str:
    page = reverse(f"processes:{name}", args=[process.workspace.slug, process.pk])
    return f"{page}?drawing={drawing}&stage={chosen}"


def stages(process) -> list[dict]:
    return ProcessDraft.objects.get(workspace=process.workspace_id, process=process).body["stages"]


def test_on_the_checklist_names_and_lines_are_written_in_place(simple, mia, as_member, django_assert_max_num_queries):
    browser, lead = as_member(mia), simple.current.stages.first()
    line = lead.exit_criteria.first()
    browser.get(address(simple, "checklist"))
    with django_assert_max_num_queries(12):
        page = browser.get(address(simple, "checklist", line.lineage)).content.decode()
    assert f'name="{line.lineage}-text"' in page
    assert page.count(f'id="{line.lineage}-evidence_kind"') == 1
    sent = {f"seen~{line.lineage}-text": line.text, f"{line.lineage}-text": "They answered"}
    sent |= {f"seen~{line.lineage}-hard": "", f"{line.lineage}-hard": "on"}
    answer = browser.post(address(simple, "checklist"), sent, headers=BY_HTMX).content.decode()
    assert f'hx-target="#says-{line.lineage}"' in answer
    assert 'hx-target="#draft-drawing"' not in answer
    row = next(one for one in stages(simple)[0]["criteria"] if one["key"] == line.lineage)
    assert (row["text"], row["hard"]) == ("They answered", True)


def test_an_act_is_answered_on_its_drawing_and_its_new_line_gets_the_focus(simple, mia, as_member):
    line = simple.current.stages.first().exit_criteria.first().lineage
    act = {"act": f"add_line:{line}:criteria"}
    page = as_member(mia).post(address(simple, "checklist", "", "draft_acts"), act, headers=BY_HTMX).content.decode()
    made = stages(simple)[0]["criteria"][1]["key"]
    assert 'class="checklist checklist-draft"' in page
    assert page.count("autofocus") == 1
    assert f'id="{made}-text"' in page
    assert f"stage={made}&amp;drawing=checklist" in page


def test_the_flowchart_opens_boxes_branches_and_arrows_beside_it(simple, mia, as_member):
    browser, (first, second) = as_member(mia), simple.current.stages.all()[:2]
    page = browser.get(address(simple, "flowchart")).content.decode()
    for key in (first.lineage, f"before-{second.lineage}"):
        assert f'data-at="{key}"' in page
    assert 'id="draft-form"' not in page
    gap = browser.get(address(simple, "flowchart", f"before-{second.lineage}")).content.decode()
    assert f"Between “{first.name}” and “{second.name}”" in gap
    act = {"act": f"add_line:{first.lineage}:branches"}
    made = browser.post(address(simple, "flowchart", "", "draft_acts"), act, headers=BY_HTMX).content.decode()
    branch = stages(simple)[0]["branches"][-1]["key"]
    assert f'data-line-key="{branch}"' in made
    assert f'name="{branch}-to"' in made


def test_opposite_the_buyer_a_stage_is_lined_up_with_another_phase(simple, mia, as_member):
    browser, lead = as_member(mia), simple.current.stages.first()
    page = browser.get(address(simple, "buyer", lead.lineage)).content.decode()
    assert page.count(f'id="{lead.lineage}-definition"') == 1
    assert 'name="negotiating-commitments"' in page
    act = {"act": f"align_stage:{lead.lineage}:negotiating"}
    answer = browser.post(address(simple, "buyer", "", "draft_acts"), act, headers=BY_HTMX).content.decode()
    assert 'class="facing-draft"' in answer
    assert next(row for row in stages(simple) if row["key"] == lead.lineage)["buyer_phase"] == "negotiating"


def test_news_wait_while_somebody_writes_on_the_drawing(simple, mia, owen, as_member):
    key = simple.current.stages.first().lineage
    as_member(owen).post(address(simple, "map"), {f"seen~{key}-name": "Lead", f"{key}-name": "Asked us"})
    news = address(simple, "checklist", "", "draft_news") + "&revision=0"
    browser = as_member(mia)
    assert browser.get(f"{news}&busy=1", headers=BY_HTMX).status_code == 204
    assert "Asked us" in browser.get(news, headers=BY_HTMX).content.decode()


@pytest.mark.parametrize("drawing", ["checklist", "flowchart", "buyer", "nonsense"])
def test_a_place_that_is_not_there_is_the_drawing_itself(drawing, simple, mia, as_member):
    browser = as_member(mia)
    for chosen in ("before-x", "x" * 10_000, "a%00b", "<b>"):
        page = browser.get(address(simple, drawing, chosen))
        assert page.status_code == 200
        assert "<b>&" not in page.content.decode()
