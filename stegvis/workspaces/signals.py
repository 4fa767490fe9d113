"""Sign-ins, failed ones and sign-outs reach the audit log: the one place where signals are listened to."""

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from stegvis.workspaces.operations.second_factors import keep_second_factor
from stegvis.workspaces.operations.sessions import begin_session, forget_session
from stegvis.workspaces.operations.signing import note_sign_in
from stegvis.workspaces.throttling import address_of


@receiver(user_logged_in, dispatch_uid="workspaces.signed_in")
def signed_in(sender, request, user, **kwargs) -> None:
    """Somebody came in."""
    note_sign_in("signed_in", user.email, address=address_of(request))
    begin_session(request, user)


@receiver([authenticator_added, authenticator_removed, authenticator_reset], dispatch_uid="workspaces.second_factor")
def changed_second_factor(sender, request, user, authenticator, signal, **kwargs) -> None:
    """Somebody added or removed a passkey or app, or made recovery codes."""
    keep_second_factor(user)
    words = {authenticator_added: "second_factor_added", authenticator_removed: "second_factor_removed"}
    act = "recovery_codes_made" if authenticator.type == "recovery_codes" else words.get(signal, "recovery_codes_made")
    note_sign_in(act, user.email, address=address_of(request))


@receiver(authentication_failed, dispatch_uid="workspaces.second_factor_failed")
def failed_second_factor(sender, request, user, **kwargs) -> None:
    """A wrong code; allauth's throttle bounds how many entries that can make."""
    note_sign_in("second_factor_failed", user.email, address=address_of(request))


@receiver(user_logged_out, dispatch_uid="workspaces.signed_out")
def signed_out(sender, request, user, **kwargs) -> None:
    """Somebody left; nobody did where the session had ended before."""
    if user is not None:
        forget_session(request)
        note_sign_in("signed_out", user.email, address=address_of(request))


@receiver([password_changed, password_reset], dispatch_uid="workspaces.password_changed")
def changed_password(sender, request, user, **kwargs) -> None:
    """Somebody has a new password, by the old one or by a link."""
    note_sign_in("password_changed", user.email, address=address_of(request))


@receiver(user_login_failed, dispatch_uid="workspaces.sign_in_failed")
def sign_in_failed(sender, credentials, request=None, **kwargs) -> None:
    """Somebody tried; the throttle of the sign-in page bounds how many entries that can make."""
    note_sign_in("sign_in_failed", credentials.get("email") or "", address=address_of(request))
