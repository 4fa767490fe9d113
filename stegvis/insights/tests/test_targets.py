"""Setting targets: a year of months or quarters, for all, teams and members; nothing is lost on a mistake."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as some

from stegvis.core.errors import Refused
from stegvis.insights.models import Target
from stegvis.insights.operations.targets import copy_targets, set_targets
from stegvis.insights.queries.target_rows import read_rows
from stegvis.insights.queries.targets import find_targets
from stegvis.insights.targeting import Goal, Plan, Whose, share_gone, spread, starts_of, working_days
from stegvis.testing import builders
from stegvis.workspaces.models import AuditEntry
from stegvis.workspaces.operations.teams import delete_team
from stegvis.workspaces.operations.undoing import kept_undo, take_back_act

PLAN, FIRST = Plan("quarter", "value"), date(2026, 1, 1)


@pytest.fixture
def team(workspace, alice):
    return builders.make_team(workspace, "North", alice)


def grid(member, query: str = "") -> str:
    return f"/w/{member.workspace.slug}/settings/targets/?year=2026{query}"


def now(workspace, plan=PLAN, year=2026) -> dict:
    found = find_targets(workspace, plan, starts_of(year, plan.length))
    return {(whose.key, start.month): int(goal.amount) for (whose, start), goal in found.items()}


@given(some.decimals(0, 10**9, places=2), some.sampled_from([4, 12]), some.booleans())
def test_a_year_is_spread_evenly_and_adds_up(amount, parts, whole):
    amount = amount.quantize(Decimal(1)) if whole else amount
    found = spread(amount, parts, whole=whole)
    assert sum(found) == amount
    assert max(found) - min(found) <= (1 if whole else Decimal("0.01"))


def test_working_days_are_mondays_to_fridays():
    assert [working_days(date(2026, 11, 1), date(2026, 11, day)) for day in (1, 2, 8, 30)] == [0, 1, 5, 21]
    assert share_gone([date(2026, 11, 1)], date(2026, 11, 13)) == 10 / 21
    assert share_gone([date(2026, 11, 1)], date(2026, 10, 13)) == 0


def test_value_and_number_stand_side_by_side_and_setting_is_taken_back(workspace, mia, alice):
    mine, wins = Whose("member", alice.pk), Plan("quarter", "wins")
    assert set_targets(PLAN, {(mine, FIRST): Decimal(100), (Whose(), FIRST): Decimal(900)}, by=mia) == 2
    set_targets(wins, {(mine, FIRST): Decimal(3)}, by=mia)
    assert set_targets(PLAN, {(mine, FIRST): Decimal(50), (Whose(), FIRST): None}, by=mia) == 2
    undo = kept_undo(mia)
    set_targets(PLAN, {(mine, FIRST): Decimal(60)}, by=mia)
    assert (now(workspace), now(workspace, wins)) == ({(mine.key, 1): 60}, {(mine.key, 1): 3})
    assert "changed since" in take_back_act(undo, by=mia)
    assert now(workspace) == {(mine.key, 1): 60, ("whole", 1): 900}
    set_targets(wins, {(mine, FIRST): None}, by=mia)
    set_targets(PLAN, {(mine, FIRST): Decimal(0)}, by=mia)
    assert Target.objects.filter(workspace=workspace).count() == 1
    assert AuditEntry.objects.filter(workspace=workspace, act="targets_set").count() == 7


def test_last_year_is_taken_over_where_nothing_is_set(workspace, mia):
    whole, second = Whose(), date(2026, 4, 1)
    set_targets(PLAN, {(whole, FIRST): Decimal(100), (whole, second): Decimal(200)}, by=mia)
    set_targets(PLAN, {(whole, date(2027, 1, 1)): Decimal(150)}, by=mia)
    assert copy_targets(PLAN, 2027, by=mia) == 1
    assert now(workspace, year=2027) == {("whole", 1): 150, ("whole", 4): 200}


def test_who_is_gone_is_not_taken_over(workspace, team, owen, mia, alice, bob, as_member):
    whoses = [Whose("team", team.pk), Whose("member", alice.pk), Whose("member", bob.pk)]
    set_targets(PLAN, dict.fromkeys([(whose, FIRST) for whose in whoses], Decimal(7)), by=mia)
    delete_team(team, by=owen)
    alice.active = False
    alice.save()
    assert as_member(mia).post(f"/w/{workspace.slug}/settings/targets/copies/?year=2027").status_code == 303
    assert now(workspace, year=2027) == {(whoses[2].key, 1): 7}


def test_a_refusal_to_take_over_is_said(workspace, mia, as_member, monkeypatch):
    def refuse(*_facts, by):
        raise Refused("Gone meanwhile.")

    monkeypatch.setattr("stegvis.insights.views.targets.copy_targets", refuse)
    client = as_member(mia)
    assert client.post(f"/w/{workspace.slug}/settings/targets/copies/?year=2027").status_code == 303
    assert "Gone meanwhile." in client.get(grid(mia)).content.decode()


def test_a_value_keeps_the_currency_in_which_it_was_set(workspace, mia, as_member):
    whole, next_year = Whose(), date(2027, 1, 1)
    home = workspace.currency
    set_targets(PLAN, {(whole, FIRST): Decimal(500)}, by=mia)
    set_targets(PLAN, {(whole, FIRST): Decimal(600)}, by=mia)
    undo = kept_undo(mia)
    workspace.currency = mia.workspace.currency = "NOK"
    workspace.save()
    client, seen = as_member(mia), json.dumps({"whole.01": f"600 {home}"})
    page = client.get(grid(mia)).content.decode()
    assert f'value="600 {home}"' in page
    assert copy_targets(PLAN, 2027, by=mia) == 1
    assert find_targets(workspace, PLAN, [next_year]) == {(whole, next_year): Goal(Decimal(600), home)}
    assert not take_back_act(undo, by=mia)
    assert find_targets(workspace, PLAN, [FIRST]) == {(whole, FIRST): Goal(Decimal(500), home)}
    assert client.post(grid(mia), {"whole.01": "500", "seen": seen}).status_code == 422
    client.post(grid(mia), {"whole.01": "500", "seen": seen.replace("600", "500")})
    assert find_targets(workspace, PLAN, [FIRST]) == {(whole, FIRST): Goal(Decimal(500), "NOK")}


def test_a_years_number_leaves_what_somebody_set_meanwhile(workspace, mia, as_member):
    client = as_member(mia)
    set_targets(PLAN, {(Whose(), FIRST): Decimal(500)}, by=mia)
    answer = client.post(grid(mia), {"whole.01": "", "whole.year": "4k", "seen": "{}"})
    assert (answer.status_code, now(workspace)) == (422, {("whole", 1): 500})
    assert "Meanwhile this was set to Q1 500" in answer.content.decode()
    client.post(grid(mia), {"whole.01": "500", "whole.year": "4k", "seen": json.dumps({"whole.01": "500"})})
    assert sum(now(workspace).values()) == 4000


def test_teams_are_paged_like_members_and_the_own_one_is_found_last(workspace, mia, monkeypatch):
    monkeypatch.setattr("stegvis.insights.queries.target_rows.PAGE", 2)
    teams = [builders.make_team(workspace, name) for name in ("A", "B", "C")]
    rows, after = read_rows(mia)
    assert ([row.name for row in rows], after) == (["Everybody", "A", "B"], Whose("team", teams[1].pk))
    rows, after = read_rows(mia, after)
    assert (rows[0].name, [row.whose.kind for row in rows], after.kind) == ("C", ["team", "member", "member"], "member")
    teams[2].members.add(mia)
    workspace.grants = {"manager": {"targets": "team"}}
    workspace.save()
    mia.workspace = workspace
    assert [row.name for row in read_rows(mia)[0]] == ["C", "Mia"]


def test_taking_back_what_changed_since_notes_nothing(workspace, mia):
    set_targets(PLAN, {(Whose(), FIRST): Decimal(5)}, by=mia)
    undo = kept_undo(mia)
    set_targets(PLAN, {(Whose(), FIRST): Decimal(6)}, by=mia)
    assert "changed since" in take_back_act(undo, by=mia)
    assert AuditEntry.objects.filter(workspace=workspace, act="targets_set").count() == 2


def test_within_a_team_its_own_only(workspace, team, owen, mia, alice, bob, charlie):
    with pytest.raises(PermissionDenied):
        set_targets(PLAN, {(Whose("member", alice.pk), FIRST): Decimal(1)}, by=alice)
    workspace.grants = {"manager": {"targets": "team"}}
    workspace.save()
    mia.workspace = workspace
    team.members.add(mia)
    for whose in (Whose("team", team.pk), Whose("member", alice.pk)):
        set_targets(PLAN, {(whose, FIRST): Decimal(1)}, by=mia)
    for whose in (Whose(), Whose("member", bob.pk), Whose("team", team.pk + 1)):
        with pytest.raises(PermissionDenied):
            set_targets(PLAN, {(whose, FIRST): Decimal(1)}, by=mia)
    elsewhere = builders.make_process(charlie.workspace)
    for plan, whose in ((Plan("quarter", "value", elsewhere.pk), Whose()), (PLAN, Whose("member", charlie.pk))):
        with pytest.raises(Refused):
            set_targets(plan, {(whose, FIRST): Decimal(1)}, by=owen)


def test_the_grid_takes_numbers_as_people_write_them(workspace, team, mia, alice, as_member):
    client, mine = as_member(mia), f"member-{alice.pk}"
    page = client.get(grid(mia)).content.decode()
    assert all(words in page for words in ("Everybody", "North", "Alice", "Mia", f'name="{mine}.01"'))
    client.post(grid(mia), {f"{mine}.01": "1,200,000", f"{mine}.04": "1.5m", "whole.year": "4k", "seen": "{}"})
    assert now(workspace) == {
        (mine, 1): 1_200_000,
        (mine, 4): 1_500_000,
        **{("whole", month): 1000 for month in (1, 4, 7, 10)},
    }
    client.post(grid(mia, "&by=month&of=wins"), {"whole.year": "14", "seen": "{}"})
    assert sum(now(workspace, Plan("month", "wins")).values()) == 14


def test_a_bad_cell_says_so_and_keeps_all_that_was_typed(workspace, mia, alice, as_member):
    client, mine = as_member(mia), f"member-{alice.pk}"
    set_targets(PLAN, {(Whose(), FIRST): Decimal(500)}, by=mia)
    wrong = {
        "whole.04": "a lot",
        "whole.07": "-3",
        "whole.10": "9" * 10_000,
        f"{mine}.04": "3 EUR",
        f"{mine}.07": "\x00",
    }
    answer = client.post(grid(mia), {f"{mine}.01": "70", "whole.01": "600", "seen": "[[", **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('aria-invalid="true"') == 6
    assert all(words in page for words in ('value="70"', 'value="a lot"', "Meanwhile this was set to 500"))
    assert now(workspace) == {("whole", 1): 500}
    answer = client.post(grid(mia), {"whole.01": "600", f"{mine}.01": "70", "seen": json.dumps({"whole.01": "500"})})
    assert (answer.status_code, now(workspace)) == (303, {("whole", 1): 600, (mine, 1): 70})


def test_forged_addresses_and_rows_do_nothing(workspace, mia, alice, charlie, as_member):
    client, huge = as_member(mia), "9" * 30
    for query in (f"&year={huge}", "&by=day&of=x", f"&process={huge}", "&after=x", f"&after={huge}", "&process=%00"):
        assert client.get(grid(mia, query)).status_code == 200, query
    client.post(
        grid(mia), {f"member-{charlie.pk}.01": "5", f"member-{huge}.01": "5", "team-1.01": "5", "whole.13": "5"}
    )
    assert not Target.objects.filter(workspace=workspace).exists()
    assert as_member(alice).get(grid(mia)).status_code == 403
    assert as_member(charlie).get(grid(mia)).status_code == 404
