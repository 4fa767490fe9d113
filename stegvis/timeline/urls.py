"""Addresses of timelines, below /w/<slug>/."""

from django.urls import path

from stegvis.timeline.views import entries, files, mentions, planning

app_name = "timeline"
urlpatterns = [
    path("timeline/entries/<int:entry>/", entries.correction, name="correction"),
    path("timeline/entries/<int:entry>/removal/", entries.removal, name="removal"),
    path("timeline/entries/<int:entry>/restoration/", entries.restoration, name="restoration"),
    path("timeline/entries/<int:entry>/versions/", entries.versions, name="versions"),
    path("timeline/files/<slug:token>/", files.file, name="file"),
    path("timeline/files/<slug:token>/preview/", files.preview, name="preview"),
    path("timeline/<slug:kind>/<int:pk>/entries/", entries.entries, name="entries"),
    path("timeline/<slug:kind>/<int:pk>/mentionable/", mentions.mentionable, name="mentionable"),
    path("timeline/<slug:kind>/<int:pk>/assignees/", planning.assignees, name="assignees"),
    path("timeline/<slug:kind>/<int:pk>/wishes/", planning.wishes, name="wishes"),
    path("timeline/<slug:kind>/<int:pk>/pins/<int:entry>/", entries.pin, name="pin"),
    path("timeline/<slug:kind>/<int:pk>/pins/<int:entry>/removal/", entries.unpin, name="unpin"),
]
