"""Who may come in: importing is for owners, admins and managers; exporting for those who own something."""

import json

import pytest
from django.test import Client

from stegvis.testing import builders
from stegvis.transfer.models import Import
from stegvis.transfer.tests.screen import Wizard
from stegvis.workspaces.models import AuditEntry

pytestmark = pytest.mark.django_db
GETS = ("", "file", "columns", "values", "report", "rejected-rows")
POSTS = ("file", "dates", "columns", "values", "trials", "runs", "continuation", "undoing", "deletion", "mappings")


@pytest.fixture
def wizard(as_member, mia, process) -> Wizard:
    made = Wizard(as_member(mia), mia)
    made.upload()
    return made


def test_owners_and_managers_come_in(wizard, as_member, owen):
    for name in ("imports/new/", "settings/data/"):
        assert as_member(owen).get(f"{wizard.base}/{name}").status_code == 200
    assert as_member(owen).get(wizard.address("file")).status_code == 200


@pytest.mark.parametrize("step", GETS)
def test_others_do_not_see_an_upload(wizard, as_member, alice, vera, charlie, step):
    for member, status in ((alice, 403), (vera, 403), (charlie, 404)):
        assert as_member(member).get(wizard.address(step)).status_code == status
    assert "/accounts/login" in Client().get(wizard.address(step)).headers["Location"]


@pytest.mark.parametrize("step", POSTS)
def test_others_change_nothing(wizard, as_member, alice, vera, charlie, step):
    for member, status in ((alice, 403), (vera, 403), (charlie, 404)):
        assert as_member(member).post(wizard.address(step)).status_code == status
    assert Client().post(wizard.address(step)).status_code == 302
    assert Import.objects.filter(workspace=wizard.member.workspace).count() == 1
    assert wizard.batch.state == "uploaded"


def test_others_cannot_upload(as_member, alice, vera, charlie, mia):
    for member in (alice, vera):
        assert Wizard(as_member(member), member).upload().status_code == 403
    stranger = Wizard(as_member(charlie), mia)
    assert stranger.upload().status_code == 404
    assert Wizard(Client(), mia).upload().status_code == 302
    assert Import.objects.filter(workspace=mia.workspace).count() == 0


def test_an_import_of_another_workspace_is_not_there(wizard, as_member, charlie):
    client = as_member(charlie)
    assert client.get(f"/w/elsewhere/imports/{wizard.batch.pk}/file/").status_code == 404


def test_the_data_page_shows_each_what_it_may_do(wizard, as_member, alice, vera, charlie):
    page = as_member(alice).get(f"{wizard.base}/settings/data/").content.decode()
    assert "/imports/" not in page
    assert "Import what you have" not in page
    assert "/exports/deals.csv" in page
    assert as_member(vera).get(f"{wizard.base}/settings/data/").status_code == 403
    assert as_member(charlie).get(f"{wizard.base}/settings/data/").status_code == 404


def exported(client, base: str, query: str = "") -> list[dict]:
    answer = client.get(f"{base}/exports/deals.json{query}")
    assert answer.status_code == 200
    return json.loads(b"".join(answer.streaming_content))


def test_an_export_holds_what_its_reader_may_take_out(as_member, mia, alice, bob, process):
    builders.make_deal(alice, "Of Alice")
    builders.make_deal(bob, "Of Bob")
    builders.make_deal(bob, "Secret", private=True)
    base = f"/w/{mia.workspace.slug}"
    assert {one["title"] for one in exported(as_member(mia), base)} == {"Of Alice", "Of Bob"}
    assert {one["title"] for one in exported(as_member(alice), base)} == {"Of Alice"}
    assert AuditEntry.objects.filter(workspace=mia.workspace, act="exported").count() == 2


def test_an_export_of_a_list_holds_what_its_filters_show(as_member, mia, alice, bob, process):
    builders.make_deal(alice, "Of Alice")
    builders.make_deal(bob, "Of Bob")
    base = f"/w/{mia.workspace.slug}"
    assert {one["title"] for one in exported(as_member(mia), base, f"?owner={bob.pk}")} == {"Of Bob"}
    assert exported(as_member(mia), base, "?status=won") == []
    entry = AuditEntry.objects.filter(workspace=mia.workspace, act="exported").latest("pk")
    assert entry.detail["filters"] == "status=won"


@pytest.mark.parametrize("kind", ["deals", "stage-history", "companies", "people", "products"])
@pytest.mark.parametrize("shape", ["csv", "xlsx", "json"])
def test_every_kind_comes_out_in_every_format(as_member, mia, alice, process, kind, shape):
    builders.make_deal(alice, company=builders.make_company(alice))
    answer = as_member(mia).get(f"/w/{mia.workspace.slug}/exports/{kind}.{shape}?name=x")
    assert answer.status_code == 200
    assert f"{kind}-" in answer.headers["Content-Disposition"]
    assert b"".join(answer.streaming_content)


def test_exports_are_not_for_viewers_or_strangers(as_member, vera, charlie, mia):
    address = f"/w/{mia.workspace.slug}/exports/deals.csv"
    assert as_member(vera).get(address).status_code == 403
    assert as_member(charlie).get(address).status_code == 404
    assert "/accounts/login" in Client().get(address).headers["Location"]
    assert as_member(mia).get(f"/w/{mia.workspace.slug}/exports/secrets.csv").status_code == 404
    assert as_member(mia).get(f"/w/{mia.workspace.slug}/exports/deals.exe").status_code == 404
    assert not AuditEntry.objects.filter(workspace=mia.workspace, act="exported").exists()
