"""The table of permissions: its limits, who may change it, and that a change counts at once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stegvis.core.errors import Refused
from stegvis.testing.builders import make_company, make_member, make_team
from stegvis.workspaces.models import AuditEntry, Member, Role
from stegvis.workspaces.operations.granting import set_grant
from stegvis.workspaces.permissions import NAMES, ROLES, Scope, choices, default, grant, may


@pytest.fixture
def ada(workspace):
    return make_member(workspace, "Ada", Role.ADMIN)


def cell(role: str, verb: str, slug: str = "granfors") -> str:
    return reverse("workspaces:grant", args=[slug, role, verb])


def test_a_changed_cell_counts_at_once_and_is_logged(owen, bob, alice, workspace):
    company = make_company(alice)
    assert not may(bob, "edit", company)
    bob.workspace = set_grant(Role.SELLER, "edit", Scope.ALL, by=owen)
    assert may(bob, "edit", company)
    entry = AuditEntry.objects.get(workspace=workspace, act="permission_changed")
    assert entry.detail == {"role": "seller", "verb": "edit", "from": "own", "to": "all"}


def test_a_cell_set_back_is_no_longer_changed(owen):
    set_grant(Role.SELLER, "edit", Scope.ALL, by=owen)
    assert set_grant(Role.SELLER, "edit", Scope.OWN, by=owen).grants == {}


def test_team_reaches_the_team_and_no_further(owen, alice, bob, vera, workspace):
    team = make_team(workspace, "North", alice, bob)
    alice.workspace = set_grant(Role.SELLER, "edit", Scope.TEAM, by=owen)
    assert may(alice, "edit", make_company(bob))
    team.members.remove(bob)
    alice = Member.objects.get(workspace=workspace, pk=alice.pk)
    assert not may(alice, "edit", make_company(bob, "Other AB"))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", NAMES)
def test_every_default_is_within_the_limits(role, verb):
    assert default(role, verb) in choices(role, verb)


@pytest.mark.parametrize(
    ("role", "verb", "scope"),
    [
        (Role.VIEWER, "edit", Scope.OWN),
        (Role.SELLER, "permissions", Scope.ALL),
        (Role.SELLER, "see", Scope.NONE),
        (Role.MANAGER, "import", Scope.TEAM),
    ],
)
def test_senseless_cells_are_refused(role, verb, scope, owen):
    with pytest.raises(Refused):
        set_grant(role, verb, scope, by=owen)


def test_owners_keep_everything(owen, ada):
    for by in (owen, ada):
        with pytest.raises(PermissionDenied):
            set_grant(Role.OWNER, "edit", Scope.NONE, by=by)


def test_nobody_raises_their_own_role(owen, ada, mia):
    with pytest.raises(PermissionDenied):
        set_grant(Role.ADMIN, "audit", Scope.NONE, by=ada)
    set_grant(Role.MANAGER, "permissions", Scope.ALL, by=owen)
    with pytest.raises(PermissionDenied):
        set_grant(Role.MANAGER, "members", Scope.ALL, by=mia)
    assert set_grant(Role.SELLER, "edit", Scope.TEAM, by=mia)


def test_what_is_not_seen_is_not_changed_either(owen, workspace):
    set_grant(Role.SELLER, "edit", Scope.ALL, by=owen)
    narrowed = set_grant(Role.SELLER, "see", Scope.OWN, by=owen)
    assert grant(narrowed, Role.SELLER, "edit") == Scope.OWN


def test_a_senseless_cell_that_got_into_the_database_does_not_count(workspace):
    workspace.grants = {"viewer": {"edit": "all"}, "owner": {"edit": "none"}}
    assert grant(workspace, Role.VIEWER, "edit") == Scope.NONE
    assert grant(workspace, Role.OWNER, "edit") == Scope.ALL


def test_the_screen_saves_a_cell_and_answers_it_marked(owen, as_member, workspace):
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = as_member(owen).post(cell("seller", "edit"), {"scope": "team"}, headers=headers)
    assert 'class="grant changed" data-grant="team"' in answer.content.decode()
    workspace.refresh_from_db()
    assert workspace.grants == {"seller": {"edit": "team"}}


def test_without_script_the_page_is_shown_again(owen, as_member):
    assert as_member(owen).post(cell("seller", "edit"), {"scope": "team"}).url.endswith("/permissions/?role=seller")


def test_everyone_reads_the_table_and_only_admins_change_it(cast, as_member, workspace):
    for member in (cast.mia, cast.alice, cast.vera):
        page = as_member(member).get(reverse("workspaces:permissions", args=["granfors"])).content.decode()
        assert '<select name="scope"' not in page
        assert as_member(member).post(cell("viewer", "export"), {"scope": "all"}).status_code == 403
    assert as_member(cast.charlie).post(cell("viewer", "export"), {"scope": "all"}).status_code == 404
    workspace.refresh_from_db()
    assert workspace.grants == {}


@pytest.mark.parametrize(
    ("role", "verb", "scope", "status"),
    [
        ("emperor", "edit", "all", 404),
        ("seller", "fly", "all", 404),
        ("seller", "edit", "everything", 400),
        ("viewer", "edit", "all", 409),
        ("owner", "edit", "none", 403),
    ],
)
def test_nonsense_changes_nothing(role, verb, scope, status, owen, as_member, workspace):
    assert as_member(owen).post(cell(role, verb), {"scope": scope}).status_code == status
    workspace.refresh_from_db()
    assert workspace.grants == {}
