"""The fit of a company: criteria with weights, reasons, and a kept figure that lists sort by."""

import pytest

from stegvis.people.jobs import reckon_fits
from stegvis.people.models import Company, FitMark, IdealProfile
from stegvis.people.operations.profiles import add_profile, change_profile, delete_profile
from stegvis.people.operations.tagging import set_tags
from stegvis.people.queries.fitting import fits_of
from stegvis.testing.builders import make_company, make_field, make_person
from stegvis.timeline.models import TimelineEntry
from stegvis.workspaces.operations.editing import edit_record
from stegvis.workspaces.operations.own_fields import change_field


def criterion(kind, *values, least=None, most=None, weight=3, field=None):
    return {"kind": kind, "values": list(values), "least": least, "most": most, "weight": weight, "field": field}


@pytest.fixture
def profile(workspace, owen):
    made = add_profile(workspace, "Plate works", by=owen)
    wanted = [
        criterion("industry", "steel", "plate", weight=5),
        criterion("employees", least=20, most=200),
        criterion("country", "SE", "Norway"),
        criterion("tag", "fair", weight=1),
        criterion("role", "production", weight=2),
    ]
    return change_profile(made, by=owen, name="Plate works", summary="", research="Who decides?", criteria=wanted)


def test_a_fit_says_its_reasons(alice, profile):
    company = make_company(alice, industry="Steel and plate", employees=500, country="NO")
    make_person(alice, "Anna", "Berg", company=company, job_title="Production manager")
    [fit] = fits_of(company, to=alice)
    assert [one.met for one in fit.reasons] == [True, False, True, False, True]
    assert fit.percent == round(100 * 10 / 14)
    assert fits_of(make_company(alice, "Empty AB"), to=alice)[0].percent == 0
    assert [one.met for one in fits_of(make_company(alice, "No AB"), to=alice)[0].reasons][:3] == [None, None, None]


def test_own_fields_count_by_their_names(owen, alice, profile):
    field = make_field(owen, "Segment", "choice", choices=[("", "Big"), ("", "Small")])
    wanted = [criterion("own", "small", field=field)]
    change_profile(profile, by=owen, name="x", summary="", research="", criteria=wanted)
    company = make_company(alice)
    edit_record(company, {f"own:{field.key}": field.choices[1]["key"]}, by=owen)
    assert fits_of(company, to=alice)[0].percent == 100


def test_the_kept_figure_tells_nothing_of_a_field_that_somebody_may_not_see(owen, profile):
    field = make_field(owen, "Solvent", "text")
    wanted = [criterion("country", "SE"), criterion("own", "yes", field=field)]
    change_profile(profile, by=owen, name="x", summary="", research="", criteria=wanted)
    company = make_company(owen, country="SE")
    for seen_by, figure in ((field.seen_by, 50), (["owner", "admin"], 100)):
        change_field(field, {"seen_by": seen_by}, by=owen)
        reckon_fits.call(workspace_id=owen.workspace_id)
        company.refresh_from_db()
        assert company.fit == figure


def test_the_figure_is_kept_whatever_way_a_company_changes(owen, alice, profile):
    company = make_company(alice, industry="Steel", employees=50, country="SE")
    reckon_fits.call(workspace_id=owen.workspace_id)
    company.refresh_from_db()
    assert (company.fit, company.fit_profile) == (round(100 * 11 / 14), profile)
    assert not FitMark.objects.filter(workspace=owen.workspace).exists()
    set_tags(company, ["fair"], by=alice)
    make_person(alice, "Anna", "Berg", company=company, job_title="Production manager")
    Company.objects.filter(workspace=owen.workspace, pk=company.pk).update(employees=50)
    reckon_fits.call(workspace_id=owen.workspace_id)
    company.refresh_from_db()
    assert company.fit == 100
    delete_profile(profile, by=owen)
    reckon_fits.call(workspace_id=owen.workspace_id)
    company.refresh_from_db()
    assert (company.fit, company.fit_profile) == (None, None)


def test_lists_sort_and_filter_by_fit(owen, alice, as_member, profile):
    for name, industry in (("Weak AB", "Retail"), ("Strong AB", "Steel")):
        make_company(alice, name, industry=industry)
    reckon_fits.call(workspace_id=owen.workspace_id)
    client = as_member(alice)
    page = client.get(f"/w/granfors/companies/?sort=-fit&profile={profile.pk}").content.decode()
    assert page.index("Strong AB") < page.index("Weak AB")
    assert "Weak AB" not in client.get("/w/granfors/companies/?fit-from=30").content.decode()


def test_the_company_page_shows_why_and_begins_a_note(cast, as_member, profile):
    company = make_company(cast.alice, industry="Steel")
    address = f"/w/granfors/companies/{company.pk}/fit/"
    page = as_member(cast.vera).get(address).content.decode()
    assert "Plate works" in page
    assert "not known; wanted: 20 to 200" in page
    for member, status in ((cast.vera, 403), (cast.charlie, 404), (cast.alice, 303)):
        assert as_member(member).post(address, {"profile": profile.pk}).status_code == status
    assert as_member(cast.alice).post(address, {"profile": "9" * 40}).status_code == 404
    assert "**Who decides?**" in TimelineEntry.objects.get(workspace=company.workspace_id).text


def test_a_profile_is_written_by_a_manager(cast, as_member, workspace):
    client = as_member(cast.mia)
    client.post("/w/granfors/settings/ideal-customers/", {"name": "Sawmills"})
    made = IdealProfile.objects.get(workspace=workspace)
    address = f"/w/granfors/settings/ideal-customers/{made.pk}/"
    assert as_member(cast.alice).get(address).status_code == 403
    rows = {"kind": ["industry", "employees", ""], "values": ["Wood, Timber", "", ""], "least": ["", "10", ""],
            "most": ["", "", ""], "weight": ["5", "2", "3"]}  # fmt: skip
    facts = {"name": "Sawmills", "summary": "", "research": ""}
    assert client.post(address, facts | rows).status_code == 303
    assert [(one.kind, one.values, one.weight) for one in made.criteria.all()] == [
        ("industry", ["Wood", "Timber"], 5), ("employees", [], 2),
    ]  # fmt: skip
    assert "Wood, Timber" in client.get(address).content.decode()
    for wrong in ({"least": ["", "", ""]}, {"kind": ["magic", "", ""]}, {"least": ["", "9" * 30, ""]},
                  {"values": ["", "", ""]}):  # fmt: skip
        assert client.post(address, facts | rows | wrong).status_code == 422
