"""A process goes out as a file and comes in as a draft; what is damaged is said with its place."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stegvis.core.errors import Refused
from stegvis.processes.catalogue import FOLDER
from stegvis.processes.models import ProcessDraft
from stegvis.processes.operations.adopting import adopt_template
from stegvis.processes.operations.drafting import body_of_version
from stegvis.processes.process_files import read_file, write_file


def bare(body) -> list:
    """What a body says, without its keys."""
    names = {row["key"]: row["name"] for row in [*body["stages"], *body["phases"]]}
    rows = [{**row, "buyer_phase": names.get(row["buyer_phase"])} for row in body["stages"]]
    told = json.dumps(rows)
    for key, name in names.items():
        told = told.replace(json.dumps(key), json.dumps(f"={name}"))
    drop = ("key", "lineage", "split_from", "sources")
    return [
        {
            k: v if not isinstance(v, list) else [{a: b for a, b in one.items() if a not in drop} for one in v]
            for k, v in row.items()
            if k not in drop
        }
        for row in json.loads(told)
    ]


def test_a_process_comes_back_as_it_went(mia, workspace):
    process = adopt_template(workspace, "car-dealer", by=mia, language="pl")
    body = body_of_version(process, process.current)
    back = read_file(write_file(body, "pl").encode(), "pl")
    assert bare(back) == bare(body)
    assert [row["name"] for row in back["phases"]] == [row["name"] for row in body["phases"]]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json"))[:3], ids=lambda path: path.stem)
def test_ready_made_files_are_such_files(path):
    assert len(read_file(path.read_bytes(), "sv")["stages"]) > 5


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"{", "damaged"),
        (b"\xff\xfe", "damaged"),
        (b"[1]", "schema"),
        (b'{"schema": 2}', "newer"),
        (b'{"schema": 1, "name": {"en": "A"}, "stages": 7}', "stages: not a list"),
        (b'{"schema": 1, "name": {"en": "A"}, "stages": [{"kind": "sold", "name": {"en": "B"}}]}', "stages.1.kind"),
        (b'{"schema": 1, "name": {"en": "A\\u0000"}, "stages": []}', "name"),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_the_place(raw, says):
    with pytest.raises(Refused, match=says):
        read_file(raw, "en")


def test_rows_that_share_a_key_or_have_none_get_their_own():
    rows = [
        {"name": {"en": name}} | key
        for name, key in (("One", {}), ("Two", {}), ("A", {"key": "s"}), ("B", {"key": "s"}))
    ]
    rows = [row | {"kind": "open"} for row in rows]
    rows[1]["branches"] = [{"text": {"en": "No"}, "to": "s"}]
    body = read_file(json.dumps({"schema": 1, "name": "P", "stages": rows, "buyer_phases": rows}).encode(), "en")
    for part in ("stages", "phases"):
        assert len({row["key"] for row in body[part]}) == 4
    assert body["stages"][1]["branches"][0]["to"] == body["stages"][2]["key"]


def test_strange_values_become_texts_that_can_be_kept():
    half = {"en": "A\ud800"}
    stage = {
        "name": half,
        "kind": "open",
        "expected_days": [1],
        "exit_criteria": [{"text": half, "evidence": "buyer", "hard": []}],
    }
    body = read_file(json.dumps({"schema": 1, "name": half, "stages": [stage]}).encode(), "en")
    assert (body["name"], body["stages"][0]["name"], body["stages"][0]["expected_days"]) == ("A?", "A?", 1)
    with pytest.raises(Refused) as refusal:
        read_file(json.dumps({"schema": 1, "name": "P", "stages": [stage | {"kind": "\ud800"}]}).encode(), "en")
    assert str(refusal.value).encode()


def test_a_manager_brings_a_file_in_and_takes_one_out(mia, alice, workspace, as_member):
    process = adopt_template(workspace, "simple-b2b", by=mia, language="en")
    out = as_member(alice).get(reverse("processes:process_file", args=[workspace.slug, process.pk]))
    assert (out.status_code, out["Content-Disposition"]) == (200, 'attachment; filename="simple-b2b.json"')
    address = reverse("processes:process_files", args=[workspace.slug])
    for member, status in ((alice, 403), (mia, 303)):
        sent = {"file": SimpleUploadedFile("p.json", out.content)}
        assert as_member(member).post(address, sent).status_code == status
    assert ProcessDraft.objects.get(workspace=workspace).process.name == "Simple B2B 2"
    assert as_member(mia).post(address, {"file": SimpleUploadedFile("p.json", b"{")}).status_code == 422


def test_a_browser_sends_a_file_up_to_the_limit(mia, workspace, settings):
    settings.UPLOAD_LIMIT_MB = 1
    client = Client(enforce_csrf_checks=True)
    client.force_login(mia.user)
    client.get(reverse("processes:processes", args=[workspace.slug]))
    token, address = client.cookies["csrftoken"].value, reverse("processes:process_files", args=[workspace.slug])
    for content, says in ((b"{", "damaged"), (b"x" * 1_100_000, "too large for a process")):
        sent = {"csrfmiddlewaretoken": token, "file": SimpleUploadedFile("p.json", content)}
        answer = client.post(address, sent)
        assert answer.status_code == 422
        assert says in answer.text
