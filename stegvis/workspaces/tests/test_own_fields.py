"""A workspace has fields of its own; their definitions may change, values stay."""

import json

import pytest

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.testing import builders
from stegvis.workspaces.bulk import bulk_list, facts_for
from stegvis.workspaces.models import CustomField, FieldChange, FieldValue
from stegvis.workspaces.operations.bulk_editing import edit_many
from stegvis.workspaces.operations.deleting import restore_deletion
from stegvis.workspaces.operations.editing import edit_record
from stegvis.workspaces.operations.own_fields import add_field, change_field, delete_field, shift_field
from stegvis.workspaces.own import definitions
from stegvis.workspaces.own.definitions import forget

EVERY = ["admin", "manager", "seller", "viewer"]


@pytest.fixture
def company(alice):
    return builders.make_company(alice)


def keys(member, kind="company"):
    forget(member)
    return [one.key for one in definitions(member, kind).seen]


def test_a_choice_is_renamed_and_the_records_that_have_it_follow(owen, alice, company):
    tier = builders.make_field(owen, "Tier", "choice", choices=[("", "Gold"), ("", "Silver")])
    gold = tier.choices[0]["key"]
    edit_record(company, {"own:tier": gold}, by=alice)
    change_field(tier, {"choices": [(gold, "Platinum")]}, by=owen)
    assert [(one["name"], one["gone"]) for one in tier.choices] == [("Platinum", False), ("Silver", True)]
    company.refresh_from_db()
    assert company.fields == {"tier": gold}
    change_field(tier, {"choices": [(gold, "Platinum"), ("", "silver")]}, by=owen)
    assert not tier.choices[1]["gone"], "the name that comes back is the same choice"


def test_the_kind_stays_once_there_are_values(owen, alice, company):
    note = builders.make_field(owen, "Note", "long")
    change_field(note, {"kind": "text"}, by=owen)
    change_field(note, {"kind": "long"}, by=owen)
    edit_record(company, {"own:note": "Two\nlines"}, by=alice)
    with pytest.raises(Refused):
        change_field(note, {"kind": "text"}, by=owen)


def test_a_deleted_field_comes_back_with_its_values_and_its_key_is_never_used_again(owen, alice, company):
    size = builders.make_field(owen, "Størrelse", "number")
    edit_record(company, {"own:storrelse": "12,5".replace(",", ".")}, by=alice)
    deletion = delete_field(size, by=owen)
    assert keys(alice) == []
    again = builders.make_field(owen, "Størrelse", "number")
    assert again.key == "storrelse-2"
    delete_field(again, by=owen)
    restore_deletion(deletion, by=owen)
    assert keys(alice) == ["storrelse"]
    company.refresh_from_db()
    assert company.fields == {"storrelse": "12.5"}


def test_a_field_that_the_trash_erased_leaves_its_values_to_no_other(owen, alice, company):
    gone = builders.make_field(owen, "Secret")
    edit_record(company, {"own:secret": "17"}, by=alice)
    CustomField.with_deleted.filter(workspace=owen.workspace, pk=gone.pk).delete()
    forget(owen)
    assert builders.make_field(owen, "Secret").key == "secret-2"


def test_fields_are_ordered_and_named_once(owen):
    for name in ("One", "Two", "Three"):
        builders.make_field(owen, name)
    shift_field(CustomField.objects.get(workspace=owen.workspace, key="three"), -1, by=owen)
    assert keys(owen) == ["one", "three", "two"]
    with pytest.raises(Refused):
        add_field("company", {"name": " ONE ", "kind": "text", "seen_by": EVERY, "edited_by": EVERY}, by=owen)


@pytest.mark.parametrize(
    ("kind", "bad", "good", "kept"),
    [
        ("number", "1e99", "0012.50", "12.5"),
        ("money", {"amount": "1", "currency": "XXQ"}, {"amount": "12", "currency": "sek"}, None),
        ("date", "2026-13-01", "2026-12-01", "2026-12-01"),
        ("yes_no", "maybe", False, False),
        ("link", "javascript:alert(1)", "stegvis.example/a", "https://stegvis.example/a"),
        ("text", "x" * 201, " a \x00 b ", "a b"),
        ("member", 2**70, None, None),
        ("person", True, None, None),
    ],
)
def test_a_value_has_to_be_of_its_fields_kind(owen, alice, company, kind, bad, good, kept):
    builders.make_field(owen, "Fact", kind)
    with pytest.raises(Refused):
        edit_record(company, {"own:fact": bad}, by=alice)
    edit_record(company, {"own:fact": good}, by=alice)
    expected = {"amount": "12.00", "currency": "SEK"} if kind == "money" else kept
    assert (company.fields or {}).get("fact") == expected
    assert FieldValue.objects.filter(workspace=alice.workspace, record_id=company.pk).count() == (expected is not None)


def test_who_changed_a_value_is_kept_and_nobody_overwrites_another(owen, alice, company):
    builders.make_field(owen, "Contact", "member")
    edit_record(company, {"own:contact": alice.pk}, by=alice)
    change = FieldChange.objects.get(workspace=alice.workspace, field="own:contact")
    assert (change.before, change.after, change.by) == ("", "Alice", alice)
    with pytest.raises(ChangedMeanwhile) as clash:
        edit_record(company, {"own:contact": owen.pk}, by=owen, seen={"own:contact": None})
    assert [(one.label, one.theirs, one.ours) for one in clash.value.clashes] == [("Contact", "Alice", "Owen")]


def test_only_the_roles_of_a_field_see_and_change_it(owen, mia, alice, company):
    builders.make_field(owen, "Margin", "number", seen_by=["manager"], edited_by=["manager"])
    builders.make_field(owen, "Rating", "number", edited_by=["manager"])
    assert (keys(alice), keys(mia)) == (["rating"], ["margin", "rating"])
    with pytest.raises(Refused):
        edit_record(company, {"own:margin": "3"}, by=alice)
    with pytest.raises(Exception, match="Rating"):
        edit_record(company, {"own:rating": "3"}, by=alice)
    edit_record(company, {"own:margin": "3"}, by=mia)


def test_settings_add_change_order_archive_and_delete(owen, as_member):
    client, base = as_member(owen), f"/w/{owen.workspace.slug}/settings/fields/"
    sent = {"name": "Tier", "kind": "choice", "choice": ["Gold", ""], "choice-key": ["", ""], "seen_by": EVERY}
    assert client.post(f"{base}new/company/", {**sent, "choice": ""}).status_code == 422
    assert client.post(f"{base}new/company/", sent).status_code == 303
    assert client.post(f"{base}new/planet/", sent).status_code == 404
    field = CustomField.objects.get(workspace=owen.workspace)
    row = f"{base}{field.pk}/"
    assert b"Gold" in client.get(row).content
    renamed = {**sent, "choice": "Best", "choice-key": field.choices[0]["key"]}
    client.post(row, renamed)
    field.refresh_from_db()
    assert (field.choices[0]["name"], field.edited_by) == ("Best", [])
    assert client.post(f"{row}place/", {"place": "0"}).status_code == 303
    client.post(f"{row}archive/")
    assert b"Archived" in client.get(base).content
    client.post(f"{row}archive/", {"back": "1"})
    client.post(f"{row}deletion/")
    assert b"was deleted" in client.get(base).content


def test_many_records_get_a_value_at_once_and_lose_it_again(owen, alice, company):
    builders.make_field(owen, "Wave", "member", edited_by=["seller"])
    other = builders.make_company(alice, "Other AB")
    edit_record(other, {"own:wave": owen.pk}, by=alice)
    listing = bulk_list("companies")
    fact = facts_for(listing, alice)["own-wave"]
    outcome = edit_many(listing, fact, [company.pk, other.pk], {"value": alice.pk}, by=alice)
    assert outcome.changed == 2
    rows = FieldValue.objects.filter(workspace=alice.workspace)
    assert {(row.record_id, int(row.number)) for row in rows} == {(company.pk, alice.pk), (other.pk, alice.pk)}
    told = FieldChange.objects.filter(workspace=alice.workspace, record_id=other.pk).latest("pk")
    assert (told.before, told.after) == ("Owen", "Alice")
    edit_record(company, {"own:wave": None}, by=alice)
    left = fact.take_back(type(company), json.loads(json.dumps(outcome.before)), by=alice)
    assert (left.changed, left.left) == (1, 1)
    other.refresh_from_db()
    assert other.fields == {"wave": owen.pk}
