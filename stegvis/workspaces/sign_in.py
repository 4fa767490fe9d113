"""How allauth behaves here: accounts come from invitations and the first run, not from open sign-up."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up; everything else is allauth's."""

    def is_open_for_signup(self, request) -> bool:
        return False
