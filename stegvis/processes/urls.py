"""Addresses of processes, below /w/<slug>/. What concerns their deals too is in deals."""

from django.urls import path

from stegvis.processes.views import arranging, pages

app_name = "processes"
urlpatterns = [
    path("processes/", pages.processes, name="processes"),
    path("processes/templates/<slug:key>/", pages.template, name="template"),
    path("processes/<int:pk>/", pages.process_map, name="process"),
    path("processes/<int:pk>/checklist/", pages.process_checklist, name="checklist"),
    path("processes/<int:pk>/place/", arranging.place, name="place"),
    path("processes/<int:pk>/archive/", arranging.archive, name="archive"),
]
