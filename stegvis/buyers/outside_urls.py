"""Addresses of buyers' pages: outside workspaces, behind a secret."""

from django.urls import path

from stegvis.buyers.views import outside

urlpatterns = [
    path("plan/<str:token>/", outside.shared_plan, name="shared_plan"),
    path("plan/<str:token>/steps/<int:step>/ticks/", outside.tick, name="shared_tick"),
    path("plan/<str:token>/steps/<int:step>/days/", outside.day, name="shared_day"),
    path("plan/<str:token>/comments/", outside.comments, name="shared_comments"),
    path("plan/<str:token>/documents/<int:pk>/", outside.document, name="shared_document"),
    path("plan/<str:token>/logo/", outside.logo, name="shared_logo"),
    path("plan/<str:token>/look.css", outside.look, name="shared_look"),
]
