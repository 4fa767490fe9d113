"""The buyer's page: a secret link, no account; what is ticked becomes evidence and is told to the seller."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from stegvis.buyers.models import PlanWord
from stegvis.buyers.operations.linking import make_link
from stegvis.buyers.operations.planning import make_plan
from stegvis.testing import builders


@pytest.fixture(autouse=True)
def fresh(db):
    cache.clear()


@pytest.fixture
def deal(alice, process):
    return builders.make_deal(alice, company=builders.make_company(alice))


@pytest.fixture
def criterion(deal):
    return builders.make_criterion(deal.stage, "The budget is agreed")


@pytest.fixture
def plan(deal, criterion, alice):
    return make_plan(deal, by=alice)


def address(token: str, name: str = "shared_plan", **more) -> str:
    return reverse(name, kwargs={"token": token, **more})


def test_show(plan, alice):
    token = make_link(plan, name="Anna", by=alice)[1]
    page = Client().get(address(token))
    assert page.status_code == 200
    assert "The budget is agreed" in page.content.decode()
    step = plan.steps.get(text="The budget is agreed")
    answer = Client().post(address(token, "shared_tick", step=step.pk))
    assert answer.status_code == 303
    assert PlanWord.objects.get(workspace=plan.workspace_id).act == "ticked"
    assert plan.deal.evidence.get().confirmed_by == "Anna"


def test_sellers_page(plan, alice, as_member):
    there = f"/w/granfors/deals/{plan.deal_id}/plan/"
    for way in ("", "part/", "preview/"):
        assert as_member(alice).get(there + way).status_code == 200
    assert as_member(alice).post(there + "links/", {"name": "Anna", "days": "30"}).status_code == 200
