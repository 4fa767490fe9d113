"""Making a deal: in one line, by the form, from anywhere."""

from datetime import date
from decimal import Decimal

import pytest

from stegvis.deals.models import Deal
from stegvis.people.models import Company
from stegvis.people.operations.creating import create_company, create_person
from stegvis.processes.models import Process
from stegvis.testing.builders import make_company, make_process, make_team, stage_of

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
NEW = "/w/granfors/deals/new/"


@pytest.fixture
def hers(alice, as_member, process):
    return as_member(alice)


def the_deal(member) -> Deal:
    return Deal.objects.select_related("company", "stage", "owner").get(workspace=member.workspace)


def none_made(member) -> bool:
    return not Deal.objects.filter(workspace=member.workspace).exists()


def test_who_may_create_gets_the_page_and_nobody_else(process, cast, as_member, client):
    for member in (cast.owen, cast.mia, cast.alice, cast.bob):
        assert as_member(member).get(NEW).status_code == 200
    sent = {"line": "Ekhamra, Load control", "process": process.pk}
    for address in (NEW, f"{NEW}reading/?line=x"):
        assert as_member(cast.vera).get(address).status_code == 403
        assert as_member(cast.charlie).get(address).status_code == 404
        assert client.get(address).status_code == 302
    for stranger in (as_member(cast.vera), as_member(cast.charlie), client):
        stranger.post(NEW, sent)
    assert none_made(cast.owen)


def test_one_line_makes_the_deal_and_its_company(alice, hers, process):
    answer = hers.post(NEW, {"line": "Ekhamra Plåt AB, Load control, 120 000 kr", "process": process.pk})
    deal = the_deal(alice)
    assert answer.headers["Location"] == f"/w/granfors/deals/{deal.pk}/"
    assert (deal.company.name, deal.title, deal.amount, deal.currency) == (
        "Ekhamra Plåt AB",
        "Load control",
        120000,
        "SEK",
    )
    assert (deal.owner, deal.stage.name) == (alice, "Lead")


def test_a_known_company_is_taken_and_not_made_again(alice, hers, process):
    known = create_company(by=alice, name="Ekhamra Plåt AB")
    hers.post(NEW, {"line": "ekhamra plåt, Load control", "process": process.pk})
    assert the_deal(alice).company == known


def test_a_private_company_of_others_is_not_revealed(alice, owen, hers, process):
    secret = make_company(owen, "Hemlig AB", name_key="hemlig ab", private=True)
    assert "new" in hers.get(f"{NEW}reading/", {"line": "Hemlig AB, Load"}).content.decode()
    hers.post(NEW, {"line": "Hemlig AB, Load", "process": process.pk})
    assert the_deal(alice).company != secret
    hers.post(NEW, {"line": f"Hemlig AB (#{secret.pk}), Load", "process": process.pk})
    assert not Deal.objects.filter(workspace=alice.workspace, company=secret).exists()


def test_the_line_is_read_while_one_writes(alice, hers):
    create_company(by=alice, name="Ekhamra Plåt AB")
    read = hers.get(f"{NEW}reading/", {"line": "Ekhamra Plåt AB, Load control, 1,5 mln"}).content.decode()
    assert "SEK\N{NO-BREAK SPACE}1,500,000" in read
    assert ">new<" not in read
    assert "new" in hers.get(f"{NEW}reading/", {"line": "Nordan, Load control"}).content.decode()


@pytest.mark.parametrize(
    "line", ["", "  ,  ", ", 45k", "x" * 1001, "a\x00b", "Ekhamra, " + "x" * 301, "x" * 301 + ", Load"]
)
def test_a_line_that_makes_no_deal_is_kept_with_the_reason(alice, hers, process, line):
    answer = hers.post(NEW, {"line": line, "process": process.pk})
    assert answer.status_code == 422
    assert none_made(alice)
    assert not Company.objects.filter(workspace=alice.workspace).exists()
    if line == ", 45k":
        assert 'value=", 45k"' in answer.content.decode()


@pytest.mark.parametrize(
    "line", ["<script>alert(1)</script>, <b>x</b>", "{{7*7}}, x", "\N{RIGHT-TO-LEFT OVERRIDE}abc, def", "'; --, x"]
)
def test_strange_lines_are_words_like_others(alice, hers, process, line):
    assert hers.post(NEW, {"line": line, "process": process.pk}).status_code == 303
    assert "<script>alert" not in hers.get(f"/w/granfors/deals/{the_deal(alice).pk}/").content.decode()


def test_reading_never_fails(hers):
    for line in ("\x00", "x" * 50_000, "%s %(a)s", "9" * 400, "," * 900):
        assert hers.get(f"{NEW}reading/", {"line": line}).status_code == 200


def test_a_process_of_another_workspace_or_an_archived_one_is_not_taken(alice, charlie, hers, process):
    foreign = make_process(charlie.workspace)
    archived = make_process(alice.workspace, "Old")
    Process.objects.filter(pk=archived.pk, workspace=alice.workspace).update(archived_at="2026-01-01T00:00Z")
    for wrong in (foreign.pk, archived.pk, 0, "x"):
        assert hers.post(NEW, {"line": "Ekhamra, Load", "process": wrong}).status_code == 422
    assert none_made(alice)


def whole(process, **facts) -> dict:
    return {"title": "Load control", "currency": "SEK", "stage": stage_of(process, "Qualified").pk} | facts


def test_the_form_takes_every_fact(alice, bob, owen, as_member, process):
    company = create_company(by=owen, name="Ekhamra")
    person = create_person(by=owen, first_name="Anders", company=company)
    team = make_team(alice.workspace, "North")
    facts = whole(
        process, company="Ekhamra", amount="45k EUR", expected_close="2026-12-11", owner=bob.pk, team=team.pk,
        source="Fair", tags="Industry, Tariff", people=[person.pk],
    )  # fmt: skip
    assert as_member(owen).post(f"{NEW}?company={company.pk}", facts).status_code == 303
    deal = the_deal(alice)
    assert (deal.company, deal.amount, deal.currency, deal.stage.name) == (company, Decimal(45000), "EUR", "Qualified")
    assert (deal.expected_close, deal.owner, deal.team, deal.source) == (date(2026, 12, 11), bob, team, "Fair")
    assert {tag.name for tag in deal.tags.all()} == {"Industry", "Tariff"}
    assert [one.person for one in deal.stakeholders.all()] == [person]


def test_a_seller_makes_deals_for_nobody_else(alice, bob, hers, process):
    answer = hers.post(NEW, whole(process, owner=bob.pk, source="From the fair"))
    assert answer.status_code == 422
    assert "From the fair" in answer.content.decode()
    assert none_made(alice)


def test_a_private_deal_is_made_for_oneself(alice, hers, process):
    hers.post(NEW, whole(process, owner=alice.pk, private="on"))
    assert the_deal(alice).private


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"title": "x" * 301}, {"amount": "-5"}, {"amount": "9" * 40}, {"currency": "???"}, {"stage": ""},
     {"expected_close": "soon"}, {"owner": "0"}, {"people": ["999"]}, {"company": "x" * 301}, {"tags": "x" * 61}],
)  # fmt: skip
def test_what_cannot_be_is_said_and_the_rest_is_kept(alice, hers, process, wrong):
    answer = hers.post(NEW, whole(process, owner=alice.pk, source="From the fair") | wrong)
    assert answer.status_code == 422
    assert "From the fair" in answer.content.decode()
    assert none_made(alice)
    assert not Company.objects.filter(workspace=alice.workspace).exists()


def test_only_open_stages_of_current_versions_can_be_started_in(alice, charlie, hers, process):
    for stage in (stage_of(process, "Won"), stage_of(make_process(charlie.workspace), "Lead")):
        assert hers.post(NEW, whole(process, owner=alice.pk, stage=stage.pk)).status_code == 422


def test_the_address_fills_in_company_and_process(alice, hers, process):
    company, other = create_company(by=alice, name="Ekhamra"), make_process(alice.workspace, "Renewals")
    create_person(by=alice, first_name="Anders", last_name="Ekhamra", company=company)
    page = hers.get(f"{NEW}?company={company.pk}&process={other.pk}").content.decode()
    for words in ('value="Ekhamra, "', "Anders Ekhamra", f'value="{other.pk}" selected'):
        assert words in page
    for strange in ("x", "9" * 30, "-1", "\x00"):
        assert hers.get(NEW, {"company": strange, "process": strange}).status_code == 200


def test_the_people_of_the_company_are_offered(alice, owen, hers, cast, as_member):
    company = create_company(by=alice, name="Ekhamra")
    create_person(by=alice, first_name="Anders", company=company)
    create_person(by=owen, first_name="Hemlig", company=company, private=True)
    found = hers.get(f"{NEW}people/", {"company": "ekhamra"}).content.decode()
    assert "Anders" in found
    assert "Hemlig" not in found
    assert "Anders" not in hers.get(f"{NEW}people/", {"company": "Nordan"}).content.decode()
    assert as_member(cast.vera).get(f"{NEW}people/").status_code == 403
    assert as_member(cast.charlie).get(f"{NEW}people/").status_code == 404


def test_the_panel_holds_the_line_alone(hers):
    panel = hers.get(NEW, headers=PARTIAL).content.decode()
    assert 'class="side-panel"' in panel
    assert "<html" not in panel


def test_without_a_process_the_page_says_what_to_do_first(alice, as_member):
    assert "No process yet" in as_member(alice).get(NEW).content.decode()
