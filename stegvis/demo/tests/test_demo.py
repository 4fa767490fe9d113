"""The demo is believable: its size, its history, its sums, in each language, the same every time."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from stegvis.deals.models import Deal, DealTally, StageMove, StageVisit
from stegvis.deals.paths import stays
from stegvis.people.models import Company, Person
from stegvis.processes.models import Process
from stegvis.workspaces.models import Member, User, Workspace


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
    with pytest.raises(CommandError):
        call_command("create_demo", verbosity=0)


def is_as_large_as_it_says(demo: Workspace) -> None:
    counts = [model.objects.filter(workspace=demo).count() for model in (Company, Person, Deal, Process)]
    assert counts == [60, 160, 220, 2]
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


@pytest.mark.parametrize("language", ["sv", "nb", "pl"])
def test_it_speaks_the_language_asked_for(db, language):
    demo = make_demo(language)
    process = Process.objects.filter(workspace=demo).first()
    names = {"sv": "Nya kunder", "nb": "Nysalg", "pl": "Nowi klienci"}
    assert (demo.language, process.name) == (language, names[language])


def test_the_same_day_makes_the_same_demo(db):
    before = facts(make_demo())
    Workspace.objects.update(slug="first")
    User.objects.update(email=Concat(Value("first."), "email"))
    assert facts(make_demo()) == before


def facts(workspace: Workspace) -> list[tuple]:
    deals = Deal.objects.filter(workspace=workspace).order_by("id")
    return list(deals.values_list("title", "company__name", "amount", "owner__name", "source"))
