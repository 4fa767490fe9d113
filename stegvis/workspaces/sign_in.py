"""How allauth behaves here: accounts come from invitations and the first run, not from open sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse

from stegvis.core.jobs.enqueueing import enqueue_on_commit
from stegvis.workspaces.jobs import mail_password_link
from stegvis.workspaces.links import site_address


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up, and mails only links for a new password, through the worker."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def send_password_reset_mail(self, user, email, context) -> None:
        """A job, so that the answer takes no longer for an address that has an account."""
        enqueue_on_commit(mail_password_link, user.pk, site_address(self.request))

    def send_mail(self, template_prefix, email, context) -> None:
        """No other mail: above all none to addresses without an account, which anybody could have sent to anybody."""

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("home")
