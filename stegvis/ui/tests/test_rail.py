"""The places of the navigation, and the marks beside names."""

import pytest

from stegvis.ui import marks, rail


@pytest.fixture(autouse=True)
def own_places(monkeypatch):
    monkeypatch.setattr(rail, "_places", {})
    monkeypatch.setattr(rail, "exists", lambda name: name != "gone")
    monkeypatch.setattr(rail, "address", lambda name, slug: f"/w/{slug}/{name}/")


def test_places_come_in_order_each_with_its_address():
    rail.register(rail.Place("b", "second", "Second", "star", 20))
    rail.register(rail.Place("a", "first", "First", "star", 10))
    rail.register(rail.Place("f", "foot", "Foot", "star", 5, foot=True))
    assert [address for _, address in rail.items("acme")] == ["/w/acme/first/", "/w/acme/second/"]
    assert [place.key for place, _ in rail.items("acme", foot=True)] == ["f"]


def test_a_place_whose_app_is_not_there_is_left_out():
    rail.register(rail.Place("x", "gone", "Gone", "star", 10))
    assert rail.items("acme") == []


@pytest.mark.parametrize(
    ("name", "expected"), [("Åsa von Berg", "ÅB"), ("Nordan", "N"), ("Ann-Marie Ek", "AE"), ("", "?"), ("(ACME)", "?")]
)
def test_initials_are_at_most_two(name, expected):
    assert marks.initials(name) == expected


def test_depths_spread_over_as_many_stages_as_there_are():
    assert [marks.depth(position, 4) for position in range(4)] == [1, 2, 3, 4]
    assert [marks.depth(position, 9) for position in (0, 4, 8)] == [1, 3, 6]
