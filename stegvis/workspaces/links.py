"""Whole addresses for mails and for copying: where a person accepts an invitation or sets a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from stegvis.workspaces.models import Invitation, User

HERE = "http://127.0.0.1:8000"


def site_address(request: HttpRequest | None = None) -> str:
    """The address the world uses for this installation, without a slash behind; a guess where nobody said it."""
    if settings.SITE_URL:
        return settings.SITE_URL
    return request.build_absolute_uri("/").rstrip("/") if request else HERE


def invitation_link(invitation: Invitation, site: str) -> str:
    """The address that makes its holder a member."""
    return site + reverse("invitation", kwargs={"token": invitation.token})


def password_link(user: User, site: str) -> str:
    """The address at which `user` sets a new password: once, within the three days of PASSWORD_RESET_TIMEOUT."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return site + reverse("account_reset_password_from_key", kwargs=key)
