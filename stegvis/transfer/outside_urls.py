"""Addresses outside any workspace."""

from django.urls import path

from stegvis.transfer.views import intakes

urlpatterns = [
    path("welcome/workspace/", intakes.intake, name="intake"),
    path("welcome/workspace/entry/", intakes.intake_entry, name="intake_entry"),
]
