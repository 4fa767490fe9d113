"""The cast of every test: Alice owns it, Bob is her colleague, Vera may only look, Charlie is somewhere else.

Mia manages, Owen owns the workspace. Loaded as a pytest plugin.
"""

from types import SimpleNamespace

import pytest
from django.test import Client

from stegvis.testing import builders
from stegvis.workspaces.models import Member, Role


@pytest.fixture
def workspace(db):
    """The workspace in which tests happen."""
    return builders.make_workspace()


@pytest.fixture
def cast(workspace) -> SimpleNamespace:
    """The members: owen, mia, alice, bob, vera in the workspace; charlie in another."""
    elsewhere = builders.make_workspace("Elsewhere")
    here = builders.make_members(
        workspace, owen=Role.OWNER, mia=Role.MANAGER, alice=Role.SELLER, bob=Role.SELLER, vera=Role.VIEWER
    )
    return SimpleNamespace(**here, charlie=builders.make_member(elsewhere, "Charlie", Role.OWNER))


@pytest.fixture
def owen(cast) -> Member:
    return cast.owen


@pytest.fixture
def mia(cast) -> Member:
    return cast.mia


@pytest.fixture
def alice(cast) -> Member:
    return cast.alice


@pytest.fixture
def bob(cast) -> Member:
    return cast.bob


@pytest.fixture
def vera(cast) -> Member:
    return cast.vera


@pytest.fixture
def charlie(cast) -> Member:
    return cast.charlie


@pytest.fixture
def process(workspace):
    """A process with three open stages, won, lost, fridge and stages after."""
    return builders.make_process(workspace)


@pytest.fixture
def as_member():
    """`as_member(alice)`: a test client signed in as her."""

    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member.user)
        return client

    return sign_in
