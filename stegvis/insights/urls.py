"""Addresses of insights, below /w/<slug>/."""

from django.urls import path

from stegvis.insights.views import commitment_list, commitments, dashboard, reports, targets
from stegvis.insights.views.proposals import proposals

app_name = "insights"
urlpatterns = [
    path("deals/<int:pk>/commitment/", commitments.commitment, name="commitment"),
    path("settings/targets/", targets.targets, name="targets"),
    path("settings/targets/copies/", targets.target_copies, name="target_copies"),
    path("insights/", reports.overview, name="overview"),
    path("insights/cards/<int:pk>/", dashboard.card, name="card"),
    path("insights/cards/<int:pk>/place/", dashboard.card_place, name="card_place"),
    path("insights/cards/<int:pk>/deletion/", dashboard.card_deletion, name="card_deletion"),
    path("insights/forecast/commitments/", commitment_list.commitments, name="commitments"),
    path("insights/<str:name>/", reports.report, name="report"),
    path("insights/<str:name>/cards/", dashboard.new_card, name="new_card"),
    path("insights/<str:name>/deals/", reports.deals, name="deals"),
    path("insights/<str:name>/<str:key>.png", reports.picture, name="picture"),
    path("insights/<str:name>/<str:key>.<str:shape>", reports.file, name="file"),
    path("insights/proposals/<int:pk>/", proposals, name="proposals"),
]
