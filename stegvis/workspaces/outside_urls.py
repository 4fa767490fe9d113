"""Addresses outside any workspace: where a user lands, sign-in, invitations."""

from django.urls import path, re_path

from stegvis.workspaces.views import home, invitations, security, sign_in

# Pages of allauth that have no place here; they stand before its own addresses and shut them.
CLOSED = r"^accounts/(?:signup|email|confirm-email|password/set|login/code)(?:/|$)"

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/login/", sign_in.sign_in, name="account_login"),
    path("accounts/2fa/", security.own_security, name="mfa_index"),
    path("accounts/2fa/webauthn/", security.own_security, name="mfa_list_webauthn"),
    path("accounts/second-factor/", security.second_factor_wanted, name="second_factor_wanted"),
    path("demo/sign-in/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    re_path(CLOSED, sign_in.closed, name="closed"),
]
