"""What is done on the deal page: ticks, products, people, copies, deletion. Each by its owner and by nobody else."""

from decimal import Decimal

import pytest

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal, DealLine, Evidence, Period, Product
from stegvis.deals.operations.editing import set_stakeholders
from stegvis.deals.operations.evidence import record_evidence
from stegvis.deals.operations.lines import LineDraft, fingerprint, set_lines
from stegvis.deals.operations.moving import win_deal
from stegvis.people.models import Person
from stegvis.people.operations.creating import create_person
from stegvis.testing.builders import make_company, make_criterion, make_deal, make_person, make_process, stage_of
from stegvis.workspaces.models import Deletion, FieldChange

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def deal(alice, process) -> Deal:
    return make_deal(alice, amount=Decimal(1000), company=make_company(alice))


@pytest.fixture
def criterion(process):
    return make_criterion(stage_of(process, "Lead"), "Budget told")


@pytest.fixture
def hers(alice, as_member):
    return as_member(alice)


def address(deal: Deal, more: str) -> str:
    return f"/w/granfors/deals/{deal.pk}/{more}"


def ticks(deal: Deal):
    return Evidence.objects.filter(workspace=deal.workspace, deal=deal)


def people_on(deal: Deal) -> list[str]:
    return [one.person.name for one in deal.stakeholders.select_related("person").order_by("id")]


def test_only_who_may_change_the_deal_does_any_of_it(deal, criterion, cast, as_member, client, alice):
    tick = record_evidence(deal, criterion, by=alice)
    person = make_person(alice)
    set_stakeholders(deal, [person], by=alice)
    acts = (f"evidence/{criterion.pk}/", f"ticks/{tick.pk}/withdrawal/", "products/", "people/",
            f"people/{person.pk}/removal/", "deletion/")  # fmt: skip
    for act in acts:
        assert as_member(cast.bob).post(address(deal, act), {"name": "x"}).status_code == 403, act
        assert as_member(cast.vera).post(address(deal, act), {"name": "x"}).status_code == 403, act
        assert as_member(cast.charlie).post(address(deal, act), {"name": "x"}).status_code == 404, act
        assert client.post(address(deal, act), {"name": "x"}).status_code == 302, act
    for act in ("copies/", "next/"):
        assert as_member(cast.vera).post(address(deal, act)).status_code == 403, act
        assert as_member(cast.charlie).post(address(deal, act)).status_code == 404, act
        assert client.post(address(deal, act)).status_code == 302, act
    assert Deal.objects.filter(workspace=deal.workspace).count() == 1
    assert (ticks(deal).count(), people_on(deal)) == (1, ["Anders Ekhamra"])


def test_a_press_ticks_and_another_takes_back_with_undo(deal, criterion, hers):
    answer = hers.post(address(deal, f"evidence/{criterion.pk}/"), headers=PARTIAL)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "#deal")
    assert 'aria-pressed="true"' in answer.content.decode()
    hers.post(address(deal, f"ticks/{ticks(deal).get().pk}/withdrawal/"), headers=PARTIAL)
    assert not ticks(deal).exists()
    deletion = Deletion.objects.get(workspace=deal.workspace)
    hers.post(f"/w/granfors/deletions/{deletion.pk}/restoration/", headers=PARTIAL)
    assert ticks(deal).exists()


def test_a_tick_carries_what_was_said_and_where_it_can_be_seen(deal, criterion, hers):
    sent = {"note": "40,000 a year", "link": "ekhamra.example/minutes"}
    hers.post(address(deal, f"evidence/{criterion.pk}/"), sent, headers=PARTIAL)
    assert (ticks(deal).get().note, ticks(deal).get().link) == ("40,000 a year", "https://ekhamra.example/minutes")


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "ftp://x.example/a", "https://" + "x" * 2000],
)
def test_a_link_never_runs_anything(deal, criterion, hers, link):
    assert hers.post(address(deal, f"evidence/{criterion.pk}/"), {"link": link}, headers=PARTIAL).status_code == 422
    assert not ticks(deal).exists()


@pytest.mark.parametrize("note", ["x" * 10_000, "a\x00b"])
def test_a_note_that_cannot_be_kept_is_said(deal, criterion, hers, note):
    assert hers.post(address(deal, f"evidence/{criterion.pk}/"), {"note": note}, headers=PARTIAL).status_code == 422


def test_criteria_of_later_stages_are_ticked_ahead_but_none_of_other_processes(deal, hers, process, workspace):
    later = make_criterion(stage_of(process, "Proposal made"), "Signed")
    foreign = make_criterion(stage_of(make_process(workspace, "Other"), "Lead"))
    assert hers.post(address(deal, f"evidence/{later.pk}/"), headers=PARTIAL).status_code == 200
    assert hers.post(address(deal, f"evidence/{foreign.pk}/"), headers=PARTIAL).status_code == 404


def test_two_presses_are_one_tick(deal, criterion, hers):
    for _press in range(2):
        hers.post(address(deal, f"evidence/{criterion.pk}/"), headers=PARTIAL)
    assert ticks(deal).count() == 1


def test_without_scripts_every_form_is_a_page(deal, criterion, hers):
    for act in (f"evidence/{criterion.pk}/", "products/", "people/"):
        assert "<html" in hers.get(address(deal, act)).content.decode()
    assert hers.post(address(deal, f"evidence/{criterion.pk}/"), {"note": ""}).status_code == 303


def rows(*lines: tuple, **more) -> dict:
    """A form of products: name, quantity, price, period."""
    names = ("name", "quantity", "price", "period")
    return {name: [line[place] for line in lines] for place, name in enumerate(names)} | more


def test_products_come_from_the_price_list_or_free(deal, hers):
    Product.objects.create(workspace=deal.workspace, name="Sensor", price=450, currency="SEK", period="monthly")
    sent = rows(
        ("Sensor", "2", "", "once"), ("Training", "1,5", "1 000", "once"), ("", "1", "", "once"), value_follows="on"
    )
    assert hers.post(address(deal, "products/"), sent, headers=PARTIAL).status_code == 200
    lines = DealLine.objects.filter(workspace=deal.workspace).order_by("position")
    assert [(line.name, line.quantity, line.price, line.period) for line in lines] == [
        ("Sensor", 2, 450, Period.MONTHLY),
        ("Training", Decimal("1.5"), 1000, Period.ONCE),
    ]
    deal.refresh_from_db()
    assert deal.amount == 2 * 450 * 12 + 1500


def test_a_value_set_by_hand_stays_when_the_products_do_not_lead_it(deal, hers):
    hers.post(address(deal, "products/"), rows(("Sensor", "1", "5", "once")), headers=PARTIAL)
    deal.refresh_from_db()
    assert (deal.amount, deal.amount_from_lines, deal.lines.count()) == (1000, False, 1)


@pytest.mark.parametrize(
    "line",
    [
        ("Sensor", "-1", "5", "once"),
        ("Sensor", "0", "5", "once"),
        ("Sensor", "9999999999", "5", "once"),
        ("Sensor", "1", "-5", "once"),
        ("Sensor", "1", "9" * 30, "once"),
        ("Sensor", "1", "5", "daily"),
        ("x" * 10_000, "1", "5", "once"),
        ("a\x00b", "1", "5", "once"),
        ("Sensor", "999999999", "9" * 16, "monthly"),
    ],
)
def test_lines_that_cannot_be_are_said_and_nothing_is_lost(deal, alice, hers, line):
    set_lines(deal, [LineDraft("Kept")], by=alice)
    answer = hers.post(address(deal, "products/"), rows(line, value_follows="on"), headers=PARTIAL)
    assert answer.status_code == 422
    assert [one.name for one in DealLine.objects.filter(workspace=deal.workspace)] == ["Kept"]


def test_the_second_at_the_products_sees_the_first(deal, alice, owen, hers):
    before = fingerprint(deal.lines.all())
    set_lines(deal, [LineDraft("Theirs")], by=owen)
    answer = hers.post(address(deal, "products/"), rows(("Mine", "1", "", "once"), seen=before), headers=PARTIAL)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Owen" in page
    assert "1 x Theirs" in page
    again = rows(("Mine", "1", "", "once"), seen=fingerprint(deal.lines.all()))
    assert hers.post(address(deal, "products/"), again, headers=PARTIAL).status_code == 200


def test_somebody_known_takes_part(deal, alice, hers):
    person = make_person(alice)
    hers.post(address(deal, "people/"), {"person": person.pk}, headers=PARTIAL)
    hers.post(address(deal, "people/"), {"person": person.pk}, headers=PARTIAL)
    assert people_on(deal) == ["Anders Ekhamra"]


def test_somebody_new_is_made_at_the_deals_company(deal, hers):
    sent = {"name": "Lena von Forsgren", "email": "lena@ekhamra.example", "phone": "+46 70 555 01 42"}
    hers.post(address(deal, "people/"), sent, headers=PARTIAL)
    person = Person.objects.get(workspace=deal.workspace)
    assert (person.first_name, person.last_name, person.company) == ("Lena von", "Forsgren", deal.company)
    assert [point.value for point in person.contact_points.all()] == ["lena@ekhamra.example", "+46705550142"]
    assert people_on(deal) == ["Lena von Forsgren"]


@pytest.mark.parametrize(
    "sent", [{"name": ""}, {"name": "x" * 10_000}, {"name": "Lena", "email": "no"}, {"name": "Lena", "phone": "abc"}]
)
def test_a_new_person_who_cannot_be_is_said_and_not_half_made(deal, hers, sent):
    assert hers.post(address(deal, "people/"), sent, headers=PARTIAL).status_code == 422
    assert not Person.objects.filter(workspace=deal.workspace).exists()


def test_only_people_one_sees_can_be_added(deal, hers, owen, charlie):
    for person in (make_person(charlie), make_person(owen, private=True)):
        assert hers.post(address(deal, "people/"), {"person": person.pk}, headers=PARTIAL).status_code == 404
    for wrong in ("9" * 30, "x", "-1", "0"):
        assert hers.post(address(deal, "people/"), {"person": wrong}, headers=PARTIAL).status_code == 404


def test_people_are_found_by_the_beginning_of_a_name_the_companys_first(deal, alice, owen, hers):
    create_person(by=alice, first_name="Åsa", last_name="Berg")
    create_person(by=alice, first_name="Lena", last_name="Åsberg", company=deal.company)
    create_person(by=owen, first_name="Åsa", last_name="Hemlig", private=True)
    found = hers.get(address(deal, "people/found/?q=ås"), headers=PARTIAL).content.decode()
    assert found.index("Lena Åsberg") < found.index("Åsa Berg")
    assert "Hemlig" not in found
    assert "Lena" in hers.get(address(deal, "people/found/"), headers=PARTIAL).content.decode()
    for strange in ("%", "_", "'", "\x00", "x" * 5000, "\N{RIGHT-TO-LEFT OVERRIDE}"):
        assert hers.get(address(deal, "people/found/"), {"q": strange}, headers=PARTIAL).status_code == 200


def test_finding_people_is_for_who_may_add_them(deal, cast, as_member, client):
    assert as_member(cast.bob).get(address(deal, "people/found/")).status_code == 403
    assert as_member(cast.vera).get(address(deal, "people/found/")).status_code == 403
    assert as_member(cast.charlie).get(address(deal, "people/found/")).status_code == 404
    assert client.get(address(deal, "people/found/")).status_code == 302


def test_somebody_who_goes_can_be_brought_back(deal, alice, hers):
    lena, anders = make_person(alice, "Lena", "Forsgren"), make_person(alice)
    set_stakeholders(deal, [lena, anders], by=alice)
    answer = hers.post(address(deal, f"people/{lena.pk}/removal/"), headers=PARTIAL)
    assert people_on(deal) == ["Anders Ekhamra"]
    assert f"people/?person={lena.pk}" in answer.content.decode()
    hers.post(address(deal, f"people/?person={lena.pk}"), headers=PARTIAL)
    assert people_on(deal) == ["Anders Ekhamra", "Lena Forsgren"]


def test_taking_one_off_keeps_people_the_editor_does_not_see(deal, alice, owen, hers):
    lena, secret = make_person(alice, "Lena", "Forsgren"), make_person(owen, "Hemlig", "Person", private=True)
    set_stakeholders(deal, [lena, secret], by=owen)
    hers.post(address(deal, f"people/{lena.pk}/removal/"), headers=PARTIAL)
    assert people_on(deal) == ["Hemlig Person"]


def test_a_copy_has_its_own_page_and_can_be_undone(deal, hers):
    answer = hers.post(address(deal, "copies/"))
    copy = Deal.objects.filter(workspace=deal.workspace).latest("pk")
    assert answer.headers["Location"] == f"/w/granfors/deals/{copy.pk}/"
    assert f"/w/granfors/deals/{copy.pk}/deletion/" in hers.get(answer.headers["Location"]).content.decode()


def test_the_next_deal_follows_a_won_one(deal, alice, hers):
    assert hers.post(address(deal, "next/")).status_code == 409
    win_deal(deal, by=alice)
    hers.post(address(deal, "next/"))
    assert Deal.objects.filter(workspace=deal.workspace).latest("pk").after == deal
    assert "follows this deal" in hers.get(address(deal, "")).content.decode()


def test_a_deleted_deal_is_gone_and_comes_back_by_undo(deal, hers, as_member, vera):
    answer = hers.post(address(deal, "deletion/"))
    assert answer.headers["Location"] == "/w/granfors/deals/"
    assert hers.get(address(deal, "")).status_code == 404
    deletion = Deletion.objects.get(workspace=deal.workspace)
    undo = f"/w/granfors/deletions/{deletion.pk}/restoration/"
    assert as_member(vera).post(undo).status_code == 403
    hers.post(undo)
    assert hers.get(address(deal, "")).status_code == 200


def test_ticks_leave_a_trace_that_outlives_them(deal, criterion, hers):
    hers.post(address(deal, f"evidence/{criterion.pk}/"), {"note": "They said so"}, headers=PARTIAL)
    hers.post(address(deal, f"ticks/{ticks(deal).get().pk}/withdrawal/"), headers=PARTIAL)
    page = hers.get(address(deal, "?only=evidence")).content.decode()
    assert "They said so" in page
    assert "took back" in page
    assert not FieldChange.objects.filter(workspace=deal.workspace).exists()


def test_more_than_a_deal_can_be_worth_is_refused(deal, alice):
    with pytest.raises(Refused):
        set_lines(deal, [LineDraft("Sensor", quantity=Decimal(999_999_999), price=Decimal(10**16))], by=alice)
