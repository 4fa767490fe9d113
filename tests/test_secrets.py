"""What a member may not see is named nowhere: every page that Bob may read is searched for Alice's secrets."""

import io
import zipfile

import pytest
from django.urls import reverse

from stegvis.deals.forms.facts import FORMS
from stegvis.deals.operations.editing import edit_deal, set_stakeholders
from stegvis.people.facts import COMPANY_FACTS, PERSON_FACTS
from stegvis.people.models import ContactPoint
from stegvis.testing import builders
from stegvis.transfer.exports.rows import COLUMNS
from stegvis.workspaces.operations.editing import edit_record

SECRET = "zsecret"
PLACES = ("deals:board", "deals:list", "deals:new", "pages:companies", "pages:people")


@pytest.fixture(params=["private", "own"])
def secrets(request, workspace, cast, process, settings):
    """Alice's things: private ones, or open ones where sellers see only their own; and Bob's that touch them."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    alice, bob, owen = cast.alice, cast.bob, cast.owen
    private = {"private": request.param == "private"}
    company = builders.make_company(alice, "Zsecret AB", **private)
    person = builders.make_person(alice, "Zsecret", "Persson", **private)
    ContactPoint.objects.create(workspace=workspace, person=person, kind="email", value="zsecret@x.example")
    before = builders.make_deal(alice, "Zsecret first", **private)
    deal, left = builders.make_deal(bob, "Load control"), builders.make_deal(bob, "Meters")
    edit_deal(deal, {"company": company, "after": before}, by=owen)
    edit_deal(left, {"company": company}, by=owen)
    edit_deal(left, {"company": None}, by=owen)
    for one in (deal, left):
        set_stakeholders(one, [person], by=owen)
    set_stakeholders(left, [], by=owen)
    part, guest = builders.make_company(bob, "Part AB"), builders.make_person(bob, "Guest", "Gustafsson")
    edit_record(part, {"parent": company}, by=owen)
    edit_record(guest, {"company": company}, by=owen)
    if request.param == "own":
        workspace.grants = {"seller": {"see": "own"}}
        workspace.save(update_fields=["grants"])
    return {"deals": [deal, left], "company": part, "person": guest}


def addresses(slug: str, mine: dict) -> list[str]:
    """Every page on which Bob meets something of Alice's."""
    company, person = {"pk": mine["company"].pk}, {"pk": mine["person"].pk}
    doors = [(name, {}) for name in PLACES]
    doors += [
        (f"deals:{name}", {"pk": deal.pk}) for deal in mine["deals"] for name in ("deal", "people", "people_found")
    ]
    facts = [name for name, form in FORMS.items() if not form.statuses]  # those of open deals
    doors += [("deals:fact", {"pk": deal.pk, "name": name}) for deal in mine["deals"] for name in facts]
    doors += [("people:company_fact", {**company, "key": key}) for key in COMPANY_FACTS]
    doors += [("people:person_fact", {**person, "key": key}) for key in PERSON_FACTS]
    doors += [("pages:company", company), ("pages:company_changes", company)]
    doors += [("pages:person", person), ("pages:person_changes", person)]
    doors += [
        ("transfer:export", {"kind": kind, "shape": shape}) for kind in COLUMNS for shape in ("csv", "xlsx", "json")
    ]
    return [reverse(name, kwargs={"slug": slug, **arguments}) for name, arguments in doors]


def text_of(response) -> str:
    """What a page or file says, folded."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(body))
        body = b"".join(map(book.read, book.namelist()))
    return body.decode().casefold()


def test_no_page_and_no_file_names_what_its_reader_may_not_see(secrets, as_member, bob, workspace):
    his = as_member(bob)
    answers = {address: his.get(address) for address in addresses(workspace.slug, secrets)}
    assert len(answers) > 60
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}
    assert [address for address, answer in answers.items() if SECRET in text_of(answer)] == []


def test_who_may_see_it_reads_its_name(secrets, as_member, alice, workspace):
    deal = secrets["deals"][1]
    workspace.grants = {}
    workspace.save(update_fields=["grants"])
    page = as_member(alice).get(reverse("deals:deal", kwargs={"slug": workspace.slug, "pk": deal.pk}))
    assert "Zsecret AB" in page.content.decode()
    assert "Zsecret Persson" in page.content.decode()


def test_an_empty_field_leaves_a_company_that_the_editor_does_not_see(secrets, as_member, bob, workspace):
    guest = secrets["person"]
    address = reverse("people:person_fact", kwargs={"slug": workspace.slug, "pk": guest.pk, "key": "company"})
    assert as_member(bob).post(address, {"company": "", "seen-company": ""}).status_code == 303
    guest.refresh_from_db()
    assert guest.company is not None
