"""Addresses outside any workspace: where a seller without an account answers an interview."""

from django.urls import path

from stegvis.discovery.views import answering

urlpatterns = [
    path("asked/<str:token>/", answering.guest_asked, name="asked"),
    path("asked/<str:token>/finishing/", answering.guest_finishing, name="asked_finishing"),
    path("asked/<str:token>/<int:lead>/<int:number>/", answering.guest_question, name="asked_question"),
]
