"""Addresses outside any workspace."""

from django.urls import path

from stegvis.pages.views import calendar, digest, first_run

urlpatterns = [
    path("welcome/", first_run.welcome, name="welcome"),
    path("digest/<str:token>/", digest.digest_stop, name="digest_stop"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
]
