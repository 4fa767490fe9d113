"""Settings of lost reasons and the price list."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stegvis.core.errors import Refused
from stegvis.deals.models import LostReason, Product
from stegvis.deals.operations.lost_reasons import (
    add_lost_reason,
    archive_lost_reason,
    rename_lost_reason,
    shift_lost_reason,
)
from stegvis.deals.operations.moving import lose_deal
from stegvis.deals.operations.products import add_product, change_product, delete_product
from stegvis.testing.builders import make_deal, make_lost_reason
from stegvis.workspaces.models import FieldChange
from stegvis.workspaces.operations.deleting import restore_deletion

FACTS = {"name": "Sensor", "code": "S-1", "price": Decimal(900), "currency": "SEK", "period": "once"}


@pytest.fixture
def reasons(workspace) -> list[LostReason]:
    return [
        LostReason.objects.create(workspace=workspace, name=name, position=place)
        for place, name in enumerate(["Price", "Timing", "No need"])
    ]


@pytest.fixture
def sensor(mia, workspace) -> Product:
    return add_product(workspace, by=mia, **FACTS)


def names(workspace) -> list[str]:
    return list(LostReason.objects.filter(workspace=workspace).values_list("name", flat=True))


def test_a_reason_is_added_at_the_end_and_only_once(reasons, mia, workspace):
    assert add_lost_reason(workspace, "  No   budget ", by=mia).name == "No budget"
    assert names(workspace) == ["Price", "Timing", "No need", "No budget"]
    for bad in ("Price", " ", "x" * 201, "\0"):
        with pytest.raises(Refused):
            add_lost_reason(workspace, bad, by=mia)


def test_renaming_a_reason_renames_it_on_lost_deals(reasons, alice, mia, process):
    deal = make_deal(alice)
    lose_deal(deal, by=alice, lost_reason=reasons[0])
    rename_lost_reason(reasons[0], "Too dear", by=mia)
    deal.refresh_from_db()
    assert deal.lost_reason.name == "Too dear"
    with pytest.raises(Refused):
        rename_lost_reason(reasons[0], "Timing", by=mia)


def test_reasons_change_places_among_those_in_use(reasons, mia, workspace):
    archive_lost_reason(reasons[1], by=mia)
    shift_lost_reason(reasons[2], -1, by=mia)
    assert names(workspace) == ["No need", "Price", "Timing"]
    shift_lost_reason(reasons[0], 1, by=mia)
    shift_lost_reason(reasons[2], -1, by=mia)
    assert names(workspace) == ["No need", "Price", "Timing"]


def test_lists_belong_to_who_may_change_processes(reasons, sensor, alice, vera, charlie, workspace):
    for member in (alice, vera, charlie):
        for act in (
            lambda by: add_lost_reason(workspace, "Mine", by=by),
            lambda by: rename_lost_reason(reasons[0], "Mine", by=by),
            lambda by: archive_lost_reason(reasons[0], by=by),
            lambda by: shift_lost_reason(reasons[0], 1, by=by),
            lambda by: add_product(workspace, by=by, **FACTS),
            lambda by: change_product(sensor, by=by, name="Mine"),
            lambda by: delete_product(sensor, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(member)
    assert names(workspace) == ["Price", "Timing", "No need"]
    assert Product.objects.filter(workspace=workspace).get().name == "Sensor"


def test_a_changed_product_keeps_who_changed_it(sensor, mia, workspace):
    assert change_product(sensor, by=mia, price=Decimal(950), name="Sensor") == ["price"]
    change = FieldChange.objects.get(workspace=workspace, kind="product")
    assert (change.field, change.after, change.by) == ("price", "950", mia)


def test_a_deleted_product_comes_back(sensor, mia, workspace):
    deletion = delete_product(sensor, by=mia)
    assert not Product.objects.filter(workspace=workspace).exists()
    restore_deletion(deletion, by=mia)
    assert Product.objects.filter(workspace=workspace).exists()


def page(name: str, workspace, *args) -> str:
    return reverse(f"deals:{name}", args=[workspace.slug, *args])


def test_the_list_of_reasons_is_worked_with(mia, workspace, as_member):
    browser, here = as_member(mia), page("lost_reasons", workspace)
    browser.post(here, {"name": "Price"})
    browser.post(here, {"name": "<b>Timing</b>"})
    first, second = LostReason.objects.filter(workspace=workspace)
    browser.post(page("lost_reason", workspace, first.pk), {"name": "Too dear"})
    browser.post(page("lost_reason_place", workspace, second.pk), {"step": "earlier"})
    browser.post(page("lost_reason_archive", workspace, first.pk))
    shown = browser.get(here).content.decode()
    assert "&lt;b&gt;Timing" in shown
    assert "<b>Timing" not in shown
    assert shown.index("Timing") < shown.index("Too dear")
    assert "Offer Too dear again" in shown
    browser.post(page("lost_reason_archive", workspace, first.pk), {"back": "1"})
    first.refresh_from_db()
    assert not first.archived


def test_a_reason_twice_is_refused_in_words(mia, workspace, as_member):
    make_lost_reason(workspace, "Price")
    answer = as_member(mia).post(page("lost_reasons", workspace), {"name": "Price"}, follow=True)
    assert "There is a lost reason called" in answer.content.decode()


def test_the_price_list_is_worked_with(mia, workspace, as_member):
    browser, here = as_member(mia), page("products", workspace)
    facts = {"name": "Sensor", "code": "S-1", "price": "1 200,50", "currency": "SEK", "period": "monthly"}
    assert browser.post(here, facts).status_code == 303
    product = Product.objects.get(workspace=workspace)
    assert (product.price, product.currency, product.period) == (Decimal("1200.50"), "SEK", "monthly")
    browser.post(page("product", workspace, product.pk), facts | {"price": "99 EUR", "period": "once"})
    product.refresh_from_db()
    assert (product.price, product.currency, product.period) == (99, "EUR", "once")
    answer = browser.post(page("product_deletion", workspace, product.pk), follow=True)
    assert "restoration/" in answer.content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"name": "a\0b"},
        {"price": "much"},
        {"price": "-5"},
        {"price": "9" * 59},
        {"currency": "XYZ"},
        {"period": "daily"},
        {"code": "x" * 61},
    ],
)
def test_wrong_facts_are_shown_again_and_nothing_is_kept(bad, sensor, mia, workspace, as_member):
    facts = {"name": "Other", "code": "", "price": "5", "currency": "SEK", "period": "once"} | bad
    browser = as_member(mia)
    assert browser.post(page("products", workspace), facts).status_code == 422
    assert browser.post(page("product", workspace, sensor.pk), facts).status_code == 422
    assert Product.objects.filter(workspace=workspace).get().name == "Sensor"


def test_a_long_price_list_has_pages(mia, workspace, as_member):
    rows = (Product(workspace=workspace, name=f"P {n % 90:03}", currency="SEK") for n in range(130))
    Product.objects.bulk_create(rows)
    browser = as_member(mia)
    first = browser.get(page("products", workspace)).content.decode()
    after = Product.objects.filter(workspace=workspace).order_by("name", "id")[99]
    second = browser.get(page("products", workspace), {"after": f"{after.pk}~{after.name}"}).content.decode()
    assert (first.count('<td data-label="Name"'), second.count('<td data-label="Name"')) == (100, 30)
    assert browser.get(page("products", workspace), {"after": "9" * 40}).status_code == 200


PLACES = ("lost_reasons", "lost_reason", "lost_reason_place", "lost_reason_archive")
PRICES = ("products", "product", "product_deletion")


@pytest.mark.parametrize("name", PLACES + PRICES)
def test_only_who_may_gets_in(name, reasons, sensor, cast, as_member, client):
    args = [] if name in ("lost_reasons", "products") else [reasons[0].pk if name in PLACES else sensor.pk]
    here = page(name, cast.mia.workspace, *args)
    for member in (cast.alice, cast.bob, cast.vera):
        assert as_member(member).post(here).status_code == 403
    assert as_member(cast.charlie).post(here).status_code == 404
    assert client.post(here).status_code == 302
    if args:
        assert as_member(cast.charlie).post(page(name, cast.charlie.workspace, *args)).status_code == 404
