"""Paging by key: every row once, forward and back, whatever ties and gaps there are."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.core.lists.paging import Order, stretch
from stegvis.core.lists.tokens import BadToken, pack
from stegvis.people.models import Company

names = st.sampled_from(["", "a", "B", "å", "ą", "zz", "\u202eabc", "🙂"]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5
)
facts = st.tuples(
    names,
    st.none() | st.integers(0, 3),
    st.none()
    | st.sampled_from([Decimal("-1.5"), Decimal("0"), Decimal("9.99"), Decimal("10"), Decimal("12345678.90")]),
)
orders = st.builds(Order, st.sampled_from(["name_key", "employees", "revenue", "created_at", "country"]), st.booleans())


def companies(workspace, rows) -> set[int]:
    Company.objects.filter(workspace=workspace).delete()
    made = Company.objects.bulk_create(
        Company(workspace=workspace, name=name or "x", name_key=name, employees=employees, revenue=revenue)
        for name, employees, revenue in rows
    )
    return {one.pk for one in made}


def walk(workspace, order, size, start="", *, back=False) -> list[list[int]]:
    """The ids of all pages from the start on, or from the token `start` back, and the last tokens seen."""
    listed = Company.objects.filter(workspace=workspace).values("id", order.field)
    pages, token = [], start
    while True:
        page = stretch(listed, order, size=size, **({"before": token} if back else {"after": token}))
        pages.append(page)
        token = page.before if back else page.after
        if not token:
            return pages


def ids(pages) -> list[int]:
    return [row["id"] for page in pages for row in page.rows]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(facts, max_size=14), order=orders, size=st.integers(1, 5))
def test_pages_hold_every_row_once_forward_and_back(workspace, rows, order, size):
    expected = companies(workspace, rows)
    forward = walk(workspace, order, size)
    assert sorted(ids(forward)) == sorted(expected)
    assert all(len(page.rows) == size for page in forward[:-1])
    if len(forward) > 1:
        back = walk(workspace, order, size, forward[-1].before, back=True)
        assert ids(back[::-1]) == ids(forward[:-1])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(facts, min_size=1, max_size=10), descending=st.booleans())
def test_rows_without_a_value_come_last_both_ways(workspace, rows, descending):
    companies(workspace, rows)
    values = [row["employees"] for page in walk(workspace, Order("employees", descending), 3) for row in page.rows]
    known = [value for value in values if value is not None]
    assert values == sorted(known, reverse=descending) + [None] * (len(values) - len(known))


HOSTILE = [
    "x",
    "🙂",
    "a" * 10_000,
    "W10",
    pack([]),
    pack(["employees", 5, 1]),
    pack(["employees", "5", "1"]),
    pack(["employees", "5", 2**63]),
    pack(["employees", "5", -1]),
    pack(["employees", "9" * 400, 1]),
    pack(["employees", "five", 1]),
    pack(["employees", "5\x00", 1]),
    pack(["-employees", "5", 1]),
    pack(["name_key", "x\x00", 1]),
    pack({"a": 1}),
    pack(["name_key", "a", 1]),
]


@pytest.mark.parametrize("token", HOSTILE)
def test_an_invented_token_is_refused_and_never_reaches_the_database(workspace, token):
    with pytest.raises(BadToken):
        stretch(Company.objects.filter(workspace=workspace).values("id", "employees"), Order("employees"), after=token)


def test_a_token_with_a_character_no_column_holds_is_refused(workspace):
    listed = Company.objects.filter(workspace=workspace).values("id", "name_key")
    with pytest.raises(BadToken):
        stretch(listed, Order("name_key"), after=pack(["name_key", "a\x00", 1]))


def test_a_page_asks_an_index_and_sorts_nothing(workspace, django_assert_num_queries):
    companies(workspace, [("a", None, None)] * 3)
    listed = Company.objects.filter(workspace=workspace).values("id", "name_key")
    with django_assert_num_queries(1):
        page = stretch(listed, Order("name_key"), size=2)
    with django_assert_num_queries(1):
        assert len(stretch(listed, Order("name_key"), size=2, after=page.after).rows) == 1
