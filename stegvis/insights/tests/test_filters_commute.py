"""Filters of reports leave the same deals, in whatever order they are applied."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from stegvis.deals.models import Deal
from stegvis.deals.operations.moving import move_deal
from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.insights.queries.population import deals_of
from stegvis.testing import builders

DAY = date(2026, 3, 1)


@pytest.fixture
def queries(alice, bob, mia, process) -> list[str]:
    """Eight deals that differ in all that filters look at, and one query for each filter."""
    team = builders.make_team(alice.workspace, "North", alice)
    for n in range(8):
        who, source = (alice, bob)[n % 2], ("Fair", "Mail")[n // 2 % 2]
        facts = {"amount": 100 * n, "source": source, "expected_close": DAY + timedelta(days=10 * n)}
        deal = builders.make_deal(who, str(n), currency="SEK", **facts)
        if n > 3:
            move_deal(deal, builders.stage_of(process, "Qualified"), by=who)
    closing = f"closing-to={DAY + timedelta(days=50)}"
    return [f"owner={alice.pk}", f"team={team.pk}", "source=fair", "value-from=200", closing, f"process={process.pk}"]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.data())
def test_any_order_leaves_the_same_deals_and_the_same_report(data, queries, mia):
    chosen = data.draw(some.lists(some.sampled_from(queries), min_size=2, unique=True))
    funnel = known("funnel")
    asked = read_asked(mia, funnel, QueryDict("&".join(chosen)))
    turned = read_asked(mia, funnel, QueryDict("&".join(reversed(chosen))))
    alone = [set(deals_of(read_asked(mia, funnel, QueryDict(one))).values_list("pk", flat=True)) for one in chosen]
    assert all(len(ids) < 8 or "process" in one for one, ids in zip(chosen, alone, strict=True)), "each narrows"
    assert ids_by(asked, asked.filters) == ids_by(asked, asked.filters[::-1]) == set.intersection(*alone)
    assert funnel.make(asked).tables == funnel.make(turned).tables


def ids_by(asked, filters) -> set[int]:
    """The deals that are left when these filters are applied one after the other."""
    deals = Deal.objects.visible_to(asked.member)
    for one in filters:
        deals = one.narrow(deals, asked.member)
    return set(deals.values_list("pk", flat=True))
