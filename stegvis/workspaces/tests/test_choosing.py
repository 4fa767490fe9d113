"""Choosing several members in a form."""

import pytest
from django.urls import reverse

from stegvis.workspaces.models import Team


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "x", "-1"])
def test_a_number_that_is_nobodys_is_refused_in_the_form(as_member, owen, number):
    address = reverse("workspaces:new_team", kwargs={"slug": owen.workspace.slug})
    assert as_member(owen).post(address, {"name": "North", "members": number}).status_code == 422
    assert not Team.objects.filter(workspace=owen.workspace).exists()
