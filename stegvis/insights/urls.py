"""Addresses of insights, below /w/<slug>/."""

from django.urls import path

from stegvis.insights.views import commitments, reports

app_name = "insights"
urlpatterns = [
    path("deals/<int:pk>/commitment/", commitments.commitment, name="commitment"),
    path("insights/", reports.overview, name="overview"),
    path("insights/<str:name>/", reports.report, name="report"),
    path("insights/<str:name>/deals/", reports.deals, name="deals"),
    path("insights/<str:name>/<str:key>.<str:shape>", reports.file, name="file"),
]
