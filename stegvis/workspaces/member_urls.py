"""Addresses of what concerns one member: what it is told, what it follows."""

from django.urls import path

from stegvis.workspaces.views import following, handing, notices, profile, security

urlpatterns = [
    path("notices/", notices.notice_list, name="notices"),
    path("notices/news/", notices.news, name="news"),
    path("notices/readings/", notices.readings, name="readings"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("settings/you/photo/", profile.photo, name="photo"),
    path("settings/you/absence/", profile.absence, name="absence"),
    path("settings/you/notices/", profile.channels, name="channels"),
    path("members/<int:pk>/photo/", profile.face, name="face"),
    path("settings/members/<int:pk>/handover/", handing.new_handover, name="new_handover"),
    path("settings/handovers/<int:pk>/", handing.handover, name="handover"),
    path("settings/handovers/<int:pk>/undoing/", handing.handover_undoing, name="handover_undoing"),
    path("settings/sign-in/", security.security, name="security"),
    path("settings/sign-in/sessions/endings/", security.session_endings, name="session_endings"),
    path("settings/sign-in/sessions/<int:pk>/ending/", security.session_ending, name="session_ending"),
    path("settings/members/second-factor/", security.demanding, name="demanding"),
    path("settings/members/<int:pk>/second-factors/", security.second_factors, name="second_factors"),
    path("following/", following.followed, name="followed"),
    path("following/<slug:kind>/<int:pk>/", following.following, name="following"),
]
