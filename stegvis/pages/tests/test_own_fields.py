"""Fields of one's own stand among the facts of companies and people, in their lists and in the forms of new ones."""

import pytest

from stegvis.people.models import Company, Person
from stegvis.people.operations.creating import create_company
from stegvis.testing import builders
from stegvis.workspaces.models import FieldChange
from stegvis.workspaces.operations.editing import edit_record

EVERY_KIND = ("text", "long", "number", "money", "date", "yes_no", "choice", "several", "link", "person", "member")
CHOICES = [("", "Gold"), ("", "Silver")]


@pytest.fixture
def company(alice):
    return builders.make_company(alice)


def base(member):
    return f"/w/{member.workspace.slug}"


def test_each_kind_is_edited_where_it_stands_and_shown(owen, alice, company, as_member):
    boss = builders.make_person(alice, "Kari", "Østby", name_key="kari ostby")
    typed = dict(
        zip(
            EVERY_KIND,
            (
                "a<b>",
                "two\nlines",
                "1 200,5",
                "99,50 NOK",
                "2026-12-01",
                "no",
                "1",
                ["1", "2"],
                "a.example",
                "Kari Østby",
                alice.pk,
            ),
            strict=True,
        )
    )
    kept = (
        "a<b>",
        "two\nlines",
        "1200.5",
        {"amount": "99.50", "currency": "NOK"},
        "2026-12-01",
        False,
        "1",
        ["1", "2"],
    )
    kept = dict(zip(EVERY_KIND, (*kept, "https://a.example", boss.pk, alice.pk), strict=True))
    client = as_member(alice)
    for kind in EVERY_KIND:
        choices = CHOICES if kind in ("choice", "several") else ()
        builders.make_field(owen, f"My {kind}", kind, choices=choices)
        address = f"{base(alice)}/companies/{company.pk}/facts/own-my-{kind.replace('_', '-')}/"
        assert client.get(address).status_code == 200
        answer = client.post(
            address, {"value": typed[kind]}, headers={"HX-Request": "true", "HX-Request-Type": "partial"}
        )
        assert answer.status_code == 200, (kind, answer.content)
        company.refresh_from_db()
        assert company.fields[f"my-{kind.replace('_', '-')}"] == kept[kind]
    page = client.get(f"{base(alice)}/companies/{company.pk}/").content.decode()
    for words in ("a&lt;b&gt;", "1,200.5", "Gold, Silver", 'href="https://a.example"', "Kari Østby", "Alice"):
        assert words in page


def test_a_value_that_cannot_be_says_so_and_a_second_editor_sees_the_first(owen, alice, company, as_member):
    builders.make_field(owen, "Size", "number")
    address = f"{base(alice)}/companies/{company.pk}/facts/own-size/"
    client = as_member(alice)
    wrong = client.post(address, {"value": "about ten"})
    assert (wrong.status_code, "This is not a number." in wrong.content.decode()) == (422, True)
    client.post(address, {"value": "10", "seen-value": ""})
    clash = client.post(address, {"value": "11", "seen-value": ""})
    assert (clash.status_code, "Theirs" in clash.content.decode()) == (422, True)
    company.refresh_from_db()
    assert company.fields == {"size": "10"}
    assert client.post(address, {"value": "x\x00" * 9000}).status_code == 422


def test_who_may_not_see_a_field_finds_it_nowhere(owen, mia, alice, company, as_member):
    builders.make_field(owen, "Margin", "text", seen_by=["manager"], edited_by=["manager"])
    builders.make_field(owen, "Rating", "text", edited_by=["manager"])
    edit_record(company, {"own:margin": "secret-17"}, by=mia)
    edit_record(company, {"own:rating": "open-3"}, by=mia)
    seller = as_member(alice)
    here = f"{base(alice)}/companies/"
    pages = (
        f"{here}{company.pk}/",
        f"{here}{company.pk}/changes/",
        f"{here}?columns=own-margin,own-rating&own-margin=secret",
    )
    for page in pages:
        text = seller.get(page).content.decode()
        assert "secret-17" not in text
        assert "Margin" not in text
        assert "open-3" in text
    assert seller.get(f"{here}{company.pk}/facts/own-margin/").status_code == 404
    assert seller.get(f"{here}{company.pk}/facts/own-rating/").status_code == 403
    assert seller.post(f"{here}{company.pk}/facts/own-rating/", {"value": "x"}).status_code == 403
    assert "secret-17" in as_member(mia).get(pages[0]).content.decode()


def test_history_names_no_person_whom_the_reader_may_not_see(owen, alice, bob, company, as_member):
    builders.make_field(owen, "Sponsor", "person")
    hidden = builders.make_person(alice, "Hemlige", "Hans", private=True)
    edit_record(company, {"own:sponsor": hidden.pk}, by=alice)
    assert "Hemlige Hans" in as_member(alice).get(f"{base(bob)}/companies/{company.pk}/").content.decode()
    page = as_member(bob).get(f"{base(bob)}/companies/{company.pk}/").content.decode()
    assert "Hemlige" not in page
    assert "Somebody you may not see" in page


def test_new_records_ask_for_required_fields(owen, alice, as_member):
    builders.make_field(owen, "Segment", "choice", choices=CHOICES, required=True)
    builders.make_field(owen, "Nickname", of="person")
    client = as_member(alice)
    assert client.post(f"{base(alice)}/companies/new/", {"name": "Nova AB"}).status_code == 422
    client.post(f"{base(alice)}/companies/new/", {"name": "Nova AB", "own-segment": "2"})
    company = Company.objects.get(workspace=alice.workspace, name="Nova AB")
    assert company.fields == {"segment": "2"}
    client.post(f"{base(alice)}/people/new/", {"first_name": "Ola", "own-nickname": "Olle"})
    assert Person.objects.get(workspace=alice.workspace).fields == {"nickname": "Olle"}
    emptied = client.post(f"{base(alice)}/companies/{company.pk}/facts/own-segment/", {"value": ""})
    assert emptied.status_code == 422


@pytest.mark.parametrize(
    ("kind", "asked", "found"),
    [
        ("text", "own-fact=ANGSTROM", ["A"]),
        ("number", "own-fact.from=2&own-fact.to=10", ["B"]),
        ("date", "own-fact.to=2026-12-31", ["A"]),
        ("yes_no", "own-fact=no", ["B"]),
        ("choice", "own-fact=2&own-fact=none", ["B", "C"]),
        ("several", "own-fact=1", ["A", "B"]),
        ("member", "own-fact={alice}", ["A"]),
        ("person", "own-fact={person}", ["A"]),
        ("number", "own-fact.from=99999999999999999999&own-fact.to=x", ["A", "B", "C"]),
    ],
)
def test_lists_are_narrowed_by_own_fields(owen, alice, as_member, kind, asked, found):
    person = builders.make_person(alice)
    values = {
        "text": ("Ångström", "x"),
        "number": ("1.5", "10"),
        "date": ("2026-12-31", "2027-01-01"),
        "yes_no": (True, False),
        "choice": ("1", "2"),
        "several": (["1", "2"], ["1"]),
        "member": (alice.pk, owen.pk),
        "person": (person.pk, None),
    }[kind]
    builders.make_field(owen, "Fact", kind, choices=CHOICES if kind in ("choice", "several") else ())
    for name, value in zip("ABC", (*values, None), strict=True):
        create_company(by=alice, name=f"{name} AB", own={"fact": value})
    address = f"{base(alice)}/companies/?columns=own-fact&" + asked.format(alice=alice.pk, person=person.pk)
    page = as_member(alice).get(address).content.decode()
    assert [name for name in "ABC" if f"{name} AB" in page] == found


def test_a_list_asks_no_more_for_more_rows(owen, alice, as_member, django_assert_max_num_queries):
    builders.make_field(owen, "Boss", "member")
    builders.make_field(owen, "Buyer", "person")
    client, person = as_member(alice), builders.make_person(alice)
    for number in range(12):
        create_company(by=alice, name=f"C{number}", own={"boss": alice.pk, "buyer": person.pk})
    assert FieldChange.objects.filter(workspace=alice.workspace).count() == 0
    with django_assert_max_num_queries(12):
        client.get(f"{base(alice)}/companies/?columns=own-boss,own-buyer")


def test_a_range_that_many_pass_narrows_rightly_by_asking_each_record(owen, as_member, monkeypatch):
    monkeypatch.setattr("stegvis.workspaces.own.columns.FEW", 1)
    builders.make_field(owen, "Spend", "number")
    for number in ("-4.5", "9", "10", "200.25", "1000"):
        create_company(by=owen, name=f"Firm {number};", own={"spend": number})
    client = as_member(owen)
    for asked, names in (
        ("own-spend.from=10", ["10", "200.25", "1000"]),
        ("own-spend.to=9,5", ["-4.5", "9"]),
        ("own-spend.from=-5&own-spend.to=200.25", ["-4.5", "9", "10", "200.25"]),
    ):
        shown = client.get(f"/w/granfors/companies/?{asked}").content.decode()
        passing = [one for one in ("-4.5", "9", "10", "200.25", "1000") if f"Firm {one};" in shown]
        assert passing == names, asked
        assert f"{len(names)} companies" in shown
