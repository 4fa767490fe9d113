from django.urls import path

from stegvis.workspaces.views import deletions, mail, members, permissions, profile, settings, tags, teams

app_name = "workspaces"
urlpatterns = [
    path("settings/", settings.settings, name="settings"),
    path("settings/you/", profile.profile, name="profile"),
    path("settings/workspace/", settings.workspace, name="workspace"),
    path("settings/workspace/logo/", settings.logo, name="logo"),
    path("settings/rates/", settings.rate_list, name="rates"),
    path("settings/rates/<int:pk>/deletion/", settings.rate_deletion, name="rate_deletion"),
    path("settings/members/", members.members, name="members"),
    path("settings/members/<int:pk>/role/", members.role, name="role"),
    path("settings/members/<int:pk>/activity/", members.activity, name="activity"),
    path("settings/members/<int:pk>/reset-link/", members.reset_link, name="reset_link"),
    path("settings/invitations/", members.invitation_list, name="invitations"),
    path("settings/invitations/<int:pk>/revocation/", members.revocation, name="revocation"),
    path("settings/teams/", teams.team_list, name="teams"),
    path("settings/teams/new/", teams.new_team, name="new_team"),
    path("settings/teams/<int:pk>/", teams.team, name="team"),
    path("settings/teams/<int:pk>/deletion/", teams.team_deletion, name="team_deletion"),
    path("settings/permissions/", permissions.permissions, name="permissions"),
    path("settings/permissions/<slug:role>/<slug:verb>/", permissions.grant, name="grant"),
    path("settings/tags/", tags.tag_list, name="tags"),
    path("settings/tags/<int:pk>/", tags.tag, name="tag"),
    path("settings/tags/<int:pk>/merging/", tags.tag_merging, name="tag_merging"),
    path("settings/tags/<int:pk>/deletion/", tags.tag_deletion, name="tag_deletion"),
    path("settings/mail/", mail.mail, name="mail"),
    path("settings/mail/test/", mail.mail_test, name="mail_test"),
    path("settings/mail/removal/", mail.mail_removal, name="mail_removal"),
    path("settings/audit/", settings.audit, name="audit"),
    path("settings/about/", settings.about, name="about"),
    path("deletions/<int:pk>/restoration/", deletions.restoration, name="restoration"),
    path("undos/<int:pk>/", deletions.undoing, name="undoing"),
]
