"""Consents, wishes not to be contacted, and everything about a person in one file."""

import io
import json
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from stegvis.deals.operations.editing import set_stakeholders
from stegvis.people.models import Consent, PrivacySettings
from stegvis.people.operations.consenting import record_consent
from stegvis.people.operations.creating import create_person
from stegvis.testing import builders
from stegvis.transfer.tests.importing import bring
from stegvis.workspaces.models import AuditEntry


@pytest.fixture
def client(owen, as_member, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return as_member(owen)


@pytest.fixture
def anna(owen):
    return create_person(
        by=owen, first_name="Anna", last_name="Berg", emails=["anna@x.example"], phones=["+46812345678"]
    )


def address(name: str, **more) -> str:
    return reverse(name, kwargs={"slug": "granfors"} | more)


def test_consents_are_recorded_and_never_rewritten(client, anna):
    to = address("privacy:consents", pk=anna.pk)
    told = {"purpose": "newsletter", "given": "yes", "on": "2026-01-05", "source": "Fair", "evidence": "Card"}
    assert client.post(to, told).status_code == 303
    assert client.post(to, told | {"given": "no", "on": "2026-03-01"}).status_code == 303
    page = client.get(address("privacy:person", pk=anna.pk)).content.decode()
    assert "Newsletter" in page
    assert page.count("In force") == 1
    for wrong in (
        {"on": "2999-01-01"},
        {"purpose": "x"},
        {"given": ""},
        {"evidence": "x" * 20_000},
        {"source": "\x00"},
    ):
        assert client.post(to, told | wrong).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(workspace=anna.workspace).update(given=True)


def test_who_is_not_to_be_contacted_has_no_links(client, owen, anna, process):
    deal = builders.make_deal(owen)
    set_stakeholders(deal, [anna], by=owen)
    pages = [
        address("pages:person", pk=anna.pk),
        address("pages:people"),
        address("deals:deal", pk=deal.pk),
    ]
    for page in pages:
        assert "tel:+46812345678" in client.get(page).content.decode()
    to = address("people:person_fact", pk=anna.pk, key="do_not_contact")
    assert client.post(to, {"do_not_contact": "all"}).status_code in (200, 303)
    for page in pages:
        shown = client.get(page).content.decode()
        assert "tel:" not in shown, page
        assert "mailto:" not in shown, page
        assert "ot contact" in shown or "not call" in shown


def test_a_mailing_leaves_out_who_objects_and_the_file_says_so(client, owen, anna, tmp_path):
    for name, wish in (("Bo", "email"), ("Cecilia", "phone")):
        create_person(by=owen, first_name=name, last_name="X", emails=[f"{name}@x.example"], do_not_contact=wish)
    gone = create_person(by=owen, first_name="Dan", last_name="X", emails=["dan@x.example"])
    record_consent(gone, "newsletter", by=owen, given=False)
    export = address("transfer:export", kind="people", shape="csv")
    whole = b"".join(client.get(export).streaming_content).decode()
    mailing = b"".join(client.get(export, {"mailing": "1"}).streaming_content).decode()
    assert [name in whole for name in ("Anna", "Bo", "Cecilia", "Dan")] == [True] * 4
    assert [name in mailing for name in ("Anna", "Bo", "Cecilia", "Dan")] == [True, False, True, False]
    assert "do_not_contact" in whole
    bring(tmp_path, "people", "first_name,last_name,do_not_contact\nEva,Y,yes\nFrida,Y,nej\n", by=owen)
    listed = client.get(address("pages:people"), {"no-contact": "all"}).content.decode()
    assert ("Eva" in listed, "Frida" in listed) == (True, False)


def test_everything_about_a_person_is_in_one_file(client, as_member, bob, owen, anna, process):
    for deal in (builders.make_deal(owen, "Load control"), builders.make_deal(bob, "Secret", private=True)):
        set_stakeholders(deal, [anna], by=deal.owner)
    record_consent(anna, "email", by=owen, given=True, source="Fair")
    answer = client.get(address("privacy:everything", pk=anna.pk))
    bundle = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    told = json.loads(bundle.read("person.json"))
    assert told["person"][0]["first_name"] == "Anna"
    assert told["deals"][0]["title"] == "Load control"
    assert told["deals"][1:] == [{"title": "(private)"}]
    assert told["consents"][0]["source"] == "Fair"
    assert {one["value"] for one in told["people.contactpoint"]} == {"anna@x.example", "+46812345678"}
    assert "Anna Berg" in bundle.read("person.html").decode()
    assert AuditEntry.objects.filter(workspace=owen.workspace, act="person_exported").exists()
    assert as_member(bob).get(address("privacy:everything", pk=anna.pk)).status_code == 403


def test_the_workspace_decides_a_basis_for_new_people(client, owen):
    assert client.post(address("privacy:settings"), {"basis": "interest", "months": "12"}).status_code == 303
    assert PrivacySettings.objects.get(workspace=owen.workspace).months == 12
    assert create_person(by=owen, first_name="Ny").legal_basis == "interest"
    assert client.get(address("pages:people"), {"silent": "yes"}).status_code == 200
    assert client.post(address("privacy:settings"), {"basis": "x", "months": "-1"}).status_code == 422


def test_an_erasure_is_foretold_and_wants_the_name(client, anna):
    to = address("privacy:erasure", pk=anna.pk)
    page = client.get(to).content.decode()
    assert "anna@x.example" in page
    assert "cannot be undone" in page
    assert client.post(to, {"typed": "Anna"}).status_code == 422
    assert client.post(to, {"typed": "Anna Berg"}).status_code == 303
    assert "Anna" not in client.get(address("pages:people")).content.decode()
    assert "Erased person" in client.get(address("pages:person", pk=anna.pk)).content.decode()
