"""Secrets that the program must be able to read again (a mail password), sealed with a key made from SECRET_KEY.

Fernet of `cryptography` (AES-CBC and HMAC, versioned tokens): a signature alone would leave the text readable.
"""

import base64

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "stegvis.workspaces.sealing"


class Unreadable(Exception):
    """The text was sealed with another SECRET_KEY, or was changed."""


def seal(text: str) -> str:
    """`text` so that only this installation can read it; nothing stays nothing."""
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """The text behind `sealed`; raises Unreadable."""
    from cryptography.fernet import InvalidToken

    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _box():
    # Imported late: most processes never send mail.
    from cryptography.fernet import Fernet, MultiFernet

    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(salted_hmac(SALT, "key", secret=secret, algorithm="sha256").digest())
