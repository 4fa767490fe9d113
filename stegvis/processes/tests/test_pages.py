"""Pages of processes: everybody of the workspace reads them, few see the ways to change them."""

import pytest
from django.urls import reverse

from stegvis.processes.models import Process
from stegvis.processes.operations.adopting import adopt_template
from stegvis.testing.builders import make_process

PAGES = ("processes", "process", "checklist", "template")


@pytest.fixture
def simple(mia, workspace) -> Process:
    return adopt_template(workspace, "simple-b2b", by=mia, language="en")


def address(name: str, process: Process) -> str:
    last = {"processes": [], "template": ["simple-b2b"]}.get(name, [process.pk])
    return reverse(f"processes:{name}", args=[process.workspace.slug, *last])


@pytest.mark.parametrize("name", PAGES)
def test_members_read_every_page_and_strangers_none(name, simple, cast, as_member, client):
    page = address(name, simple)
    for member in (cast.owen, cast.mia, cast.alice, cast.bob, cast.vera):
        assert as_member(member).get(page).status_code == 200
    assert as_member(cast.charlie).get(page).status_code == 404
    assert client.get(page).status_code == 302


@pytest.mark.parametrize("name", ["process", "checklist"])
def test_a_process_of_another_workspace_is_not_there(name, simple, charlie, as_member):
    theirs = make_process(charlie.workspace, "Theirs")
    page = reverse(f"processes:{name}", args=[charlie.workspace.slug, simple.pk])
    assert as_member(charlie).get(page).status_code == 404
    assert as_member(charlie).get(page.replace(str(simple.pk), str(theirs.pk))).status_code == 200


def test_the_map_says_what_is_true_what_helps_and_what_the_buyer_shows(simple, alice, as_member):
    page = as_member(alice).get(address("process", simple)).content.decode()
    for words in (
        "The buyer has not answered us yet.",
        "Look up the company",
        "The buyer has answered a call",
        "Not interested",
        "Quarterly check-in",
    ):
        assert words in page


def test_only_who_may_change_processes_is_offered_it(simple, mia, alice, as_member):
    editor = reverse("processes:draft", args=[simple.workspace.slug, simple.pk])
    assert editor in as_member(mia).get(address("process", simple)).content.decode()
    assert editor not in as_member(alice).get(address("process", simple)).content.decode()


def test_what_members_write_is_never_mark_up(simple, mia, as_member):
    simple.name = simple.summary = "<script>alert(1)</script>"
    simple.save()
    for name in ("processes", "process", "checklist"):
        assert "<script>alert" not in as_member(mia).get(address(name, simple)).content.decode()


@pytest.mark.parametrize("key", ["no-such", "a" * 300])
def test_an_unknown_template_is_not_there(key, mia, as_member):
    page = reverse("processes:template", args=[mia.workspace.slug, key])
    assert as_member(mia).get(page).status_code == 404


def test_an_empty_workspace_is_taught_the_first_step(mia, alice, as_member):
    page = reverse("processes:processes", args=[mia.workspace.slug])
    start = reverse("deals:new_process", args=[mia.workspace.slug])
    assert start in as_member(mia).get(page).content.decode()
    assert start not in as_member(alice).get(page).content.decode()


def test_the_list_asks_as_much_for_five_processes_as_for_one(simple, mia, as_member, django_assert_max_num_queries):
    for number in range(4):
        make_process(mia.workspace, f"P{number}")
    browser = as_member(mia)
    with django_assert_max_num_queries(12):
        page = browser.get(address("processes", simple)).content.decode()
    assert page.count("process-one") == 5


def test_processes_change_places(simple, mia, as_member):
    second = make_process(mia.workspace, "Second")
    browser = as_member(mia)
    browser.post(address("place", second), {"step": "earlier"})
    names = Process.objects.filter(workspace=mia.workspace).values_list("name", flat=True)
    assert list(names) == ["Second", "Simple B2B"]
    browser.post(address("place", second), {"step": "earlier"})
    browser.post(address("place", second), {"step": "later"})
    assert list(names.all()) == ["Simple B2B", "Second"]


def test_an_archived_process_is_listed_below_and_comes_back(simple, mia, as_member):
    browser = as_member(mia)
    browser.post(address("archive", simple))
    simple.refresh_from_db()
    assert simple.archived_at
    assert "Use it again" in browser.get(address("processes", simple)).content.decode()
    browser.post(address("archive", simple), {"back": "1"})
    simple.refresh_from_db()
    assert simple.archived_at is None


@pytest.mark.parametrize("name", ["place", "archive"])
def test_acts_are_for_those_who_may(name, simple, cast, as_member, client):
    act = address(name, simple)
    for member in (cast.alice, cast.bob, cast.vera):
        assert as_member(member).post(act).status_code == 403
    assert as_member(cast.charlie).post(act).status_code == 404
    assert client.post(act).status_code == 302
    assert as_member(cast.mia).get(act).status_code == 405
    simple.refresh_from_db()
    assert simple.archived_at is None
