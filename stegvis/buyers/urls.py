"""Addresses of the seller's side of plans, below /w/<slug>/."""

from django.urls import path

from stegvis.buyers.views import links, plans, steps

app_name = "buyers"
urlpatterns = [
    path("deals/<int:pk>/plan/", plans.plan, name="plan"),
    path("deals/<int:pk>/plan/part/", plans.part, name="part"),
    path("deals/<int:pk>/plan/facts/", plans.facts, name="facts"),
    path("deals/<int:pk>/plan/preview/", plans.preview, name="preview"),
    path("deals/<int:pk>/plan/preview/look.css", plans.preview_look, name="preview_look"),
    path("deals/<int:pk>/plan/words/", plans.words, name="words"),
    path("deals/<int:pk>/plan/documents/", plans.documents, name="documents"),
    path("deals/<int:pk>/plan/documents/<int:document>/removal/", plans.document_removal, name="document_removal"),
    path("deals/<int:pk>/plan/steps/", steps.steps, name="steps"),
    path("deals/<int:pk>/plan/steps/<int:step>/", steps.step, name="step"),
    path("deals/<int:pk>/plan/steps/<int:step>/place/", steps.place, name="step_place"),
    path("deals/<int:pk>/plan/steps/<int:step>/promise/", steps.promise, name="promise"),
    path("deals/<int:pk>/plan/steps/<int:step>/day/", steps.day, name="step_day"),
    path("deals/<int:pk>/plan/steps/<int:step>/removal/", steps.removal, name="step_removal"),
    path("deals/<int:pk>/plan/links/", links.links, name="links"),
    path("deals/<int:pk>/plan/links/<int:link>/revocation/", links.revocation, name="revocation"),
]
