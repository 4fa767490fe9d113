"""A list as an address asks for it: columns, filters, sort, pages, and addresses that ask for nonsense."""

import datetime

import pytest
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from stegvis.core.lists import Choices, Column, Contains, Count, Days, Listing, Numbers, Option, YesNo
from stegvis.core.lists.addresses import varied
from stegvis.people.models import Company
from stegvis.testing.builders import make_company
from stegvis.workspaces.models import Member, Tag


def owners(reader: Member) -> list[Option]:
    return [Option(str(one.pk), one.name) for one in Member.objects.filter(workspace=reader.workspace)]


def tags(reader: Member) -> list[Option]:
    return [Option(str(one.pk), one.name) for one in Tag.objects.filter(workspace=reader.workspace)]


def load_shouts(rows, reader) -> None:
    for row in rows:
        row.shout = f"{row.name}! {reader.name}"


LIST = Listing(
    key="companies",
    sort="name",
    fields=("name",),
    columns=[
        Column("name", "Company", sort="name_key", fixed=True),
        Column("people", "People", fields=("employees",), sort="employees", number=True, first_down=True),
        Column("shout", "Shout", load=load_shouts, default=False),
        Column("owner", "Owner", fields=("owner_id",)),
    ],
    filters=[
        Choices("owner", "Owner", choose=owners, lookup="owner", none="No owner"),
        Choices("tag", "Tag", choose=tags, lookup="tags", none="No tag"),
        Choices(
            "industry", "Industry", choose=lambda reader: [Option("Steel", "Steel")], lookup="industry", none="None"
        ),
        Numbers("people", "People", column="employees"),
        Days("made", "Made", column="created_at"),
        Contains("name", "Name", folded="name_key"),
        Contains("city", "City", lookup=lambda text: Q(source__icontains=text)),
        YesNo("private", "Private", by=lambda rows, wanted, reader: rows.filter(private=wanted)),
    ],
)


def ask(reader, query="", **more):
    return LIST.page(QueryDict(query), Company.objects.filter(workspace=reader.workspace), reader=reader, **more)


def names(page) -> list[str]:
    return [row.name for row in page.rows]


@pytest.fixture
def few(alice, bob):
    """Four companies that differ in everything a filter asks for."""
    steel = Tag.objects.create(workspace=alice.workspace, name="Steel")
    made = {
        "Alfa": make_company(alice, "Alfa", employees=10, industry="Steel"),
        "Beta": make_company(bob, "Beta", employees=200, source="Łódź"),
        "Gama": make_company(alice, "Gama", private=True),
        "Åkeri": make_company(bob, "Åkeri", name_key="akeri", employees=10),
    }
    Company.objects.filter(workspace=alice.workspace, name="Åkeri").update(owner=None)
    Company.objects.filter(workspace=alice.workspace, name="Beta").update(
        created_at=timezone.make_aware(datetime.datetime(2024, 5, 31, 23, 30))
    )
    made["Alfa"].tags.add(steel)
    made["Beta"].tags.add(steel)
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Åkeri", "Alfa", "Beta", "Gama"]),
        ("sort=-name", ["Gama", "Beta", "Alfa", "Åkeri"]),
        ("sort=people", ["Alfa", "Åkeri", "Beta", "Gama"]),
        ("sort=-people", ["Beta", "Åkeri", "Alfa", "Gama"]),
        ("owner=none", ["Åkeri"]),
        ("tag=none", ["Åkeri", "Gama"]),
        ("industry=Steel", ["Alfa"]),
        ("industry=none", ["Åkeri", "Beta", "Gama"]),
        ("people-from=11", ["Beta"]),
        ("people-to=10,0", ["Åkeri", "Alfa"]),
        ("people-from=10&people-to=10", ["Åkeri", "Alfa"]),
        ("made-to=2024-05-31", ["Beta"]),
        ("made-from=2024-06-01", ["Åkeri", "Alfa", "Gama"]),
        ("name=ÅKER", ["Åkeri"]),
        ("name=%25", []),
        ("city=Łód", ["Beta"]),
        ("private=yes", ["Gama"]),
        ("private=no&people-from=100", ["Beta"]),
    ],
)
def test_the_address_says_what_is_shown(alice, few, query, expected):
    page = ask(alice, query)
    assert (names(page), page.notices, page.count.number) == (expected, [], len(expected))


def test_several_of_one_kind_add_up(alice, bob, few):
    assert names(ask(alice, f"owner={alice.pk}&owner={bob.pk}")) == ["Alfa", "Beta", "Gama"]
    assert names(ask(alice, f"owner={alice.pk}&owner=none")) == ["Åkeri", "Alfa", "Gama"]


def test_a_row_with_two_matching_tags_comes_once(alice, few):
    other = Tag.objects.create(workspace=alice.workspace, name="Other")
    few["Alfa"].tags.add(other)
    chosen = "&".join(f"tag={tag.pk}" for tag in Tag.objects.filter(workspace=alice.workspace))
    assert names(ask(alice, chosen)) == ["Alfa", "Beta"]


@pytest.mark.parametrize(
    "query",
    [
        "owner=999999",
        "owner=1%00",
        "owner=" + "9" * 10_000,
        "tag=<script>",
        "people-from=many",
        "people-from=1e999999999",
        "people-to=NaN",
        "people-to=1e-999999999",
        "made-from=2024-13-45",
        "made-to=0001-01-01",
        "name=" + "a" * 10_000,
        "name=a%00b",
        "private=perhaps",
        "sort=password",
        "sort=--name",
        "columns=secret",
        "after=nonsense",
        "before=" + "A" * 10_000,
    ],
)
def test_an_address_with_nonsense_shows_the_rest_and_says_so(alice, few, query):
    page = ask(alice, query)
    assert names(page) == ["Åkeri", "Alfa", "Beta", "Gama"]
    assert len(page.notices) == 1
    assert len(page.notices[0]) < 200


def test_nonsense_beside_sense_leaves_the_sense(alice, few):
    page = ask(alice, f"owner=7777777&owner={alice.pk}&name=gam")
    assert (names(page), len(page.notices)) == (["Gama"], 1)


def test_columns_come_from_the_address_then_from_memory_then_from_the_list(alice, few):
    assert [one.key for one in ask(alice).columns] == ["name", "people", "owner"]
    assert [one.key for one in ask(alice, chosen=["shout"]).columns] == ["name", "shout"]
    assert [one.key for one in ask(alice, "columns=owner,people", chosen=["shout"]).columns] == [
        "name",
        "people",
        "owner",
    ]


def test_loaders_run_once_for_the_columns_shown(alice, few, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert not hasattr(ask(alice).rows[0], "shout")
    assert ask(alice, "columns=shout").rows[0].shout == "Åkeri! Alice"


def test_queries_do_not_grow_with_rows(alice, few, django_assert_num_queries):
    for number in range(60):
        make_company(alice, f"Company {number:02}", name_key=f"x{number:02}")
    with django_assert_num_queries(4):
        page = ask(alice)
    assert len(page.rows) == 50


def test_pages_lead_on_and_back_with_filters_kept(alice, few):
    first = ask(alice, "private=no", size=2)
    assert (names(first), first.previous_address) == (["Åkeri", "Alfa"], "")
    second = ask(alice, first.next_address[1:], size=2)
    assert (names(second), second.next_address) == (["Beta"], "")
    assert names(ask(alice, second.previous_address[1:], size=2)) == ["Åkeri", "Alfa"]


def test_sorting_and_filtering_start_from_the_beginning(alice, few):
    page = ask(alice, ask(alice, "people-to=100", size=1).next_address[1:], size=1)
    people = page.columns[1]
    assert page.sort_address(people) == "?people-to=100&sort=-people"
    assert page.direction(page.columns[0]) == "ascending"
    assert page.address_without(next(one for one in page.filters if one.on)) == "?"
    assert page.carried() == [("people-to", "100")]


def test_a_token_of_another_order_is_left_out_with_a_notice(alice, few):
    page = ask(alice, ask(alice, size=1).next_address[1:] + "&sort=people")
    assert (len(page.rows), len(page.notices)) == (4, 1)


def test_counts_stop_at_a_thousand_and_a_kept_one_serves_while_nothing_is_filtered(alice):
    Company.objects.bulk_create(Company(workspace=alice.workspace, name="x", name_key="x") for _ in range(1001))
    assert ask(alice).count == Count(1000, capped=True)
    assert ask(alice, count=Count(1001)).count == Count(1001)
    assert ask(alice, "private=yes", count=Count(1001)).count == Count(0)


def test_addresses_quote_what_they_carry():
    assert varied(QueryDict("name=a%26b"), {"sort": "<x>"}) == "?name=a%26b&sort=%3Cx%3E"
