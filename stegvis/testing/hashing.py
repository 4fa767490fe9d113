from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """Real hashes are slow on purpose; tests have nothing to defend. A site with the real settings can read these."""

    iterations = 1
