"""Lists go by own fields too: every record once, those without a value last, however many there are."""

from itertools import pairwise

import pytest
from django.db import connection

from stegvis.core.lists.tokens import BadToken, pack
from stegvis.people.models import Company
from stegvis.testing import builders
from stegvis.workspaces.operations.editing import edit_record
from stegvis.workspaces.own import sorting
from stegvis.workspaces.own.sorting import OwnOrder

VALUES = {
    "number": ["10", "-3.5", "2", None, "10", None, "0.25"],
    "date": ["2026-01-31", None, "2025-12-24", "2026-01-31", "2027-05-01", None, "1999-01-01"],
    "text": ["Öre", "ore", None, "Zebra", "abc", "abc", None],
    "choice": ["2", "1", None, "3", "1", "2", None],
    "money": [{"amount": "5", "currency": "EUR"}, None, {"amount": "12", "currency": "SEK"}, None, None, None, None],
}

WORD = "own-rank"
FORGED = (
    [],
    [WORD, False, "NaN", 1],
    [WORD, False, "1e99", 1],
    [WORD, False, "1e1000000", 1],
    [WORD, False, "999999999999999.99999", 1],
    [WORD, True, "never", 1],
    [WORD, True, "0001-01-01T00:00:00+14:00", 1],
    [WORD, False, "1", 2**70],
    ["other", False, "1", 1],
)


def fill(alice, owen, kind: str, *, choices=("Late", "Early", "Now")):
    facts = {"choices": [("", name) for name in choices]} if kind == "choice" else {}
    field = builders.make_field(owen, "Rank", kind, **facts)
    made = [builders.make_company(alice, f"No. {place}") for place in range(len(VALUES[kind]))]
    for company, value in zip(made, VALUES[kind], strict=True):
        if value is not None:
            edit_record(company, {"own:rank": value}, by=owen)
    return field, made


def chained(pages: list[list[int]]) -> list[int]:
    return [pk for page in pages for pk in page]


def walk(order, records, *, size=2, descending=False, back_from="", limit=20) -> tuple[list[list[int]], str]:
    """The ids page by page, and the token before the last page; or backwards from `back_from`."""
    pages, token, before = [], back_from, ""
    for _ in range(limit):
        places = {"after": "", "before": token} if back_from else {"after": token, "before": ""}
        page = order.stretch(records, ["id", "name"], descending=descending, size=size, **places)
        pages.append([row["id"] for row in page.rows])
        before, token = page.before or before, (page.before if back_from else page.after) or ""
        if not token:
            break
    return pages, before


@pytest.mark.parametrize("many", [False, True], ids=["few", "many"])
@pytest.mark.parametrize("kind", VALUES)
def test_every_record_once_forward_and_back(kind, many, owen, alice, monkeypatch):
    field, made = fill(alice, owen, kind)
    if many:
        monkeypatch.setattr(sorting, "CAP", 1)
    records, order = Company.objects.visible_to(alice), OwnOrder(field)
    absent = [one.pk for one, value in zip(made, VALUES[kind], strict=True) if value is None][::-1]
    for descending in (False, True):
        forward, token = walk(order, records, descending=descending)
        ids = chained(forward)
        assert sorted(ids) == sorted(one.pk for one in made)
        assert ids[-len(absent) :] == absent
        keys = {one.pk: key(kind, value) for one, value in zip(made, VALUES[kind], strict=True) if value is not None}
        present = [(keys[pk], pk) for pk in ids[: -len(absent)]]
        assert present == sorted(present, reverse=descending)
        back, _none = walk(order, records, descending=descending, back_from=token)
        assert chained(back[::-1]) == chained(forward[:-1])


def key(kind: str, value):
    """By what people would put these in order."""
    if kind == "number":
        return float(value)
    if kind == "money":
        return float(value["amount"])
    return value.lower().replace("ö", "o") if kind == "text" else value


def test_only_what_passes_is_walked_and_forged_places_are_none(owen, alice, bob, charlie, monkeypatch):
    field, made = fill(alice, owen, "number")
    hidden = builders.make_company(bob, "Secret", private=True)
    edit_record(hidden, {"own:rank": "1"}, by=bob)
    order = OwnOrder(field)
    for cap in (1, 1000):
        monkeypatch.setattr(sorting, "CAP", cap)
        few = Company.objects.visible_to(alice).filter(pk__in=[made[0].pk, made[1].pk, made[3].pk])
        assert walk(order, few)[0] == [[made[1].pk, made[0].pk], [made[3].pk]]
        assert hidden.pk not in chained(walk(order, Company.objects.visible_to(alice))[0])
        assert walk(order, Company.objects.visible_to(charlie))[0] == [[]]
    for forged in FORGED:
        with pytest.raises(BadToken):
            order.stretch(few, ["id"], descending=False, size=2, after=pack(forged), before="")


def test_the_list_offers_it_and_keeps_to_its_queries(owen, alice, as_member, django_assert_max_num_queries):
    fill(alice, owen, "number")
    client = as_member(alice)
    client.get("/w/granfors/companies/?sort=own-rank&columns=own-rank")
    with django_assert_max_num_queries(12):
        page = client.get("/w/granfors/companies/?sort=own-rank&columns=own-rank").text
    assert 'aria-sort="ascending"' in page
    assert "sort=-own-rank" in page
    shown = [page.index(f">No. {place}<") for place in (1, 6, 2, 0, 4, 5, 3)]
    assert all(one < following for one, following in pairwise(shown))
    assert client.get("/w/granfors/companies/?sort=own-rank&after=forged").status_code == 200
    assert client.get("/w/granfors/companies/?sort=own-nothing").status_code == 200


def test_many_values_are_walked_in_their_index(owen, alice, monkeypatch):
    field, _made = fill(alice, owen, "number")
    monkeypatch.setattr(sorting, "CAP", 1)
    part = sorting._Walk(field, Company.objects.visible_to(alice), False, False)._with(None)
    if connection.vendor == "sqlite":
        plan = part.behind(None, down=False)[:50].explain()
        assert "workspaces_value_number" in plan
        assert "TEMP B-TREE" not in plan
