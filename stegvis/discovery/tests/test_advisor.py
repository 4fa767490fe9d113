"""The advisor: every rule has its effect, the result says why, and a draft goes with it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stegvis.core.errors import Refused
from stegvis.discovery import advisor
from stegvis.discovery.advisor import ASKED, MODELS, RULES, VARIANTS, clean_answers, recommend
from stegvis.discovery.models import Offer, TargetGroup
from stegvis.discovery.operations.advising import draft_from_advice, take_advice, write_offer, write_target_group
from stegvis.processes.catalogue import keys

COMPLEX = {"what": "project", "whom": "large", "price": "high", "complexity": "much", "decides": "many"}
SIMPLE = {"whom": "consumers", "price": "low", "complexity": "none", "decides": "one", "capacity": "nobody"}


def test_every_rule_is_about_an_answer_and_a_way_that_there_are():
    answers = {(ask.key, choice) for ask in ASKED for choice in ask.choices}
    ways = {one.key for one in (*MODELS, *VARIANTS)}
    assert len(RULES) > 30
    assert {(rule.question, rule.answer) for rule in RULES} <= answers
    assert {rule.to for rule in RULES} == ways
    assert {one.template for one in (*MODELS, *VARIANTS)} <= keys()


@pytest.mark.parametrize("number", range(len(RULES)))
def test_each_rule_counts_and_says_why(number, monkeypatch):
    rule = RULES[number]
    weighed = {one.key: one for one in (*MODELS, *VARIANTS)}
    found = advisor._weighed(weighed[rule.to], {rule.question: rule.answer})
    assert rule.reason in found.reasons
    monkeypatch.setattr(advisor, "RULES", RULES[:number] + RULES[number + 1 :])
    assert advisor._weighed(weighed[rule.to], {rule.question: rule.answer}).points == found.points - rule.points


@pytest.mark.parametrize(
    ("answers", "models", "variant"),
    [
        ({}, ["relationship"], "inbound"),
        (COMPLEX | {"found": "named"}, ["relationship"], "accounts"),
        (COMPLEX | {"found": "network", "capacity": "one", "whom": "middle"}, ["relationship"], "social"),
        ({"found": "we", "complexity": "some", "whom": "middle"}, ["relationship"], "outbound"),
        ({"capacity": "team", "what": "project", "price": "high"}, ["relationship"], "team"),
        (SIMPLE, ["commerce"], None),
        ({"found": "brand", "whom": "consumers", "price": "low"}, ["branding", "commerce"], None),
        ({"price": "middle", "whom": "small", "found": "search"}, ["commerce", "relationship"], "inbound"),
    ],
)
def test_typical_sellers_get_what_fits_them(answers, models, variant):
    found = recommend(answers)
    assert [one.model.key for one in found.models] == models
    assert (found.variant.model.key if found.variant else None) == variant


def test_what_is_no_answer_is_left_out():
    assert clean_answers({"what": "x", "nonsense": "y", "price": "low"}) == {"price": "low"}


def test_advice_becomes_a_draft_with_its_reasons(mia, alice):
    with pytest.raises(PermissionDenied):
        take_advice(COMPLEX, by=alice)
    with pytest.raises(Refused):
        take_advice({"what": "x"}, by=mia)
    offer = write_offer("Load control", by=mia, groups=[write_target_group("Plants", by=mia)])
    draft = draft_from_advice(take_advice(COMPLEX, by=mia, offer=offer), by=mia)
    assert draft.body["name"] == "Load control"
    assert "Large companies buy from people, in many talks." in draft.body["stages"][0]["sources"]
    assert draft.body["stages"][0]["criteria"]


def test_a_manager_writes_the_strategy_down_and_asks(mia, as_member):
    client, page = as_member(mia), reverse("discovery:strategy", args=["granfors"])
    assert client.post(page, {"name": "N" * 10_000}).status_code == 422
    assert client.post(page, {"name": "Plants\x00", "who": "Foundries"}).status_code == 303
    group = TargetGroup.objects.get(workspace=mia.workspace)
    client.post(page, {"sort": "offer", "name": "Load control", "group": [group.pk, "9" * 30, "x"]})
    for pk in ("9" * 30, "9" * 5_000, "²"):
        assert client.post(page, {"pk": pk, "name": "x"}).status_code == 404
    assert list(Offer.objects.get(workspace=mia.workspace).groups.all()) == [group]
    assert "Foundries" in client.get(page).text
    asked = client.post(reverse("discovery:new_advice", args=["granfors"]), COMPLEX | {"group": group.pk})
    told = client.get(asked.url).text
    assert "Account-based" in told
    assert "What needs a budget needs reasons" in told
    assert client.post(asked.url + "drafting/").status_code == 303
    assert client.get(reverse("discovery:discover", args=["granfors"])).status_code == 200
    client.post(reverse("discovery:group_deletion", args=["granfors", group.pk]))
    assert not TargetGroup.objects.filter(workspace=mia.workspace).exists()
