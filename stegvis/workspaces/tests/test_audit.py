"""The audit log: complete in words, read page by page, closed to others."""

import re
from pathlib import Path

from stegvis.workspaces.acts import ACTS
from stegvis.workspaces.models import AuditEntry
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.members import change_role

PACKAGE = Path(__file__).resolve().parents[2]
LOG = "/w/granfors/settings/audit/"


def test_every_act_that_is_noted_has_words():
    noted = set()
    for path in PACKAGE.rglob("*.py"):
        if "tests" not in path.parts:
            noted |= set(re.findall(r'\b(?:audit|note_sign_in)\(\s*"(\w+)"', path.read_text()))
    assert len(noted) > 15
    assert noted - set(ACTS) == set()


def test_the_newest_come_first_and_the_rest_page_by_page(owen, workspace, as_member):
    entries = [AuditEntry(workspace=workspace, act="invited", who=f"n{number:03}@example.com") for number in range(130)]
    AuditEntry.objects.bulk_create(entries)
    signed_in = as_member(owen)
    first = signed_in.get(f"{LOG}?act=invited").content.decode()
    assert "n129@" in first
    assert "n029@" not in first
    following = re.search(r"\?act=invited&amp;before=(\d+)", first)
    second = signed_in.get(f"{LOG}?act=invited&before={following[1]}").content.decode()
    assert "n029@" in second
    assert "n030@" not in second


def test_one_act_is_shown_alone(owen, alice, as_member):
    change_role(alice, "viewer", by=owen)
    signed_in = as_member(owen)
    assert "Alice" in signed_in.get(f"{LOG}?act=role_changed").content.decode()
    assert "seller · viewer" not in signed_in.get(f"{LOG}?act=signed_in").content.decode()


def test_nonsense_in_the_address_shows_everything(owen, as_member):
    assert as_member(owen).get(f"{LOG}?act=%27--&before=x").status_code == 200


def test_each_workspace_has_its_own_log(owen, charlie, as_member):
    audit("restored", by=charlie, detail={"what": "a secret deal"})
    assert "a secret deal" not in as_member(owen).get(LOG).content.decode()


def test_what_people_typed_is_shown_as_text(owen, as_member):
    audit("deleted", by=owen, detail={"what": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in as_member(owen).get(LOG).content.decode()
