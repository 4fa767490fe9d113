"""Addresses outside any workspace: where a user lands, sign-in, invitations."""

from django.urls import path, re_path

from stegvis.workspaces.views import home, invitations, sign_in

# Pages of allauth that have no place here; they stand before its own addresses and shut them.
CLOSED = r"^accounts/(?:signup|email|confirm-email|password/set|login/code|reauthenticate)(?:/|$)"

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/login/", sign_in.sign_in, name="account_login"),
    path("demo/sign-in/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    re_path(CLOSED, sign_in.closed, name="closed"),
]
