"""Addresses of finding out how a team sells, below /w/<slug>/."""

from django.urls import path

from stegvis.discovery.views import advice, answering, interviews, readings, results, variants

app_name = "discovery"
urlpatterns = [
    path("discovery/", interviews.discover, name="discover"),
    path("strategy/", advice.strategy, name="strategy"),
    path("strategy/groups/<int:pk>/deletion/", advice.group_deletion, name="group_deletion"),
    path("strategy/offers/<int:pk>/deletion/", advice.offer_deletion, name="offer_deletion"),
    path("advice/", advice.new_advice, name="new_advice"),
    path("advice/<int:pk>/", advice.advice, name="advice"),
    path("advice/<int:pk>/drafting/", advice.advice_drafting, name="advice_drafting"),
    path("advice/variants/", variants.variants, name="variants"),
    path("advice/variants/new/", variants.new_variant, name="new_variant"),
    path("advice/variants/<slug:key>/", variants.variant, name="variant"),
    path("advice/variants/<slug:key>/deletion/", variants.variant_deletion, name="variant_deletion"),
    path("readings/", readings.new_reading, name="new_reading"),
    path("readings/<int:pk>/", readings.reading, name="reading"),
    path("readings/<int:pk>/drafting/", readings.reading_drafting, name="reading_drafting"),
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
