"""The workspace's name, customs, logo and rates; a user's own profile; tags, teams, privacy."""

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from stegvis.core.errors import Refused
from stegvis.testing.builders import PASSWORD
from stegvis.workspaces.logos import as_logo
from stegvis.workspaces.models import Rate, User
from stegvis.workspaces.operations.deleting import restore_deletion
from stegvis.workspaces.operations.founding import create_workspace, free_slug
from stegvis.workspaces.operations.users import NewUser
from stegvis.workspaces.operations.workspace import delete_rate, set_logo, set_rate, update_workspace

NEW_YEAR = datetime.date(2026, 1, 1)
FACTS = {"name": "Granfors", "language": "en", "currency": "SEK", "time_zone": "Europe/Stockholm", "week_start": 0}


def at(name: str, *args) -> str:
    return reverse(f"workspaces:{name}", args=["granfors", *args])


def picture(kind: str = "PNG", size=(600, 300)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    return written.getvalue()


def test_a_workspace_begins_with_its_owner(charlie):
    owner = create_workspace("Łódź Śruby", by=charlie.user, language="pl", currency="PLN", time_zone="Europe/Warsaw")
    assert (owner.workspace.slug, owner.role, owner.workspace.currency) == ("lodz-sruby", "owner", "PLN")
    assert free_slug("Łódź śruby") == "lodz-sruby-2"
    with pytest.raises(Refused):
        create_workspace("Third", by=charlie.user, slug="lodz-sruby")
    with pytest.raises(ValidationError):
        create_workspace("Third", by=charlie.user, language="tlh")


def test_somebody_new_gets_an_account_with_the_workspace(db):
    owner = create_workspace("Third", by=NewUser("Nina@Example.com", "Nina", PASSWORD))
    assert owner.user.email == "nina@example.com"


def test_facts_change_and_nothing_else_does(owen, workspace, as_member):
    given = FACTS | {"name": "Granfors AB", "week_start": 6, "slug": "stolen", "grants": '{"viewer": {"edit": "all"}}'}
    assert as_member(owen).post(at("workspace"), given).status_code == 303
    workspace.refresh_from_db()
    assert (workspace.name, workspace.week_start, workspace.slug, workspace.grants) == (
        "Granfors AB",
        6,
        "granfors",
        {},
    )


@pytest.mark.parametrize("wrong", [{"currency": "XXX"}, {"time_zone": "Mars/Base"}, {"language": "tlh"}, {"name": ""}])
def test_nonsense_is_shown_again_with_its_error(wrong, owen, as_member, workspace):
    assert as_member(owen).post(at("workspace"), FACTS | wrong).status_code == 422


def test_the_base_currency_stays_while_there_are_rates(owen, workspace):
    rate = set_rate("EUR", Decimal("11.2"), NEW_YEAR, by=owen)
    with pytest.raises(Refused):
        update_workspace({"currency": "EUR"}, by=owen)
    delete_rate(rate, by=owen)
    assert update_workspace({"currency": "EUR"}, by=owen).currency == "EUR"


def test_a_second_rate_of_a_day_corrects_the_first_and_a_deleted_one_comes_back(owen, workspace):
    set_rate("EUR", Decimal("11.2"), NEW_YEAR, by=owen)
    rate = set_rate("EUR", Decimal("11.3"), NEW_YEAR, by=owen)
    assert [one.rate for one in Rate.objects.filter(workspace=workspace)] == [Decimal("11.3")]
    deletion = delete_rate(rate, by=owen)
    assert not Rate.objects.filter(workspace=workspace).exists()
    restore_deletion(deletion, by=owen)
    assert Rate.objects.filter(workspace=workspace).exists()


def test_what_was_made_anew_in_the_meantime_stops_an_undo(owen):
    deletion = delete_rate(set_rate("EUR", Decimal(11), NEW_YEAR, by=owen), by=owen)
    set_rate("EUR", Decimal(12), NEW_YEAR, by=owen)
    with pytest.raises(Refused):
        restore_deletion(deletion, by=owen)


@pytest.mark.parametrize(("currency", "rate"), [("SEK", 1), ("EUR", 0), ("EUR", -1)])
def test_senseless_rates_are_refused(currency, rate, owen):
    with pytest.raises(Refused):
        set_rate(currency, Decimal(rate), NEW_YEAR, by=owen)


def test_rates_are_set_and_deleted_on_the_screen_with_undo(owen, as_member, workspace):
    signed_in = as_member(owen)
    signed_in.post(at("rates"), {"currency": "EUR", "rate": "11.25", "since": "2026-01-01"})
    rate = Rate.objects.get(workspace=workspace)
    page = signed_in.post(at("rate_deletion", rate.pk), follow=True).content.decode()
    undo = page.partition('action="/w/granfors/deletions/')[2].partition('"')[0]
    answer = signed_in.post(f"/w/granfors/deletions/{undo}", headers={"referer": f"http://testserver{at('workspace')}"})
    assert answer.url == f"http://testserver{at('workspace')}"
    assert Rate.objects.get(workspace=workspace) == rate


def test_an_undo_leads_nobody_away_and_serves_no_stranger(owen, cast, as_member, workspace):
    deletion = delete_rate(set_rate("EUR", Decimal(11), NEW_YEAR, by=owen), by=owen)
    undo = at("restoration", deletion.pk)
    assert as_member(cast.vera).post(undo).status_code == 403
    assert as_member(cast.charlie).post(undo).status_code == 404
    assert as_member(cast.charlie).post(undo.replace("granfors", "elsewhere")).status_code == 404
    assert as_member(owen).post(undo, headers={"referer": "https://thief.example/"}).url.startswith("/w/granfors/")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_made_small_and_written_anew(kind):
    logo = Image.open(BytesIO(as_logo(picture(kind))))
    assert (logo.format, logo.size) == ("PNG", (256, 128))


def test_what_is_no_picture_or_too_much_of_one_is_refused():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for content in (svg, b"GIF89a", b"", picture() + b"x" * 2_100_000, picture(size=(9000, 9000))):
        with pytest.raises(Refused):
            as_logo(content)


def test_the_logo_is_served_to_members_only(owen, cast, as_member, client, workspace):
    signed_in = as_member(owen)
    assert signed_in.get(at("logo")).status_code == 404
    signed_in.post(at("logo"), {"logo": SimpleUploadedFile("../../evil.svg", picture(), "image/svg+xml")})
    answer = as_member(cast.vera).get(at("logo"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert as_member(cast.charlie).get(at("logo")).status_code == 404
    assert client.get(at("logo")).status_code == 302
    workspace.refresh_from_db()
    assert workspace.logo.name.startswith("logos/")
    assert "evil" not in workspace.logo.name


@pytest.mark.django_db(transaction=True)
def test_an_old_logo_is_not_left_behind(owen, workspace):
    set_logo(as_logo(picture()), by=owen)
    workspace.refresh_from_db()
    first = workspace.logo
    set_logo(None, by=owen)
    assert not first.storage.exists(first.name)


def test_colleagues_viewers_and_strangers_change_no_facts(cast, as_member, client):
    for stranger in (cast.mia, cast.alice, cast.vera):
        with pytest.raises(PermissionDenied):
            update_workspace({"name": "Mine"}, by=stranger)
        with pytest.raises(PermissionDenied):
            set_logo(None, by=stranger)
        with pytest.raises(PermissionDenied):
            set_rate("EUR", Decimal(11), NEW_YEAR, by=stranger)
    for name in ("workspace", "logo", "rates"):
        assert as_member(cast.bob).post(at(name)).status_code == 403
        assert as_member(cast.charlie).post(at(name)).status_code == 404
        assert client.post(at(name)).status_code == 302


def test_a_profile_changes_its_own_user_and_nobody_else(alice, bob, as_member):
    given = {"name": "Alice Berg", "language": "pl", "time_zone": "Europe/Warsaw", "theme": "dark"}
    unwanted = {"email": "owen@granfors.example", "is_active": "", "role": "owner", "user": bob.user_id}
    assert as_member(alice).post(at("profile"), given | unwanted).status_code == 303
    user = User.objects.get(pk=alice.user_id)
    assert (user.name, user.language, user.time_zone, user.theme) == ("Alice Berg", "pl", "Europe/Warsaw", "dark")
    assert (user.email, user.is_active) == (alice.email, True)
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert (alice.name, alice.role, bob.name) == ("Alice Berg", "seller", "Bob")
