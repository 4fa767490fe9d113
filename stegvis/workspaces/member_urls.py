"""Addresses of what concerns one member: what it is told, what it follows."""

from django.urls import path

from stegvis.workspaces.views import following, notices

urlpatterns = [
    path("notices/", notices.notice_list, name="notices"),
    path("notices/news/", notices.news, name="news"),
    path("notices/readings/", notices.readings, name="readings"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("following/", following.followed, name="followed"),
    path("following/<slug:kind>/<int:pk>/", following.following, name="following"),
]
