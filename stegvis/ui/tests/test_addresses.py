"""Addresses made from a pattern are those that Django would find."""

import pytest
from django.urls import NoReverseMatch, reverse

from stegvis.ui.addresses import FIRST_MARK, address

SLUG = {"slug": "granfors"}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("deals:board", SLUG),
        ("deals:deal", SLUG | {"pk": 7}),
        ("deals:deal", {"pk": 2**63 - 1, "slug": "a-b"}),
        ("insights:report", SLUG | {"name": "win_loss"}),
        ("processes:process", SLUG | {"pk": 0}),
    ],
)
def test_an_address_is_what_django_finds_for_one_and_for_the_next(name, values):
    for more in (0, 1):
        wanted = {key: value + more if isinstance(value, int) else value for key, value in values.items()}
        assert address(name, **wanted) == reverse(name, kwargs=wanted)


def test_numbers_stand_where_the_address_wants_them_not_where_they_were_given():
    given = {"step": 3, "pk": 5} | SLUG
    assert address("buyers:step", **given) == reverse("buyers:step", kwargs=given)


def test_a_slug_may_be_any_number():
    given = {"slug": str(FIRST_MARK + 1), "pk": 5}
    assert address("deals:deal", **given) == reverse("deals:deal", kwargs=given)


@pytest.mark.parametrize("wrong", [{"pk": -1}, {"pk": "x"}, {}, {"pk": 1, "of": 2}])
def test_an_address_that_does_not_exist_is_an_error(wrong):
    with pytest.raises(NoReverseMatch):
        address("deals:deal", **SLUG, **wrong)
