"""How allauth behaves here: accounts come from invitations and the first run, not from open sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.core.jobs.enqueueing import enqueue_on_commit
from stegvis.workspaces.jobs import mail_password_link
from stegvis.workspaces.links import site_address

SAID = {
    "mfa/messages/recovery_codes_generated.txt": _("Here are your recovery codes."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is your second factor now."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer used."),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up, and mails only links for a new password, through the worker."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def send_password_reset_mail(self, user, email, context) -> None:
        """A job, so that the answer takes no longer for an address that has an account."""
        enqueue_on_commit(mail_password_link, user.pk, site_address(self.request))

    def send_mail(self, template_prefix, email, context) -> None:
        """No other mail: above all none to addresses without an account, which anybody could have sent to anybody."""

    def add_message(self, request, level, message_template=None, *args, **kwargs) -> None:
        """What second factors say, in our words and catalogues."""
        if message_template in SAID:
            messages.add_message(request, level, str(SAID[message_template]))
        else:
            super().add_message(request, level, message_template, *args, **kwargs)

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("home")
