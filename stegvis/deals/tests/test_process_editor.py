"""The editor of processes: acts change the sheet, saving says what it does, nothing typed is lost."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from stegvis.deals.models import LostReason
from stegvis.processes.models import Process
from stegvis.testing.builders import make_criterion, make_deal, make_lost_reason, make_process, stage_of

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Fields(HTMLParser):
    """What a browser would send of the page's editor, and the buttons it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.acts: list[str] = []
        self._text = self._select = ""
        self._body = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ("on" if found.get("type") == "checkbox" else "")
        if "disabled" in found:
            return
        if tag == "button" and name == "act":
            self.acts.append(value)
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in found:
            self.sent[self._select] = [value]
        elif tag == "textarea":
            self._text, self._body = name, ""
        elif tag == "input" and name and (found.get("type") != "checkbox" or "checked" in found):
            self.sent.setdefault(name, []).append(value)

    def handle_data(self, data):
        self._body += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text:
            self.sent[self._text], self._text = [self._body.removeprefix("\n")], ""


@pytest.fixture
def editor(mia, process) -> str:
    return reverse("deals:process_editor", args=[mia.workspace.slug, process.pk])


def read(answer) -> Fields:
    return Fields(answer.content.decode())


def draft(editor: str) -> str:
    return editor.replace("/edit/", "/draft/")


def press(browser, editor: str, fields: Fields, act: str) -> Fields:
    answer = browser.post(draft(editor), {**fields.sent, "act": act})
    assert answer.status_code == 200
    return read(answer)


def key_of(fields: Fields, name: str) -> str:
    return next(key for key in fields.sent["stages"] if fields.sent[f"{key}-name"] == [name])


def text(answer) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def names(process: Process) -> list[str]:
    process.refresh_from_db()
    return [stage.name for stage in process.current.stages.all()]


def test_the_editor_shows_everything_and_saving_it_changes_nothing(mia, process, editor, as_member):
    make_criterion(stage_of(process, "Lead"), "Budget named", hard=True)
    browser = as_member(mia)
    fields = read(browser.get(editor))
    assert len(fields.sent["stages"]) == 8
    assert browser.post(editor, fields.sent).status_code == 303
    process.refresh_from_db()
    assert (process.current.number, stage_of(process, "Lead").exit_criteria.get().hard) == (1, True)


def test_words_are_mended(mia, process, editor, as_member):
    browser = as_member(mia)
    fields = read(browser.get(editor))
    lead = key_of(fields, "Lead")
    fields.sent |= {f"{lead}-name": "New lead", f"{lead}-definition": "They answered", f"{lead}-expected_days": "9"}
    answer = browser.post(editor, fields.sent, follow=True)
    assert "Saved in version 1." in text(answer)
    stage = stage_of(process, "New lead")
    assert (stage.definition, stage.expected_days) == ("They answered", 9)


def test_a_stage_is_added_behind_another(mia, process, editor, as_member):
    browser = as_member(mia)
    fields = read(browser.get(editor))
    fields = press(browser, editor, fields, f"add:stages:{key_of(fields, 'Lead')}")
    [new] = [key for key in fields.sent["stages"] if key.startswith("n")]
    fields.sent |= {f"{new}-name": "Contacted", f"{new}-expected_days": "4"}
    answer = browser.post(editor, fields.sent, follow=True)
    assert "Version 2 is published. 0 deals went along." in text(answer)
    assert names(process)[:3] == ["Lead", "Contacted", "Qualified"]


def test_stages_are_reordered_within_their_kind(mia, process, editor, as_member):
    browser = as_member(mia)
    fields = read(browser.get(editor))
    fields = press(browser, editor, fields, f"earlier:stages:{key_of(fields, 'Qualified')}")
    fields = press(browser, editor, fields, f"later:stages:{key_of(fields, 'Proposal made')}")
    browser.post(editor, fields.sent)
    assert names(process)[:4] == ["Qualified", "Lead", "Proposal made", "Won"]


def test_removing_a_stage_asks_where_its_deals_go(alice, mia, process, editor, as_member):
    deals = [make_deal(alice, f"Deal {n}") for n in range(12)]
    browser = as_member(mia)
    fields = read(browser.get(editor))
    proposal = key_of(fields, "Proposal made")
    answer = browser.post(draft(editor), {**fields.sent, "act": f"remove:stages:{key_of(fields, 'Lead')}"})
    assert "12 deals move from Lead to" in text(answer)
    assert "Publishes version 2" in text(answer)
    fields = read(answer)
    home = f"home-{stage_of(process, 'Lead').pk}"
    assert fields.sent[home] == [key_of(fields, "Qualified")]
    fields.sent[home] = [proposal]
    assert "12 deals went along" in text(browser.post(editor, fields.sent, follow=True))
    process.refresh_from_db()
    deals[0].refresh_from_db()
    assert deals[0].stage == stage_of(process, "Proposal made")


def test_a_question_that_was_not_answered_is_asked_again(alice, mia, process, editor, as_member):
    make_deal(alice)
    browser = as_member(mia)
    fields = read(browser.get(editor))
    lead = key_of(fields, "Lead")
    fields.sent["stages"].remove(lead)
    answer = browser.post(editor, fields.sent)
    assert answer.status_code == 422
    assert "Say where the deals in “Lead” go." in text(answer)
    assert "1 deal moves from Lead to" in text(answer)


def test_private_deals_of_others_are_not_counted_but_follow(alice, mia, process, editor, as_member):
    deal = make_deal(alice, private=True)
    browser = as_member(mia)
    fields = read(browser.get(editor))
    answer = browser.post(draft(editor), {**fields.sent, "act": f"remove:stages:{key_of(fields, 'Lead')}"})
    assert "Deals move from Lead to" in text(answer)
    browser.post(editor, read(answer).sent)
    deal.refresh_from_db()
    assert deal.stage.name == "Qualified"


def test_evidence_and_tasks_are_added_ordered_and_removed(mia, process, editor, as_member):
    make_criterion(stage_of(process, "Lead"), "Budget named")
    browser = as_member(mia)
    fields = read(browser.get(editor))
    lead = key_of(fields, "Lead")
    fields = press(browser, editor, fields, f"add:criteria:{lead}")
    new = fields.sent[f"{lead}-criteria"][-1]
    fields.sent |= {f"{new}-text": "A meeting took place", f"{new}-evidence_kind": "meeting", f"{new}-hard": "on"}
    fields = press(browser, editor, fields, f"earlier:criteria:{lead}:{new}")
    fields = press(browser, editor, fields, f"add:tasks:{lead}")
    task = fields.sent[f"{lead}-tasks"][-1]
    fields.sent |= {
        f"{task}-title": "Call",
        f"{task}-kind": "call",
        f"{task}-due_days": "2",
        f"{task}-note": "Mornings",
    }
    browser.post(editor, fields.sent)
    stage = stage_of(process, "Lead")
    assert [(one.text, one.hard) for one in stage.exit_criteria.all()] == [
        ("A meeting took place", True),
        ("Budget named", False),
    ]
    assert stage.task_templates.values_list("title", "kind", "due_days", "note").get() == (
        "Call",
        "call",
        2,
        "Mornings",
    )
    fields = read(browser.get(editor))
    fields = press(browser, editor, fields, f"remove:tasks:{lead}:{fields.sent[f'{lead}-tasks'][0]}")
    browser.post(editor, fields.sent)
    assert not stage.task_templates.exists()


def test_nothing_typed_is_lost_when_something_is_wrong(mia, process, editor, as_member):
    browser = as_member(mia)
    fields = read(browser.get(editor))
    lead, qualified = key_of(fields, "Lead"), key_of(fields, "Qualified")
    fields.sent |= {f"{lead}-name": "", f"{lead}-definition": "Kept words", f"{qualified}-expected_days": "soon"}
    answer = browser.post(editor, fields.sent)
    assert answer.status_code == 422
    again = read(answer)
    assert again.sent[f"{lead}-definition"] == ["Kept words"]
    assert again.sent[f"{qualified}-expected_days"] == ["soon"]
    assert text(answer).count("needs mending") == 2
    assert names(process)[0] == "Lead"


def test_a_process_needs_its_outcomes(mia, process, editor, as_member):
    browser = as_member(mia)
    fields = read(browser.get(editor))
    answer = browser.post(draft(editor), {**fields.sent, "act": f"remove:stages:{key_of(fields, 'Won')}"})
    assert "at least one stage of the kind “Won”" in text(answer)
    assert browser.post(editor, read(answer).sent).status_code == 422


def test_the_second_editor_is_told_and_keeps_the_own_words(mia, owen, process, editor, as_member):
    first, second = as_member(owen), as_member(mia)
    theirs, hers = read(first.get(editor)), read(second.get(editor))
    lead = key_of(hers, "Lead")
    first.post(editor, theirs.sent | {f"{lead}-name": "Owen's"})
    answer = second.post(editor, hers.sent | {f"{lead}-name": "Mia's"})
    assert answer.status_code == 422
    assert "Owen changed this process in the meantime" in text(answer)
    assert read(answer).sent[f"{lead}-name"] == ["Mia's"]
    assert names(process)[0] == "Owen's"


def test_many_and_few_open_stages_are_remarked_on(mia, process, editor, as_member):
    browser = as_member(mia)
    fields = read(browser.get(editor))
    few = browser.post(draft(editor), {**fields.sent, "act": f"remove:stages:{key_of(fields, 'Lead')}"})
    assert "Fewer than three open stages" in text(few)
    for _ in range(4):
        fields = press(browser, editor, fields, "add:stages")
    assert "More than seven" not in text(browser.post(draft(editor), fields.sent))
    fields = press(browser, editor, fields, "add:stages")
    assert "More than seven open stages" in text(browser.post(draft(editor), fields.sent))


def test_htmx_gets_the_editor_alone_and_foresight_alone(mia, process, editor, as_member):
    browser = as_member(mia)
    fields = read(browser.get(editor))
    part = browser.post(draft(editor), {**fields.sent, "act": "add:stages"}, headers=PARTIAL).content.decode()
    assert "<html" not in part
    assert 'id="process-editor"' in part
    lead = key_of(fields, "Lead")
    foresight = editor.replace("/edit/", "/foresight/")
    said = browser.post(foresight, fields.sent | {f"{lead}-name": "Other"}, headers=PARTIAL)
    assert "Mends version 1" in text(said)
    assert "Nothing is changed yet" in text(browser.post(foresight, fields.sent, headers=PARTIAL))
    assert names(process)[0] == "Lead"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"stages": ["<script>", "../..", "a" * 99]},
        {"stages": ["x"] * 500},
        {"stages": ["a"], "a-kind": "maybe", "a-name": "x", "a-probability": "1e9", "a-buyer_phase": "9" * 30},
        {"stages": ["0" * 32], "0" * 32 + "-name": "foreign", "0" * 32 + "-kind": "open"},
        {"home-99999999999999999999": "x", "home-1": "y", "seen": "z"},
        {"name": "\x00", "stages": ["a"], "a-name": "\x00", "a-kind": "open"},
        {"act": "remove:stages:" + "a" * 9999},
        {"act": "add:::::"},
    ],
)
def test_hostile_input_is_answered_calmly_and_saves_nothing(sent, mia, process, editor, as_member):
    browser = as_member(mia)
    before = names(process)
    assert browser.post(editor, sent).status_code == 422
    assert browser.post(draft(editor), sent).status_code == 200
    assert browser.post(editor.replace("/edit/", "/foresight/"), sent).status_code == 200
    assert names(process) == before


def test_what_is_typed_is_never_mark_up(mia, process, editor, as_member):
    browser = as_member(mia)
    fields = read(browser.get(editor))
    evil = '"><script>alert(1)</script>'
    fields.sent |= {f"{key_of(fields, 'Lead')}-name": evil, "name": evil}
    assert "<script>alert" not in browser.post(draft(editor), fields.sent).content.decode()


@pytest.mark.parametrize("name", ["process_editor", "process_draft", "process_foresight", "process_deletion"])
def test_only_who_may_change_processes_gets_in(name, process, cast, as_member, client):
    page = reverse(f"deals:{name}", args=[process.workspace.slug, process.pk])
    for member in (cast.alice, cast.bob, cast.vera):
        assert as_member(member).post(page).status_code == 403
    assert as_member(cast.charlie).post(page).status_code == 404
    assert client.post(page).status_code == 302
    theirs = reverse(f"deals:{name}", args=[cast.charlie.workspace.slug, process.pk])
    assert as_member(cast.charlie).post(theirs).status_code == 404


def test_the_editor_asks_a_fixed_number_of_questions(mia, process, editor, as_member, django_assert_max_num_queries):
    for stage in process.current.stages.all():
        make_criterion(stage)
    browser = as_member(mia)
    with django_assert_max_num_queries(18):
        browser.get(editor)


def test_a_process_without_deals_is_deleted_with_undo(alice, mia, workspace, process, as_member):
    browser = as_member(mia)
    make_deal(alice)
    used = reverse("deals:process_deletion", args=[workspace.slug, process.pk])
    assert browser.post(used).status_code == 409
    empty = make_process(workspace, "Mistake")
    answer = browser.post(reverse("deals:process_deletion", args=[workspace.slug, empty.pk]), follow=True)
    assert "“Mistake” is deleted." in text(answer)
    undo = re.search(r'action="([^"]*restoration/)"', answer.content.decode())[1]
    browser.post(undo)
    assert Process.objects.filter(workspace=workspace, name="Mistake").exists()


def test_several_ready_made_processes_are_chosen_at_once(mia, workspace, as_member):
    start = reverse("deals:new_process", args=[workspace.slug])
    browser = as_member(mia)
    assert "Simple B2B" in text(browser.get(start))
    answer = browser.post(start, {"template": ["simple-b2b", "car-dealer"]}, follow=True)
    assert "2 processes are ready." in text(answer)
    assert Process.objects.filter(workspace=workspace).count() == 2
    assert LostReason.objects.filter(workspace=workspace).count() == 7


def test_choosing_one_leads_to_it_and_keeps_the_own_lost_reasons(mia, workspace, as_member):
    make_lost_reason(workspace)
    start = reverse("deals:new_process", args=[workspace.slug])
    answer = as_member(mia).post(start, {"template": "six-stage"})
    made = Process.objects.get(workspace=workspace)
    assert answer.headers["Location"] == reverse("processes:process", args=[workspace.slug, made.pk])
    assert LostReason.objects.filter(workspace=workspace).count() == 1


@pytest.mark.parametrize("chosen", [[], ["no-such"], ["simple-b2b", "../x"]])
def test_choosing_nothing_or_nonsense_makes_nothing(chosen, mia, workspace, as_member):
    start = reverse("deals:new_process", args=[workspace.slug])
    assert as_member(mia).post(start, {"template": chosen}).status_code == 422
    assert not Process.objects.filter(workspace=workspace).exists()


def test_choosing_is_for_those_who_may(cast, as_member, client, workspace):
    start = reverse("deals:new_process", args=[workspace.slug])
    for member in (cast.alice, cast.vera):
        assert as_member(member).get(start).status_code == 403
        assert as_member(member).post(start, {"template": "simple-b2b"}).status_code == 403
    assert as_member(cast.charlie).get(start).status_code == 404
    assert client.get(start).status_code == 302
    assert not Process.objects.filter(workspace=workspace).exists()
