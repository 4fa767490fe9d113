"""The timeline on the pages of deals, companies and people: who writes, who sees what, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stegvis.deals.operations.editing import set_stakeholders
from stegvis.testing.builders import days_ago, make_company, make_deal, make_person
from stegvis.timeline.models import EntryPlace, TimelineEntry
from stegvis.timeline.operations.correcting import correct_entry, withdraw_entry
from stegvis.timeline.operations.pinning import pin_entry
from stegvis.timeline.operations.writing import Draft, log_call, write_entries, write_note
from stegvis.workspaces.models import Notice

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/p.png) [y](javascript:alert(1)) <b onclick="x">z</b>'


@pytest.fixture
def company(alice):
    return make_company(alice)


@pytest.fixture
def deal(alice, process, company):
    return make_deal(alice, company=company)


def there(record, more: str = "entries/") -> str:
    return f"/w/granfors/timeline/{record._meta.model_name}/{record.pk}/{more}"


def page(client, record) -> str:
    folder = {"deal": "deals", "company": "companies", "person": "people"}[record._meta.model_name]
    answer = client.get(f"/w/granfors/{folder}/{record.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def newest(workspace) -> TimelineEntry:
    return TimelineEntry.objects.filter(workspace=workspace).latest("pk")


def test_everything_is_written_with_one_form(deal, alice, as_member):
    client, person = as_member(alice), make_person(alice)
    set_stakeholders(deal, [person], by=alice)
    given = {"kind": "call", "outcome": "reached", "minutes": "12", "text": "**Budget** told", "people": [person.pk]}
    answer = client.post(there(deal), given, headers=PART)
    assert answer.status_code == 200
    assert answer.headers["HX-Trigger"] == "timeline:changed"
    entry = newest(alice.workspace)
    assert entry.facts == {"direction": "out", "outcome": "reached", "minutes": 12, "people": [person.pk]}
    shown = page(client, deal)
    for words in ("talked with the buyer on the phone", "12 minutes", "<strong>Budget</strong> told", "Anders Ekhamra"):
        assert words in shown
    assert client.post(there(deal), {"kind": "note", "text": "Plain"}).status_code == 303
    assert "wrote a note" in page(client, deal)


def test_what_was_wrong_comes_back_whole(deal, alice, as_member):
    client = as_member(alice)
    given = {"kind": "call", "outcome": "reached", "minutes": "-3", "text": "Half a novel", "at": "2026-13-45"}
    answer = client.post(there(deal), given, headers=PART)
    assert answer.status_code == 422
    assert "Half a novel" in answer.content.decode()
    for bad in ({"kind": "note", "text": ""}, {"kind": "note", "text": "a\x00b"}, {"kind": "spell"}, {"kind": "file"}):
        assert client.post(there(deal), bad, headers=PART).status_code == 422
    assert client.post(there(deal), {"kind": "note", "text": "x" * 50_001}, headers=PART).status_code == 422
    assert client.get(f"/w/granfors/timeline/deal/{'9' * 30}/entries/").status_code == 404
    assert client.get("/w/granfors/timeline/wizard/1/entries/").status_code == 404
    assert not TimelineEntry.objects.filter(workspace=alice.workspace).exists()


def test_hostile_words_are_only_words(deal, alice, as_member):
    write_note(deal, HOSTILE, by=alice)
    shown = page(as_member(alice), deal)
    assert "<script>alert" not in shown
    assert "<img" not in shown.split('id="deal-story"')[1]
    assert 'href="javascript' not in shown
    write_note(deal, "See https://granfors.example/plan", by=alice)
    assert 'href="https://granfors.example/plan" rel="noopener noreferrer nofollow"' in page(as_member(alice), deal)


def test_a_private_deal_does_not_leak_through_its_company(company, cast, as_member, process):
    secret = make_deal(cast.alice, "Secret project", company=company, private=True)
    person = make_person(cast.alice, company=company)
    set_stakeholders(secret, [person], by=cast.alice)
    write_note(secret, "Nobody may know", by=cast.alice)
    log_call(make_person(cast.alice, "Pia", private=True, company=company), text="A quiet word", by=cast.alice)
    for record in (company, person):
        mine, his = page(as_member(cast.alice), record), page(as_member(cast.owen), record)
        assert "Nobody may know" in mine
        assert "Secret project" in mine
        assert "Nobody may know" not in his
        assert "Secret project" not in his
    assert "A quiet word" in page(as_member(cast.alice), company)
    assert "A quiet word" not in page(as_member(cast.owen), company)
    entry = newest(cast.alice.workspace)
    assert as_member(cast.owen).get(f"/w/granfors/timeline/entries/{entry.pk}/versions/").status_code == 404


def test_corrections_and_removals_can_be_seen_and_undone(deal, cast, as_member):
    client = as_member(cast.alice)
    note = correct_entry(write_note(deal, "Budget 40", by=cast.alice), by=cast.alice, text="Budget 45")
    assert "Show earlier versions" in page(client, deal)
    assert "Budget 40" in client.get(f"/w/granfors/timeline/entries/{note.pk}/versions/").content.decode()
    trace = withdraw_entry(note, by=cast.alice)
    shown = page(client, deal)
    assert "removed a note" in shown
    assert "Budget 45" not in shown
    assert "Budget" not in client.get(f"/w/granfors/timeline/entries/{trace.pk}/versions/").content.decode()
    assert as_member(cast.bob).post(f"/w/granfors/timeline/entries/{trace.pk}/restoration/").status_code == 403
    assert client.post(f"/w/granfors/timeline/entries/{trace.pk}/restoration/").status_code == 303
    assert "Budget 45" in page(client, deal)


def test_chips_show_one_kind_and_pins_stay_on_top(deal, company, alice, as_member):
    client = as_member(alice)
    old = write_note(deal, "Keep me", by=alice, at=days_ago(300))
    write_entries([Draft(kind="call", deal_id=deal.pk, at=days_ago(day)) for day in range(1, 40)], by=alice)
    pin_entry(old, deal, by=alice)
    assert "Kept on top" in page(client, deal)
    only = client.get(f"/w/granfors/deals/{deal.pk}/?only=notes", headers=PART).content.decode()
    assert "Keep me" in only
    assert "talked with the buyer" not in only
    older = client.get(f"/w/granfors/companies/{company.pk}/?only=calls", headers=PART).content.decode()
    assert ".entries-" in older.partition("before=at-")[2]


def test_the_company_tells_the_moves_of_deals_one_sees(company, cast, as_member, process):
    make_deal(cast.alice, "Open project", company=company)
    make_deal(cast.alice, "Secret project", company=company, private=True)
    his = page(as_member(cast.bob), company)
    assert "made the deal" in his
    assert "Secret project" not in his


def test_who_is_mentioned_learns_of_it(deal, cast, as_member):
    answer = as_member(cast.alice).get(there(deal, "mentionable/")).content.decode()
    assert "Bob" in answer
    assert "Charlie" not in answer
    note = write_note(deal, "@Bob, can you call them? @Charlie too, @Bobby not.", by=cast.alice)
    assert note.facts["mentions"] == {"Bob": cast.bob.pk}
    told = Notice.objects.filter(workspace=deal.workspace, act="mentioned")
    assert [notice.member for notice in told] == [cast.bob]
    assert 'class="mention"' in page(as_member(cast.bob), deal)


def test_five_thousand_entries_cost_what_five_cost(deal, alice, as_member):
    drafts = [Draft(kind="note", text=f"n{number}", deal_id=deal.pk, at=days_ago(number / 9)) for number in range(5000)]
    client = as_member(alice)
    write_entries(drafts[:5], by=alice)
    few = queries(client, deal)
    write_entries(drafts[5:], by=alice)
    assert queries(client, deal) == few
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {EntryPlace._meta.db_table}")
    places = EntryPlace.objects.filter(workspace=deal.workspace, deal=deal.pk).order_by("-at", "-id")[:21]
    plan = places.explain()
    assert "timeline_place_of_deal" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def queries(client, deal) -> int:
    page(client, deal)
    with CaptureQueriesContext(connection) as asked:
        page(client, deal)
    return len(asked)
