"""Writing, correcting, removing and pinning entries; and where they are shown."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction

from stegvis.core.errors import Refused
from stegvis.deals.operations.editing import edit_deal, set_stakeholders
from stegvis.people.operations.editing import edit_person
from stegvis.testing.builders import days_ago, make_company, make_deal, make_person
from stegvis.timeline.models import EntryPlace, TimelineEntry
from stegvis.timeline.operations.correcting import correct_entry, restore_entry, withdraw_entry
from stegvis.timeline.operations.pinning import MOST, pin_entry, unpin_entry
from stegvis.timeline.operations.writing import Draft, log_call, log_meeting, write_entries, write_note


@pytest.fixture
def company(alice):
    return make_company(alice)


@pytest.fixture
def deal(alice, process, company):
    return make_deal(alice, company=company)


def places(entry) -> set:
    rows = EntryPlace.objects.filter(workspace=entry.workspace, entry=entry)
    return {
        (next(kind for kind in ("deal", "person", "company") if getattr(row, f"{kind}_id")), row.direct) for row in rows
    }


def test_a_note_on_a_deal_is_shown_on_its_company_and_people(deal, alice, company):
    set_stakeholders(deal, [make_person(alice)], by=alice)
    note = write_note(deal, "They ask for **two** quotes.", by=alice)
    assert (note.by, note.kind, note.automation) == (alice, "note", "")
    assert places(note) == {("deal", True), ("company", False), ("person", False)}
    assert set(note.places.exclude(through_deal=None).values_list("through_deal", flat=True)) == {deal.pk}


def test_who_may_only_look_writes_nothing_and_a_colleague_does(deal, cast):
    with pytest.raises(PermissionDenied):
        write_note(deal, "x", by=cast.vera)
    with pytest.raises(PermissionDenied):
        write_note(deal, "x", by=cast.charlie)
    assert write_note(deal, "Seen", by=cast.bob).by == cast.bob


def test_what_cannot_be_is_refused_with_a_sentence(deal, alice):
    for text in ("", " \x00 ", "x" * 50_001):
        with pytest.raises(Refused):
            write_note(deal, text, by=alice)
    for facts in ({"outcome": "married"}, {"minutes": -1}, {"minutes": 10**9}, {"direction": "up"}):
        with pytest.raises(Refused):
            log_call(deal, by=alice, **facts)
    with pytest.raises(Refused):
        log_meeting(deal, by=alice, at=days_ago(-3))


def test_only_talking_with_the_buyer_counts_as_contact(deal, alice):
    log_call(deal, by=alice, outcome="no_answer")
    write_note(deal, "x", by=alice)
    deal.refresh_from_db()
    assert deal.contacted_at is None
    met = log_meeting(deal, by=alice, at=days_ago(3), place="Tranås")
    called = log_call(deal, by=alice, at=days_ago(1), minutes=12)
    deal.refresh_from_db()
    assert deal.contacted_at == called.at
    withdraw_entry(called, by=alice)
    deal.refresh_from_db()
    assert deal.contacted_at == met.at


def test_another_company_takes_the_entries_over(deal, alice, company):
    note = write_note(deal, "x", by=alice)
    other = make_company(alice, "Forsgren AB")
    edit_deal(deal, {"company": other}, by=alice)
    assert set(note.places.exclude(company=None).values_list("company", flat=True)) == {other.pk}
    person = make_person(alice, company=company)
    talk = log_call(person, by=alice)
    edit_person(person, {"company": other}, by=alice)
    assert set(talk.places.exclude(company=None).values_list("company", flat=True)) == {other.pk}


def test_who_comes_to_the_deal_gets_its_entries_and_who_goes_keeps_their_own(deal, alice):
    anna, erik = make_person(alice, "Anna"), make_person(alice, "Erik")
    note, talk = write_note(deal, "x", by=alice), log_call(deal, by=alice, people=[anna])
    set_stakeholders(deal, [anna, erik], by=alice)
    assert [EntryPlace.objects.filter(workspace=deal.workspace, person=one).count() for one in (anna, erik)] == [2, 2]
    set_stakeholders(deal, [], by=alice)
    left = EntryPlace.objects.filter(workspace=deal.workspace, person__isnull=False)
    assert [(place.entry, place.person) for place in left] == [(talk, anna)]
    assert note.places.count() == 2


def test_a_correction_is_a_new_version_by_its_writer_only(deal, cast):
    note = write_note(deal, "Budget 40,000", by=cast.alice)
    pin_entry(note, deal, by=cast.bob)
    with pytest.raises(PermissionDenied):
        correct_entry(note, by=cast.owen, text="Budget 1")
    newer = correct_entry(note, by=cast.alice, text="Budget 45,000")
    assert (newer.replaces, newer.at, newer.by) == (note, note.at, cast.alice)
    assert note.places.count() == 0
    assert (newer.places.count(), newer.pins.count()) == (2, 1)
    with pytest.raises(Refused):
        correct_entry(note, by=cast.alice, text="again")


def test_a_removal_leaves_a_trace_and_can_be_undone(deal, cast):
    note = write_note(deal, "Do not tell", by=cast.alice)
    with pytest.raises(PermissionDenied):
        withdraw_entry(note, by=cast.bob)
    trace = withdraw_entry(note, by=cast.owen)
    assert (trace.withdrawn, trace.text, trace.by) == (True, "", cast.owen)
    with pytest.raises(Refused):
        withdraw_entry(trace, by=cast.owen)
    back = restore_entry(trace, by=cast.owen)
    assert (back.text, back.by, back.withdrawn) == ("Do not tell", cast.alice, False)
    with pytest.raises(Refused):
        restore_entry(trace, by=cast.owen)


def test_entries_cannot_be_changed_in_the_database(deal, alice):
    note = write_note(deal, "x", by=alice)
    for act in (lambda rows: rows.update(text="y"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(Error), transaction.atomic():
            act(TimelineEntry.objects.filter(workspace=deal.workspace))
    assert TimelineEntry.objects.get(workspace=deal.workspace, pk=note.pk).text == "x"


def test_few_entries_are_pinned_and_only_where_they_are(deal, alice, vera):
    notes = [write_note(deal, f"{number}", by=alice) for number in range(MOST + 1)]
    for note in notes[:MOST]:
        pin_entry(note, deal, by=alice)
    with pytest.raises(Refused):
        pin_entry(notes[MOST], deal, by=alice)
    unpin_entry(notes[0], deal, by=alice)
    pin_entry(notes[MOST], deal, by=alice)
    with pytest.raises(Refused):
        pin_entry(notes[0], make_company(alice, "Elsewhere"), by=alice)
    with pytest.raises(PermissionDenied):
        pin_entry(notes[0], deal, by=vera)


def test_many_are_written_at_once(deal, alice, company, django_assert_max_num_queries):
    drafts = [Draft(kind="note", text=f"{number}", deal_id=deal.pk, at=days_ago(number)) for number in range(300)]
    drafts.append(Draft(kind="meeting", company_id=company.pk, external_id="m1"))
    drafts.append(Draft(kind="call", facts={"outcome": "reached"}, deal_id=deal.pk, at=days_ago(5)))
    with django_assert_max_num_queries(18):
        entries = write_entries(drafts, by=alice)
    deal.refresh_from_db()
    assert deal.contacted_at == drafts[-1].at
    assert [entry.places.count() for entry in entries[-3:]] == [2, 1, 2]
