"""Secrets in addresses: only their digest is kept."""

import hashlib


def digest_of(token: str) -> str:
    """What is kept of a token: who reads the database cannot open anything with it."""
    return hashlib.sha256(token.encode()).hexdigest()
