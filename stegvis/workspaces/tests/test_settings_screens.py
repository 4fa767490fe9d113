"""Every screen of Settings, met by everyone: the owner works there, others see what their role allows."""

import datetime

import pytest
from django.urls import reverse

from stegvis.workspaces.models import Tag
from stegvis.workspaces.operations.inviting import invite_member
from stegvis.workspaces.operations.teams import create_team
from stegvis.workspaces.operations.workspace import set_rate

EVERYBODYS = ("profile", "members", "teams", "permissions", "about")
ADMINS = ("workspace", "tags", "mail", "audit", "new_team")


def at(name: str, *args, slug: str = "granfors") -> str:
    return reverse(f"workspaces:{name}", args=[slug, *args])


@pytest.mark.parametrize("name", EVERYBODYS)
def test_what_concerns_everybody_is_shown_to_everybody(name, cast, as_member):
    for member in (cast.owen, cast.alice, cast.vera):
        answer = as_member(member).get(at(name))
        assert answer.status_code == 200, member
        assert 'aria-current="page"' in answer.content.decode()


@pytest.mark.parametrize("name", ADMINS)
def test_what_an_admin_decides_is_shown_to_admins(name, cast, as_member):
    assert as_member(cast.owen).get(at(name)).status_code == 200
    for member in (cast.mia, cast.alice, cast.vera):
        assert as_member(member).get(at(name)).status_code == 403


@pytest.mark.parametrize("name", EVERYBODYS + ADMINS)
def test_strangers_find_nothing_and_nobody_is_asked_to_sign_in(name, cast, as_member, client):
    assert as_member(cast.charlie).get(at(name)).status_code == 404
    answer = client.get(at(name))
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={at(name)}")


def test_settings_lead_to_the_first_place_one_may_go_to(cast, as_member):
    assert as_member(cast.owen).get(at("settings")).url == at("workspace")
    assert as_member(cast.vera).get(at("settings")).url == at("members")


def test_nobody_is_offered_a_place_that_is_closed_to_them(alice, as_member):
    page = as_member(alice).get(at("about")).content.decode()
    assert at("members") in page
    for name in ("workspace", "tags", "mail", "audit"):
        assert at(name) not in page


@pytest.mark.parametrize("name", EVERYBODYS + ADMINS)
def test_a_full_workspace_takes_no_more_questions(name, owen, as_member, workspace, django_assert_max_num_queries):
    for number in range(12):
        create_team(f"Team {number}", [owen], by=owen)
        Tag.objects.create(workspace=workspace, name=f"tag {number}")
        invite_member(f"new{number}@example.com", "seller", by=owen)
        set_rate(["EUR", "NOK", "PLN"][number % 3], number + 1, datetime.date(2026, 1, number + 1), by=owen)
    signed_in = as_member(owen)
    signed_in.get(at("about"))
    with django_assert_max_num_queries(12):
        assert signed_in.get(at(name)).status_code == 200


def test_about_names_version_licence_database_and_python(vera, as_member):
    page = as_member(vera).get(at("about")).content.decode()
    for word in ("0.1.0", "MIT", "3."):
        assert word in page
