"""The designer: fields are kept one by one, acts answer the designer, and the page works without scripts."""

from dataclasses import replace

import pytest
from django.urls import reverse

from stegvis.processes.bodies import drafts_in
from stegvis.processes.drafts import draft_of
from stegvis.processes.models import Process, ProcessDraft
from stegvis.processes.operations.adopting import adopt_template
from stegvis.processes.operations.draft_editing import mark
from stegvis.processes.operations.publishing import publish_version

BY_HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def simple(mia, workspace):
    return adopt_template(workspace, "simple-b2b", by=mia, language="en")


def address(process, name: str = "draft") -> str:
    return reverse(f"processes:{name}", args=[process.workspace.slug, process.pk])


def first(process):
    return process.current.stages.first()


def draft(process) -> ProcessDraft:
    return ProcessDraft.objects.get(workspace=process.workspace_id, process=process)


def field(key: str, name: str, seen: str, value: str) -> dict:
    return {f"{key}-{name}": value, f"seen~{key}-{name}": seen}


def test_the_page_shows_map_stage_and_remarks_without_beginning_a_draft(
    simple, mia, as_member, django_assert_max_num_queries
):
    browser = as_member(mia)
    browser.get(address(simple))
    with django_assert_max_num_queries(12):
        page = browser.get(address(simple)).content.decode()
    for words in (
        "Lead",
        "Not interested",
        "Evidence to leave",
        "What usually helps",
        "Remarks",
        "Nothing is changed yet",
    ):
        assert words in page
    assert not ProcessDraft.objects.filter(workspace=simple.workspace_id).exists()


def test_a_field_is_kept_by_htmx_and_by_a_plain_form(simple, mia, as_member):
    key, browser = first(simple).lineage, as_member(mia)
    sent = field(key, "name", "Lead", "Asked") | field(key, "definition", "same", "same")
    answer = browser.post(address(simple), sent, headers=BY_HTMX)
    assert (answer.status_code, draft(simple).body["stages"][0]["name"]) == (200, "Asked")
    assert f'hx-target="#note-{key}-name"' in answer.content.decode()
    plain = browser.post(f"{address(simple)}?stage={key}", field(key, "expected_days", "3", "4"))
    assert (plain.status_code, plain.url) == (303, f"{address(simple)}?stage={key}")
    assert draft(simple).body["stages"][0]["expected_days"] == 4


def test_a_clash_shows_the_others_value_and_keeping_mine_is_a_second_act(simple, mia, owen, as_member):
    key = first(simple).lineage
    as_member(owen).post(address(simple), field(key, "name", "Lead", "Asked us"))
    browser = as_member(mia)
    answer = browser.post(address(simple), field(key, "name", "Lead", "Enquiry"), headers=BY_HTMX)
    page = answer.content.decode()
    assert (answer.status_code, draft(simple).body["stages"][0]["name"]) == (422, "Asked us")
    assert "Owen wrote something else here" in page
    assert "Keep mine" in page
    mine = field(key, "name", "Lead", "Enquiry") | {"keep": f"{key}-name", f"theirs~{key}-name": "Asked us"}
    assert browser.post(address(simple), mine, headers=BY_HTMX).status_code == 200
    assert draft(simple).body["stages"][0]["name"] == "Enquiry"


@pytest.mark.parametrize("value", ["", "x" * 10_000, "a\x00b", "<b>"])
def test_a_hostile_value_is_answered_with_a_sentence_or_as_text(value, simple, mia, as_member):
    key = first(simple).lineage
    answer = as_member(mia).post(address(simple), field(key, "name", "Lead", value))
    assert answer.status_code in (200, 303)
    page = as_member(mia).get(address(simple)).content.decode()
    assert "<b></a>" not in page
    name = draft(simple).body["stages"][0]["name"] if value == "<b>" else "Lead"
    assert name == (value if value == "<b>" else "Lead")


def test_acts_split_move_and_undo(simple, mia, as_member):
    key, browser = first(simple).lineage, as_member(mia)
    page = browser.post(address(simple, "draft_acts"), {"act": f"split_stage:{key}:"}, headers=BY_HTMX).content.decode()
    assert "split from Lead" in page
    browser.post(address(simple, "draft_acts"), {"act": f"move_stage:{key}:later"}, headers=BY_HTMX)
    assert [row["name"] for row in draft(simple).body["stages"][:2]] == ["Lead 2", "Lead"]
    browser.post(address(simple, "draft_undo"), {"step": "2"}, headers=BY_HTMX)
    assert [row["name"] for row in draft(simple).body["stages"][:2]] == ["Lead", "Lead 2"]
    browser.post(address(simple, "draft_redo"), {"step": "2"}, headers=BY_HTMX)
    assert draft(simple).body["stages"][0]["name"] == "Lead 2"


def test_removing_what_somebody_just_changed_is_answered_with_what_it_is_now(simple, mia, owen, as_member):
    key = first(simple).lineage
    as_member(owen).post(address(simple), field(key, "name", "Lead", "Asked us"))
    sent = {"act": f"remove_stage:{key}:", f"mark~{key}": "0123"}
    page = as_member(mia).post(address(simple, "draft_acts"), sent, headers=BY_HTMX).content.decode()
    assert "Owen changed this in the meantime" in page
    sent[f"mark~{key}"] = mark(draft(simple).body, key)
    as_member(mia).post(address(simple, "draft_acts"), sent, headers=BY_HTMX)
    assert draft(simple).body["stages"][0]["key"] != key


def test_a_remark_is_mended_by_its_button_or_left(simple, mia, as_member):
    browser, key = as_member(mia), first(simple).lineage
    browser.post(address(simple), field(key, "definition", first(simple).definition, ""))
    assert "It does not say when a deal is here" in browser.get(address(simple)).content.decode()
    browser.post(address(simple, "draft_acts"), {"act": f"fix:undefined:{key}"})
    assert draft(simple).body["stages"][0]["definition"]


def test_an_act_with_signs_that_no_database_keeps_is_done_without_them(simple, mia, as_member):
    as_member(mia).post(address(simple, "draft_acts"), {"act": "leave:few\x00:\x00x"})
    assert draft(simple).body["left"] == ["few:x"]


def test_what_others_change_appears_within_seconds(simple, mia, owen, as_member):
    browser, key = as_member(mia), first(simple).lineage
    news = f"{address(simple, 'draft_news')}?stage={key}&revision=0"
    assert browser.get(news, headers=BY_HTMX).status_code == 204
    as_member(owen).post(address(simple), field(key, "name", "Lead", "Asked us"))
    page = browser.get(news, headers=BY_HTMX).content.decode()
    assert "Owen edits too" in page
    assert 'hx-target="#draft-unfolded"' in page
    assert 'hx-target="#draft-unfolded"' not in browser.get(f"{news}&busy=1", headers=BY_HTMX).content.decode()


def test_a_draft_is_thrown_away_with_undo(simple, mia, as_member):
    browser, key = as_member(mia), first(simple).lineage
    browser.post(address(simple), field(key, "name", "Lead", "Asked us"))
    browser.post(address(simple, "draft_deletion"))
    assert not ProcessDraft.objects.filter(workspace=simple.workspace_id).exists()


@pytest.mark.parametrize(
    "act", ["", "nonsense", "split_stage", "add_line:x:y", "fix:a:b", "set:process:name", "a" * 10_000]
)
def test_an_act_that_makes_no_sense_is_refused(act, simple, mia, as_member):
    answer = as_member(mia).post(address(simple, "draft_acts"), {"act": act})
    assert answer.status_code in (200, 409)


def test_an_old_version_becomes_the_draft_with_its_lineages(simple, mia, alice, as_member):
    stages = draft_of(simple.current)
    first_version, gone = simple.current, stages[1]
    publish_version(simple, [replace(one, branches=()) for one in stages if one is not gone], by=mia)
    browser = as_member(mia)
    browser.post(reverse("processes:version_name", args=[simple.workspace.slug, simple.pk, 2]), {"name": "Shorter"})
    page = as_member(alice).get(address(simple, "versions")).content.decode()
    assert "Shorter" in page
    assert "Restore as draft" not in page
    restore = reverse("processes:restoration", args=[simple.workspace.slug, simple.pk, 1])
    assert browser.post(restore).status_code == 303
    assert gone.lineage in [row["lineage"] for row in draft(simple).body["stages"]]
    publish_version(simple, drafts_in(draft(simple).body, {}), by=mia)
    back = simple.current.stages.get(lineage=gone.lineage)
    assert (back.name, simple.current.number, first_version.number) == (gone.name, 3, 1)


def test_a_copy_is_a_draft_that_shares_no_past(simple, mia, alice, as_member):
    browser = as_member(mia)
    assert browser.post(address(simple, "copies")).status_code == 303
    copy = Process.objects.get(workspace=simple.workspace_id, current=None)
    assert copy.name == "Simple B2B 2"
    lineages = {row["lineage"] for row in draft(copy).body["stages"]}
    assert lineages == {""}
    for member, status in ((mia, 200), (alice, 403)):
        assert as_member(member).get(address(copy)).status_code == status
    assert as_member(alice).get(reverse("processes:process", args=[copy.workspace.slug, copy.pk])).status_code == 404
    listed = reverse("processes:processes", args=[copy.workspace.slug])
    assert "Not published yet" in browser.get(listed).content.decode()
