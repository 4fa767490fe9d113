"""Addresses of finding out how a team sells, below /w/<slug>/."""

from django.urls import path

from stegvis.discovery.views import answering, interviews, results

app_name = "discovery"
urlpatterns = [
    path("discovery/", interviews.discover, name="discover"),
    path("interviews/new/", interviews.new_interview, name="new_interview"),
    path("interviews/<int:pk>/", results.result, name="result"),
    path("interviews/<int:pk>/proposals/<str:key>/", results.proposal, name="proposal"),
    path("interviews/<int:pk>/acceptance/", results.acceptance, name="acceptance"),
    path("interviews/<int:pk>/drafting/", results.drafting, name="drafting"),
    path("interviews/<int:pk>/people/", interviews.people, name="people"),
    path("interviews/<int:pk>/people/<int:seat>/revocation/", interviews.revocation, name="revocation"),
    path("interviews/<int:pk>/closing/", interviews.closing, name="closing"),
    path("interviews/<int:pk>/deletion/", interviews.deletion, name="deletion"),
    path("interviews/<int:pk>/mine/", answering.asked, name="asked"),
    path("interviews/<int:pk>/mine/finishing/", answering.finishing, name="finishing"),
    path("interviews/<int:pk>/mine/<int:lead>/<int:number>/", answering.question, name="question"),
]
