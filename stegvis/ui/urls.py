"""Addresses of what a user sets about the pages; included at the root."""

from django.urls import path

from stegvis.ui import views

app_name = "ui"
urlpatterns = [
    path("me/theme/", views.theme, name="theme"),
    path("me/language/", views.language, name="language"),
]
