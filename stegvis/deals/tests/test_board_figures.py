"""A board's counts and sums are what looking at every deal would give, whoever looks and whatever the filters."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.deals.models import Deal
from stegvis.deals.operations.competing import put_in_play
from stegvis.deals.periods import begin_of, next_quarter, quarter_start
from stegvis.deals.queries.board import read_board
from stegvis.processes.models import StageKind
from stegvis.testing.builders import make_deal, make_team, stage_of
from stegvis.workspaces.models import Rate, Tag

RATES = {"SEK": Decimal(1), "NOK": Decimal("0.98"), "PLN": Decimal("2.6")}
STAGES = ["Lead", "Qualified", "Won", "Lost", "Fridge", "Quarterly check-in", "Win-back"]
DEALS = st.lists(
    st.tuples(
        st.sampled_from(STAGES),
        st.sampled_from(["alice", "bob", "mia", None]),
        st.sampled_from(["SEK", "NOK", "PLN", "EUR"]),
        st.one_of(st.none(), st.decimals(0, 10**9, places=2)),
        st.booleans(),  # private
        st.booleans(),  # Alice is named on it
        st.sampled_from([-400, -26, -25, -1, 0, 1, 2, 24]),  # closed so many hours after the quarter began
    ),
    max_size=14,
)
SCOPES = st.sampled_from(["all", "team", "own"])
FILTERS = st.sampled_from(["", "owner=alice", "owner=alice&owner=none", "team", "team&owner=bob", "value-from=500"])


@pytest.fixture
def teams(workspace, alice, bob, mia):
    lately = timezone.localdate() - timedelta(2)  # today in one zone may be tomorrow in another
    for currency in ("NOK", "PLN"):
        Rate.objects.create(workspace=workspace, currency=currency, rate=99, since=lately - timedelta(9))
        Rate.objects.create(workspace=workspace, currency=currency, rate=RATES[currency], since=lately)
    return make_team(workspace, "North", alice, bob), make_team(workspace, "South", mia)


@pytest.mark.parametrize("zone", ["Europe/Warsaw", "America/Denver"])
@given(made=DEALS, scope=SCOPES, chosen=FILTERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_and_sums_are_those_of_the_deals_themselves(zone, made, scope, chosen, cast, process, teams):
    with timezone.override(zone):
        clear(cast.alice)
        for one in made:
            put(one, cast, process)
        cast.alice.workspace.grants = {"seller": {"see": scope}}
        query = chosen.replace("team", f"team={teams[0].pk}")
        for name in ("alice", "bob"):
            query = query.replace(f"owner={name}", f"owner={getattr(cast, name).pk}")
        for member in (cast.alice, cast.mia):
            member.workspace = cast.alice.workspace
            member.__dict__.pop("_members_of_teams", None)
            check(member, query, teams[0])


def clear(member) -> None:
    for deal in Deal.objects.filter(workspace=member.workspace):
        deal.visits.all().delete()
    # History stays (it cannot be removed), the deals are put where no board looks.
    from stegvis.workspaces.models import Deletion

    gone = Deletion.objects.create(workspace=member.workspace, what="between examples")
    Deal.objects.filter(workspace=member.workspace).update(deletion=gone)


def put(one, cast, process) -> None:
    name, owner, currency, amount, private, named, hours = one
    stage = stage_of(process, name)
    deal = make_deal(cast.owen, process=process, currency=currency, amount=amount)
    closed = None if stage.kind in ("open", "parked") else begin_of(quarter_start()) + timedelta(hours=hours)
    who = getattr(cast, owner) if owner else None
    Deal.objects.filter(workspace=deal.workspace, pk=deal.pk).update(
        stage=stage, status=stage.kind, owner=who, private=private, closed_at=closed
    )
    if named:
        deal.named.add(cast.alice)


def check(member, query: str, team) -> None:
    board = read_board(member, QueryDict(query))
    deals = list(board_deals(member, query, team))
    for column in board.columns:
        compare(column, [deal for deal in deals if deal.stage_id == column.stage.id])
        shown = {card.id for card in column.stack.cards}
        assert shown == {deal.pk for deal in deals if deal.stage_id == column.stage.id}
    begin = begin_of(quarter_start())
    recent = [deal for deal in deals if deal.closed_at and deal.closed_at >= begin]
    expected = {
        "won": [deal for deal in recent if deal.status in ("won", "after_won")],
        "lost": [deal for deal in recent if deal.status in ("lost", "after_lost")],
        "parked": [deal for deal in deals if deal.status == "parked"],
        "after_won": [deal for deal in deals if deal.status == "after_won"],
    }
    for outcome in board.outcomes:
        compare(outcome, expected[outcome.kind])


def board_deals(member, query: str, team):
    params, deals = QueryDict(query), Deal.objects.visible_to(member)
    ids = set(team.members.values_list("pk", flat=True))
    for deal in deals:
        owners = params.getlist("owner")
        if owners and (str(deal.owner_id) if deal.owner_id else "none") not in owners:
            continue
        if "team" in params and deal.owner_id not in ids:
            continue
        if "value-from" in params and (deal.amount is None or deal.amount < 500):
            continue
        yield deal


def compare(shown, deals) -> None:
    assert (shown.deals, shown.capped) == (len(deals), False)
    amounts = defaultdict(Decimal)
    for deal in deals:
        amounts[deal.currency] += deal.amount or 0
    cent = Decimal("0.01")
    converted = sum((amount * RATES[code]).quantize(cent) for code, amount in amounts.items() if code in RATES)
    assert shown.total.amount == converted
    assert dict(shown.total.apart) == {code: amount for code, amount in amounts.items() if code == "EUR" and amount}


def test_quarters_begin_in_january_april_july_and_october():
    days = [datetime(2026, month, 15, tzinfo=UTC).date() for month in range(1, 13)]
    assert [quarter_start(day).month for day in days] == [1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10]
    assert next_quarter(days[11]).isoformat() == "2027-01-01"
    assert next_quarter(days[0]).isoformat() == "2026-04-01"


def test_a_stage_counts_for_its_probability(alice, process):
    make_deal(alice, process=process, amount=1000)
    make_deal(alice, process=process, amount=500, stage=stage_of(process, "Proposal made"))
    board = read_board(alice, QueryDict())
    assert [column.weighted.amount for column in board.columns] == [50, 0, 300]
    assert (board.deals, board.total.amount, board.weighted.amount) == (2, 1500, 350)


def test_of_many_deals_only_the_newest_are_looked_at_and_none_summed(alice, process, monkeypatch):
    monkeypatch.setattr("stegvis.deals.queries.tallies.LOOK", 3)
    for _ in range(5):
        make_deal(alice, process=process, amount=10)
    make_deal(alice, process=process, amount=10, stage=stage_of(process, "Qualified"))
    lead, qualified, _proposal = read_board(alice, QueryDict("value-from=5")).columns
    assert (lead.deals, lead.capped, lead.total, lead.weighted) == (4, True, None, None)
    assert (qualified.deals, qualified.capped, qualified.total.amount) == (1, False, 10)


def test_a_board_of_nothing_has_columns_of_nothing(alice, process):
    board = read_board(alice, QueryDict())
    assert [column.deals for column in board.columns] == [0, 0, 0]
    assert [outcome.kind for outcome in board.outcomes] == [
        StageKind.WON,
        StageKind.LOST,
        StageKind.PARKED,
        StageKind.AFTER_WON,
    ]


def test_a_short_list_of_tagged_deals_is_counted_whole_and_a_long_one_looked_for(alice, process, monkeypatch):
    tag = Tag.objects.create(workspace=alice.workspace, name="Fair")
    for number in range(4):
        deal = make_deal(alice, process=process, amount=10)
        if number < 2:
            deal.tags.add(tag)
            rival = put_in_play(deal, "Voltaro", by=alice)
    for few in (5, 1):
        monkeypatch.setattr("stegvis.deals.filters.FEW", few)
        for query, kept in ((f"tag={tag.pk}", "_tagged_deals"), (f"competitor={rival.competitor_id}", "_met_deals")):
            alice.__dict__.pop(kept, None)
            lead = read_board(alice, QueryDict(query)).columns[0]
            assert (lead.deals, lead.total.amount, len(lead.stack.cards)) == (2, 20, 2)
