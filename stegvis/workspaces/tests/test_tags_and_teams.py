"""Tags and teams: renamed, merged, deleted and brought back; private records."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from stegvis.core.errors import Refused
from stegvis.people.models import Company
from stegvis.testing.builders import make_company, make_deal
from stegvis.workspaces.models import FieldChange, Tag, Team
from stegvis.workspaces.operations.deleting import restore_deletion
from stegvis.workspaces.operations.privacy import set_privacy
from stegvis.workspaces.operations.tagging import delete_tag, ensure_tag, merge_tags, rename_tag
from stegvis.workspaces.operations.teams import change_team, create_team, delete_team


def at(name: str, *args, slug: str = "granfors") -> str:
    return reverse(f"workspaces:{name}", args=[slug, *args])


@pytest.fixture
def fair(alice) -> Tag:
    return ensure_tag("Fair", by=alice)


@pytest.fixture
def north(owen, alice) -> Team:
    return create_team("North", [alice], by=owen)


def test_a_tag_is_made_once_whatever_its_case(alice, fair, vera):
    assert ensure_tag("  fair ", by=alice) == fair
    with pytest.raises(PermissionDenied):
        ensure_tag("fair", by=vera)


def test_renaming_to_a_name_that_exists_points_to_merging(owen, alice, fair):
    ensure_tag("Trade show", by=alice)
    with pytest.raises(Refused, match="Merge"):
        rename_tag(fair, "trade SHOW", by=owen)
    assert rename_tag(fair, "Exhibition", by=owen).name == "Exhibition"


def test_merging_keeps_every_use_once(owen, alice, fair, process):
    show = ensure_tag("Trade show", by=alice)
    both, one, deal = make_company(alice, "A"), make_company(alice, "B"), make_deal(alice)
    both.tags.set([fair, show])
    one.tags.set([fair])
    deal.tags.set([fair])
    merge_tags(fair, show, by=owen)
    assert [list(thing.tags.all()) for thing in (both, one, deal)] == [[show]] * 3
    with pytest.raises(Refused):
        merge_tags(show, show, by=owen)


def test_a_deleted_tag_comes_back_on_what_it_was_on(owen, alice, fair):
    company = make_company(alice)
    company.tags.add(fair)
    deletion = delete_tag(fair, by=owen)
    assert list(company.tags.all()) == []
    restore_deletion(deletion, by=owen)
    assert list(company.tags.all()) == [fair]


def test_tags_of_another_workspace_cannot_be_merged_into(owen, fair, charlie):
    theirs = ensure_tag("Theirs", by=charlie)
    with pytest.raises(PermissionDenied):
        merge_tags(fair, theirs, by=owen)


def test_the_screen_renames_merges_and_deletes(owen, alice, fair, as_member, workspace):
    signed_in, other = as_member(owen), ensure_tag("Other", by=alice)
    signed_in.post(at("tag", fair.pk), {"name": "Exhibition", "workspace": "99"})
    fair.refresh_from_db()
    assert (fair.name, fair.workspace_id) == ("Exhibition", workspace.pk)
    signed_in.post(at("tag_merging", fair.pk), {"into": other.pk})
    signed_in.post(at("tag_deletion", other.pk))
    assert not Tag.objects.filter(workspace=workspace).exists()


def test_a_tag_from_elsewhere_is_no_choice_for_merging(owen, fair, charlie, as_member):
    theirs = ensure_tag("Theirs", by=charlie)
    assert as_member(owen).post(at("tag_merging", fair.pk), {"into": theirs.pk}).status_code == 400


def test_a_team_has_a_name_of_its_own_and_members_of_its_workspace(owen, north, charlie, bob):
    with pytest.raises(Refused):
        create_team("north", by=owen)
    with pytest.raises(ValueError, match="own workspace"):
        change_team(north, "North", [charlie], by=owen)
    change_team(north, "South", [bob], by=owen)
    assert list(north.members.all()) == [bob]


def test_a_deleted_team_shares_nothing_until_it_comes_back(owen, north, alice):
    deletion = delete_team(north, by=owen)
    assert list(alice.teams.all()) == []
    restore_deletion(deletion, by=owen)
    assert list(alice.teams.all()) == [north]


def test_the_screen_makes_changes_and_deletes_teams(owen, alice, bob, as_member, workspace):
    signed_in = as_member(owen)
    signed_in.post(at("new_team"), {"name": "North", "members": [alice.pk, bob.pk]})
    team = Team.objects.get(workspace=workspace)
    signed_in.post(at("team", team.pk), {"name": "North", "members": [bob.pk]})
    assert list(team.members.all()) == [bob]
    signed_in.post(at("team_deletion", team.pk))
    assert not Team.objects.filter(workspace=workspace).exists()


def test_members_of_elsewhere_are_no_choice_for_a_team(owen, charlie, as_member, workspace):
    assert as_member(owen).post(at("new_team"), {"name": "North", "members": [charlie.pk]}).status_code == 422
    assert not Team.objects.filter(workspace=workspace).exists()


@pytest.mark.parametrize("name", ["team", "team_deletion", "tag", "tag_merging", "tag_deletion"])
def test_strangers_are_turned_away_at_every_door(name, cast, fair, north, as_member, client):
    pk = north.pk if name.startswith("team") else fair.pk
    for member in (cast.bob, cast.vera):
        assert as_member(member).post(at(name, pk), {"name": "Mine"}).status_code == 403
    assert as_member(cast.charlie).post(at(name, pk), {"name": "Mine"}).status_code == 404
    assert as_member(cast.charlie).post(at(name, pk, slug="elsewhere"), {"name": "Mine"}).status_code == 404
    assert client.post(at(name, pk)).status_code == 302
    fair.refresh_from_db()
    north.refresh_from_db()
    assert (fair.name, fair.deletion, north.name, north.deletion) == ("Fair", None, "North", None)


def test_a_private_record_is_seen_by_its_owner_and_who_is_named(alice, bob, mia):
    company = make_company(alice)
    set_privacy(company, True, [bob], by=alice)
    seen = [Company.objects.all().visible_to(member).exists() for member in (alice, bob, mia)]
    assert seen == [True, True, False]
    change = FieldChange.objects.get(workspace=company.workspace, field="named")
    assert (change.before, change.after, change.by) == ("", "Bob", alice)
    set_privacy(company, False, [bob], by=alice)
    assert Company.objects.all().visible_to(mia).exists()
    assert list(company.named.all()) == []


def test_what_nobody_owns_cannot_be_hidden(alice, mia):
    company = make_company(alice)
    Company.objects.filter(workspace=company.workspace).update(owner=None)
    company.refresh_from_db()
    with pytest.raises(Refused):
        set_privacy(company, True, [mia], by=mia)


def test_only_who_may_give_a_record_away_may_hide_it(cast):
    company = make_company(cast.alice)
    for stranger in (cast.bob, cast.vera, cast.charlie):
        with pytest.raises(PermissionDenied):
            set_privacy(company, True, [], by=stranger)
    with pytest.raises(ValueError, match="record's workspace"):
        set_privacy(company, True, [cast.charlie], by=cast.alice)
