"""Addresses of what the law lets people ask of us, below /w/<slug>/."""

from django.urls import path

from stegvis.privacy.views import person, settings

app_name = "privacy"
urlpatterns = [
    path("people/<int:pk>/privacy/", person.person_privacy, name="person"),
    path("people/<int:pk>/consents/", person.consents, name="consents"),
    path("people/<int:pk>/everything/", person.everything, name="everything"),
    path("people/<int:pk>/erasure/", person.erasure, name="erasure"),
    path("settings/privacy/", settings.settings, name="settings"),
]
