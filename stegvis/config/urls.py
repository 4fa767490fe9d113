from django.urls import include, path

workspace_urls = [
    path("", include("stegvis.deals.urls")),
    path("", include("stegvis.discovery.urls")),
    path("", include("stegvis.buyers.urls")),
    path("", include("stegvis.insights.urls")),
    path("", include("stegvis.people.urls")),
    path("", include("stegvis.timeline.urls")),
    path("", include("stegvis.processes.urls")),
    path("", include("stegvis.pages.urls")),
    path("", include("stegvis.privacy.urls")),
    path("", include("stegvis.transfer.urls")),
    path("", include("stegvis.workspaces.urls")),
]

urlpatterns = [
    path("", include("stegvis.core.urls")),
    path("", include("stegvis.ui.urls")),
    path("", include("stegvis.workspaces.outside_urls")),
    path("", include("stegvis.pages.outside_urls")),
    path("", include("stegvis.transfer.outside_urls")),
    path("", include("stegvis.discovery.outside_urls")),
    path("", include("stegvis.buyers.outside_urls")),
    path("accounts/", include("allauth.urls")),
    path("w/<slug:slug>/", include(workspace_urls)),
]

handler400 = "stegvis.ui.errors.bad_request"
handler403 = "stegvis.ui.errors.forbidden"
handler404 = "stegvis.ui.errors.not_found"
handler500 = "stegvis.ui.errors.server_error"
