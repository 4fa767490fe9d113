"""Files on the timeline: looked at, kept out of reach, shown only where that is harmless, gone when purged."""

import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from stegvis.core.append_only import purge
from stegvis.core.errors import Refused
from stegvis.testing.builders import make_deal
from stegvis.timeline.filing import tame_name
from stegvis.timeline.models import EntryPlace, StoredFile, TimelineEntry
from stegvis.timeline.operations.correcting import withdraw_entry
from stegvis.timeline.operations.filing import add_file
from stegvis.timeline.purging import forget_entries


@pytest.fixture
def deal(alice, process, settings, tmp_path):
    settings.HOME = tmp_path
    return make_deal(alice)


def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 30), "red").save(written, "PNG")
    return written.getvalue()


def put(deal, by, name: str, content: bytes) -> StoredFile:
    entry = add_file(deal, SimpleUploadedFile(name, content, "text/html"), by=by)
    return StoredFile.objects.get(workspace=deal.workspace, entry=entry)


def address(file: StoredFile, more: str = "") -> str:
    return f"/w/granfors/timeline/files/{file.token}/{more}"


def test_files_come_with_the_composer_and_are_previewed(deal, alice, as_member):
    client = as_member(alice)
    given = {"kind": "file", "text": "The hall", "files": [SimpleUploadedFile("hall.png", picture())]}
    assert client.post(f"/w/granfors/timeline/deal/{deal.pk}/entries/", given).status_code == 303
    file = StoredFile.objects.get(workspace=deal.workspace)
    assert (file.name, file.type, file.entry.text) == ("hall.png", "image/png", "The hall")
    shown = client.get(address(file, "preview/"))
    assert shown.headers["Content-Type"] == "image/webp"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert "hall.png" in client.get(f"/w/granfors/deals/{deal.pk}/").content.decode()


@pytest.mark.parametrize(
    ("content", "kind", "shown"),
    [
        (b"<html><script>alert(1)</script>", "text/plain", True),
        (b"%PDF-1.7 ...", "application/pdf", True),
        (b"MZ\x90\x00\x03", "application/octet-stream", False),
        (b"PK\x03\x04 no zip", "application/octet-stream", False),
        (b"", "application/octet-stream", False),
    ],
)
def test_the_content_says_what_a_file_is(deal, alice, as_member, content, kind, shown):
    answer = as_member(alice).get(address(put(deal, alice, "x.html", content)))
    assert answer.headers["Content-Type"].startswith(kind)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline" if shown else "attachment")


def test_only_who_sees_the_record_gets_the_file(deal, cast, as_member):
    file = put(deal, cast.alice, "plan.txt", b"Plan")
    assert as_member(cast.vera).get(address(file)).status_code == 200
    assert as_member(cast.charlie).get(address(file)).status_code == 404
    assert as_member(cast.alice).get(address(file).replace(file.token, "a" * 40)).status_code == 404
    type(deal).objects.filter(workspace=deal.workspace).update(private=True)
    assert as_member(cast.vera).get(address(file)).status_code == 404
    withdraw_entry(file.entry, by=cast.alice)
    assert as_member(cast.alice).get(address(file)).status_code == 404


def test_a_bomb_has_no_preview_and_a_giant_is_refused(deal, alice, settings):
    head = b"\x00\x00\xea\x60\x00\x00\xea\x60\x08\x02\x00\x00\x00"
    chunk = b"IHDR" + head
    bomb = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    assert put(deal, alice, "bomb.png", bomb).preview == ""
    settings.FILE_LIMIT_MB = 0
    with pytest.raises(Refused):
        put(deal, alice, "x.txt", b"x")
    assert len([path for path in Path(settings.HOME).rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\plan.docx", "plan.docx"),
        ("a\x00b\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe", "abgnp.exe"),
        ("", "file"),
        ("...", "file"),
        ("x" * 10_000 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_names_are_tamed(sent, kept):
    assert tame_name(sent) == kept


def test_what_is_purged_leaves_nothing_on_the_disk(deal, alice, settings, django_capture_on_commit_callbacks):
    put(deal, alice, "hall.png", picture())
    with django_capture_on_commit_callbacks(execute=True), purge("test", workspace=deal.workspace):
        follow = forget_entries(type(deal), [deal.pk])
        EntryPlace.objects.filter(workspace=deal.workspace, deal=deal).delete()
        follow()
    assert not TimelineEntry.objects.filter(workspace=deal.workspace).exists()
    assert [path for path in Path(settings.HOME).rglob("*") if path.is_file()] == []
