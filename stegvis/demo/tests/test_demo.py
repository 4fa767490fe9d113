"""The demo is believable: its size, its history, its sums, in each language, the same every time."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Max, Value
from django.db.models.functions import Concat
from django.utils import timezone

from stegvis.core.search.rows import SearchMark, SearchRow
from stegvis.deals.models import Deal, DealTally, StageMove, StageVisit, Stakeholder
from stegvis.deals.paths import stays
from stegvis.demo import material
from stegvis.insights.models import Target
from stegvis.people.models import Company, DuplicatePair, Person
from stegvis.processes.models import Process
from stegvis.timeline.models import EntryPlace, Pin, StoredFile, TimelineEntry
from stegvis.workspaces.models import CustomField, FieldValue, Member, Notice, SavedView, User, Workspace


def make_demo(language: str = "en") -> Workspace:
    call_command("create_demo", language=language, verbosity=0)
    return Workspace.objects.get(slug="demo")


def test_it_is_believable(db):
    """One demo, all questions: making it takes seconds."""
    demo = make_demo()
    is_as_large_as_it_says(demo)
    has_no_future_and_every_status(demo)
    has_visits_that_follow_from_its_moves(demo)
    has_sums_that_are_kept(demo)
    has_much_to_read_and_nothing_from_tomorrow(demo)
    has_last_contacts_that_follow_from_the_timeline(demo)
    has_people_who_work_together(demo)
    is_found(demo)
    has_targets(demo)
    with pytest.raises(CommandError):
        call_command("create_demo", verbosity=0)
    is_the_same_again(demo)


def has_targets(demo: Workspace) -> None:
    """For all, two teams and four sellers, each quarter of two years."""
    assert Target.objects.filter(workspace=demo).count() == 7 * 8


def is_as_large_as_it_says(demo: Workspace) -> None:
    counts = [model.objects.filter(workspace=demo).count() for model in (Company, Person, Deal, Process)]
    assert counts == [61, 161, 220, 2]
    roles = Member.objects.filter(workspace=demo).values_list("role", flat=True)
    assert sorted(roles) == ["manager", "owner", "seller", "seller", "seller", "seller"]
    deals = Deal.objects.filter(workspace=demo).order_by("created_at")
    assert timedelta(days=390) < deals.last().created_at - deals.first().created_at < timedelta(days=430)


def has_no_future_and_every_status(demo: Workspace) -> None:
    assert not StageMove.objects.filter(workspace=demo, at__gt=timezone.now()).exists()
    deals = Deal.objects.filter(workspace=demo)
    assert set(deals.values_list("status", flat=True)) >= {"open", "won", "lost", "parked", "after_won"}
    assert deals.open().count() >= 40
    assert deals.stale(timezone.now()).exists()


def has_visits_that_follow_from_its_moves(demo: Workspace) -> None:
    for deal in Deal.objects.filter(workspace=demo).prefetch_related("moves", "visits"):
        times = [move.at for move in deal.moves.all()]
        assert times == sorted(times)
        wanted = stays([(move.to_stage_id, move.at) for move in deal.moves.all()])
        found = [(one.stage_id, one.entered_at, one.left_at, one.next_stage_id) for one in deal.visits.all()]
        assert found == [(one.stage_id, one.entered_at, one.left_at, one.next_stage_id) for one in wanted]
        assert found[-1][0] == deal.stage_id
    assert StageVisit.objects.filter(workspace=demo).count() > 700


def has_sums_that_are_kept(demo: Workspace) -> None:
    tallies = DealTally.objects.filter(workspace=demo)
    deals = Deal.objects.filter(workspace=demo)
    assert sum(tally.deals for tally in tallies) == 220
    assert sum(tally.hundredths for tally in tallies) == sum(int(deal.amount * 100) for deal in deals)


def has_much_to_read_and_nothing_from_tomorrow(demo: Workspace) -> None:
    entries = TimelineEntry.objects.filter(workspace=demo)
    assert 600 <= entries.exclude(kind="task").count() <= 900
    assert set(entries.values_list("kind", flat=True)) == {"note", "call", "meeting", "file", "task", "buyer"}
    assert not entries.filter(at__gt=timezone.now()).exists()
    assert not entries.filter(text__contains="{").exists()
    assert timedelta(days=380) < timezone.now() - entries.earliest("at").at < timedelta(days=430)


def has_last_contacts_that_follow_from_the_timeline(demo: Workspace) -> None:
    places = EntryPlace.objects.filter(workspace=demo, contact=True).exclude(deal=None)
    last = dict(places.order_by().values_list("deal").annotate(Max("at")))
    kept = Deal.objects.filter(workspace=demo).values_list("pk", "contacted_at")
    assert dict(kept) == {pk: last.get(pk) for pk, _at in kept}
    assert len(last) > 150


def has_people_who_work_together(demo: Workspace) -> None:
    manager = Member.objects.get(workspace=demo, role="manager")
    acts = set(Notice.objects.filter(workspace=demo, member=manager).values_list("act", flat=True))
    assert acts >= {"mentioned", "noted"}
    counts = [model.objects.filter(workspace=demo).count() for model in (Pin, StoredFile, SavedView)]
    assert counts == [6, 9, 1]
    pairs = DuplicatePair.objects.filter(workspace=demo)
    assert set(pairs.values_list("kind", flat=True)) == {"company", "person"}
    types = set(StoredFile.objects.filter(workspace=demo).values_list("type", flat=True))
    assert types == {"application/pdf", "image/png", "text/plain"}
    told = Stakeholder.objects.filter(workspace=demo).exclude(role="")
    assert set(told.values_list("role", flat=True)) == set(Stakeholder.Role.values)
    for field in CustomField.objects.filter(workspace=demo):
        assert FieldValue.objects.filter(workspace=demo, field=field).count() > 40


def is_found(demo: Workspace) -> None:
    """Without waiting for the worker."""
    assert not SearchMark.objects.filter(workspace=demo).exists()
    assert SearchRow.objects.filter(workspace=demo).count() > 400


@pytest.mark.parametrize("name", ["texts", "talk"])
def test_every_text_is_there_in_every_language(name):
    found = list(sets_of_texts(material.read(name)))
    assert len(found) > 40
    for texts in found:
        assert set(material.LANGUAGES) <= texts.keys()
        marks = {frozenset(re.findall(r"{\w+}", texts[language])) for language in material.LANGUAGES}
        assert len(marks) == 1, texts["en"]


def sets_of_texts(told) -> Iterator[dict]:
    if isinstance(told, dict) and "en" in told:
        yield told
    else:
        for one in told.values() if isinstance(told, dict) else told:
            yield from sets_of_texts(one)


@pytest.mark.parametrize("language", ["sv", "nb", "pl"])
def test_it_speaks_the_language_asked_for(db, language):
    demo = make_demo(language)
    process = Process.objects.filter(workspace=demo).first()
    names = {"sv": "Nya kunder", "nb": "Nysalg", "pl": "Nowi klienci"}
    assert (demo.language, process.name) == (language, names[language])


def is_the_same_again(demo: Workspace) -> None:
    before = facts(demo)
    Workspace.objects.update(slug="first")
    User.objects.update(email=Concat(Value("first."), "email"))
    assert facts(make_demo()) == before


def facts(workspace: Workspace) -> list[tuple]:
    deals = Deal.objects.filter(workspace=workspace).order_by("id")
    entries = TimelineEntry.objects.filter(workspace=workspace).order_by("id")
    return [
        *deals.values_list("title", "company__name", "amount", "owner__name", "source", "fields"),
        *entries.values_list("kind", "text", "by__name"),
        *StoredFile.objects.filter(workspace=workspace).order_by("id").values_list("name", "digest"),
    ]
