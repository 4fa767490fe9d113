"""A team edits the variants of the relationship model, and the advisor reckons with what it made of them."""

from django.urls import reverse

from stegvis.discovery.advisor import recommend
from stegvis.discovery.models import OwnVariant
from stegvis.discovery.queries.variants import read_variants, variants_of

OUT = {"whom": "middle", "found": "we"}


def address(name: str, *args) -> str:
    return reverse(f"discovery:{name}", args=["granfors", *args])


def advised(workspace, answers=OUT):
    reading = read_variants(workspace)
    return recommend(answers, reading.variants, reading.rules).variant


def test_without_changes_the_shipped_ones_are_recommended(workspace):
    assert recommend(OUT).variant == advised(workspace)
    assert [one.key for one in variants_of(workspace)] == ["inbound", "outbound", "accounts", "social", "team"]


def test_own_words_own_variants_and_what_is_left_out_count(workspace, mia, vera, as_member):
    browser = as_member(mia)
    assert 'value="3" selected' in browser.get(address("variant", "outbound")).content.decode()
    sent = {"name": "Cold calls", "what": "We call", "template": "eight-stage", "found.we": "3"}
    assert browser.post(address("variant", "outbound"), sent).status_code == 303
    assert advised(workspace).model.name == "Cold calls"
    fair = {"name": "At fairs", "template": "six-stage", "found.we": "3", "whom.middle": "1"}
    assert browser.post(address("new_variant"), fair).status_code == 303
    assert (advised(workspace).model.name, advised(workspace).points) == ("At fairs", 4)
    own = OwnVariant.objects.get(workspace=workspace, key="")
    assert browser.post(address("variant", f"own-{own.pk}"), fair | {"left_out": "on"}).status_code == 303
    assert advised(workspace).model.name == "Cold calls"
    browser.post(address("variant_deletion", "outbound"))
    assert str(advised(workspace).model.name) == "Outbound, booked meetings"
    assert as_member(vera).post(address("variant", "outbound"), sent).status_code == 403


def test_what_cannot_be_is_said_and_kept(workspace, mia, charlie, as_member):
    own = OwnVariant.objects.create(workspace=workspace, name="Ours", template="six-stage")
    browser = as_member(mia)
    answer = browser.post(address("new_variant"), {"name": "x" * 101, "what": "We\x00 call", "template": "none"})
    assert (answer.status_code, "x" * 101 in answer.content.decode()) == (422, True)
    for key in ("nonsense", "own-", f"own-{'9' * 30}", "own-x"):
        assert browser.get(address("variant", key)).status_code == 404
    assert as_member(charlie).get(address("variant", f"own-{own.pk}")).status_code == 404
