"""Whatever takes something away or overwrites it can be taken back, exactly."""

from decimal import Decimal

import pytest

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal
from stegvis.deals.operations.lines import LineDraft, fingerprint, set_lines
from stegvis.deals.operations.lost_reasons import archive_lost_reason
from stegvis.people.operations.contacting import set_address, set_contact_points
from stegvis.testing.builders import make_company, make_deal, make_lost_reason, make_team
from stegvis.transfer.models.saved import SavedMapping
from stegvis.transfer.operations.deciding import forget_mapping
from stegvis.workspaces.models import MailSettings, Tag, Undo
from stegvis.workspaces.operations.granting import set_grant
from stegvis.workspaces.operations.mail import remove_mail
from stegvis.workspaces.operations.tagging import merge_tags
from stegvis.workspaces.operations.teams import change_team
from stegvis.workspaces.operations.undoing import take_back_act
from stegvis.workspaces.operations.workspace import set_logo
from stegvis.workspaces.permissions import Scope, grant
from stegvis.workspaces.sealing import seal


def take_back(member) -> None:
    take_back_act(Undo.objects.filter(workspace=member.workspace).order_by("-pk")[0], by=member)


def test_ways_to_reach_and_addresses_come_back(alice):
    company = make_company(alice)
    set_contact_points(company, "domain", ["a.example", "b.example"], by=alice)
    set_contact_points(company, "domain", [], by=alice)
    take_back(alice)
    assert [one.value for one in company.contact_points.all()] == ["a.example", "b.example"]
    set_address(company, "visiting", {"street": "Storgatan 1", "city": "Ludvika"}, by=alice)
    set_address(company, "visiting", {}, by=alice)
    take_back(alice)
    assert company.addresses.get().street == "Storgatan 1"


def test_products_on_a_deal_come_back_with_its_value_unless_somebody_changed_them(alice, process):
    deal = make_deal(alice)
    set_lines(deal, [LineDraft("Meter", price=Decimal(10)), LineDraft("Visit", price=Decimal(5))], by=alice)
    before, amount = fingerprint(deal.lines.all()), deal.amount
    set_lines(deal, [], by=alice)
    take_back(alice)
    assert (fingerprint(deal.lines.all()), Deal.objects.get(workspace=alice.workspace).amount) == (before, amount)
    set_lines(deal, [LineDraft("Other")], by=alice)
    set_lines(Deal.objects.get(workspace=alice.workspace), [LineDraft("Yet another")], by=alice)
    first = Undo.objects.filter(workspace=alice.workspace, verb="lines").order_by("-pk")[1]
    with pytest.raises(Refused):
        take_back_act(first, by=alice)


def test_a_team_a_permission_and_a_lost_reason_are_as_before(owen, alice, bob, workspace):
    team = make_team(workspace, "North", alice, bob)
    change_team(team, "South", [alice], by=owen)
    take_back(owen)
    team.refresh_from_db()
    assert (team.name, set(team.members.all())) == ("North", {alice, bob})
    set_grant("seller", "export", Scope.NONE, by=owen)
    take_back(owen)
    workspace.refresh_from_db()
    assert grant(workspace, "seller", "export") == Scope.OWN
    reason = make_lost_reason(workspace)
    archive_lost_reason(reason, by=owen)
    take_back(owen)
    reason.refresh_from_db()
    assert not reason.archived


def test_merged_tags_part_again(owen, alice, workspace):
    one, other, both = (make_company(alice, name) for name in ("One AB", "Other AB", "Both AB"))
    fair, expo = (Tag.objects.create(workspace=workspace, name=name) for name in ("Fair", "Expo"))
    one.tags.add(fair)
    other.tags.add(expo)
    both.tags.add(fair, expo)
    merge_tags(fair, expo, by=owen)
    assert [list(company.tags.all()) for company in (one, other, both)] == [[expo], [expo], [expo]]
    take_back(owen)
    assert [set(company.tags.all()) for company in (one, other, both)] == [{fair}, {expo}, {fair, expo}]


def test_the_mail_server_the_logo_and_a_mapping_come_back(owen, workspace, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    facts = {"host": "mail.example", "sender": "a@b.example", "username": "u", "password": seal("secret")}
    MailSettings.objects.create(workspace=workspace, **facts)
    remove_mail(by=owen)
    assert not MailSettings.objects.filter(workspace=workspace).exists()
    take_back(owen)
    assert MailSettings.objects.get(workspace=workspace).password == facts["password"]
    set_logo(b"picture", by=owen)
    set_logo(None, by=owen)
    take_back(owen)
    owen.workspace.refresh_from_db()
    assert owen.workspace.logo.read() == b"picture"
    saved = SavedMapping.objects.create(workspace=workspace, kind="companies", name="Ours", asked={"columns": {}})
    forget_mapping(saved, by=owen)
    take_back(owen)
    assert SavedMapping.objects.get(workspace=workspace).name == "Ours"


def test_the_screens_offer_it(owen, alice, as_member, workspace):
    team = make_team(workspace, "North", alice)
    client = as_member(owen)
    client.post(f"/w/granfors/settings/teams/{team.pk}/", {"name": "North", "members": []})
    undo = Undo.objects.get(workspace=workspace)
    assert f"/w/granfors/undos/{undo.pk}/" in client.get("/w/granfors/settings/teams/").content.decode()
    company = make_company(alice)
    set_contact_points(company, "domain", ["a.example"], by=alice)
    part = {"HTTP_HX_REQUEST": "true", "HTTP_HX_REQUEST_TYPE": "partial"}
    said = {"points": "", "seen-points": "a.example"}
    answer = as_member(alice).post(f"/w/granfors/companies/{company.pk}/facts/domain/", said, **part)
    assert "/w/granfors/undos/" in answer.content.decode()
