"""What a member says about itself: dates, photo, absence, what it wants to be told."""

import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from stegvis.testing import builders
from stegvis.ui import formats, personal

pytestmark = pytest.mark.django_db
YOU = "/w/granfors/settings/you/"
DAY = datetime.date(2025, 11, 30)


def picture(kind="PNG") -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (900, 300), "teal").save(drawn, kind)
    return SimpleUploadedFile("me.png", drawn.getvalue())


@pytest.mark.parametrize(
    ("dates", "written"),
    [
        ("", "30 Nov 2025"),
        ("iso", "2025-11-30"),
        ("dots", "30.11.2025"),
        ("slashes", "30/11/2025"),
        ("month", "11/30/2025"),
    ],
)
def test_days_are_written_as_the_reader_chose(dates, written):
    personal.activate(personal.Personal(dates))
    assert formats.date_short(DAY).replace("\N{NO-BREAK SPACE}", " ") == written
    assert written in formats.due_day(DAY).replace("\N{NO-BREAK SPACE}", " ")
    personal.deactivate()


def test_the_profile_keeps_dates_and_signature(as_member, alice):
    facts = {"name": "Alice", "theme": "dark", "date_format": "iso", "signature": "Alice\nGranfors"}
    assert as_member(alice).post(YOU, facts).status_code == 303
    alice.user.refresh_from_db()
    assert (alice.user.date_format, alice.user.signature) == ("iso", "Alice\nGranfors")
    assert as_member(alice).post(YOU, facts | {"signature": "x" * 10_000}).status_code == 422
    assert as_member(alice).post(YOU, facts | {"date_format": "\x00"}).status_code == 422


def test_a_photo_is_made_small_and_shown_to_the_workspace_only(
    as_member, alice, bob, charlie, workspace, settings, tmp_path
):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    as_member(alice).post(f"{YOU}photo/", {"photo": picture()})
    workspace.refresh_from_db()
    address = f"/w/granfors/members/{alice.pk}/photo/"
    assert (
        f"{address}?v={workspace.faces[str(alice.pk)]}"
        in as_member(bob).get("/w/granfors/settings/members/").content.decode()
    )
    shown = Image.open(BytesIO(b"".join(as_member(bob).get(address).streaming_content)))
    assert (shown.format, max(shown.size)) == ("PNG", 256)
    assert as_member(charlie).get(address).status_code == 404
    as_member(alice).post(f"{YOU}photo/", {"photo": SimpleUploadedFile("me.png", b"<svg onload=alert(1)>")})
    as_member(alice).post(f"{YOU}photo/")
    workspace.refresh_from_db()
    assert workspace.faces == {}


def test_an_absence_has_a_substitute_and_is_said_where_members_are_chosen(as_member, alice, bob, charlie):
    today = formats.today()
    client = as_member(alice)
    given = {"since": today, "until": today + datetime.timedelta(days=3), "substitute": bob.pk}
    assert client.post(f"{YOU}absence/", given).status_code == 303
    alice.refresh_from_db()
    assert (alice.absent_from, alice.substitute) == (today, bob)
    page = as_member(bob).get("/w/granfors/companies/new/").content.decode()
    assert "Alice (away until" in page
    for wrong in ({"until": today - datetime.timedelta(days=1)}, {"substitute": alice.pk}, {"substitute": charlie.pk}):
        assert client.post(f"{YOU}absence/", given | wrong).status_code == 422
    client.post(f"{YOU}absence/", {})
    alice.refresh_from_db()
    assert (alice.absent_from, alice.substitute) == (None, None)


def test_what_is_told_is_chosen_by_group_and_way(as_member, alice):
    client = as_member(alice)
    assert client.post(f"{YOU}notices/", {"followed": ["page", "mail"], "digest_hour": ""}).status_code == 303
    alice.refresh_from_db()
    assert (alice.channels["followed"], alice.channels["given"], alice.digest_hour) == (["page", "mail"], [], None)
    assert client.post(f"{YOU}notices/", {"followed": ["pigeon"]}).status_code == 422
    assert builders.make_member(alice.workspace, "Dan").digest_hour == 7
