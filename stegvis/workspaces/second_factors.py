"""How allauth's second factors behave here: secrets sealed, our words, names for passkeys."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext, gettext_lazy

from stegvis.workspaces.sealing import Unreadable, seal, unseal


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps secrets so that a copy of the database alone lets nobody in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right. Wait for the next one and try again."),
        "cannot_generate_recovery_codes": gettext_lazy("Add a passkey or an authenticator app first."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Sealed under a key that is gone, a secret fits no code: the way back is a reset."""
        try:
            return unseal(encrypted_text)
        except Unreadable:
            return ""

    def generate_authenticator_name(self, user, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)s") % {"number": number}
