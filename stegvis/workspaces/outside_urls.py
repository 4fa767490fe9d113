"""Addresses outside any workspace: where a user lands, invitations, the first run."""

urlpatterns: list = []
