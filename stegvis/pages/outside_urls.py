"""Addresses outside any workspace."""

from django.urls import path

from stegvis.pages.views import first_run

urlpatterns = [path("welcome/", first_run.welcome, name="welcome")]
