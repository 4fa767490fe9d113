"""Addresses of what a user sets about the pages; included at the root."""

from django.urls import path

from stegvis.ui import views

app_name = "ui"
urlpatterns = [
    path("away/", views.away, name="away"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("me/theme/", views.theme, name="theme"),
    path("me/language/", views.language, name="language"),
]
