"""Small values carried in an address. They are not secret and not trusted: whoever reads one checks every part."""

import base64
import binascii
import json

LONGEST = 2000


class BadToken(ValueError):
    """A token that this program did not make, or made for something else."""


def pack(value: list) -> str:
    """A JSON value as letters that need no quoting in an address."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unpack(token: str):
    """The JSON value in `token`; raises BadToken where there is none, or one with a character no column can hold."""
    if len(token) > LONGEST:
        raise BadToken(token[:20])
    try:
        text = base64.urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4)).decode()
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()  # halves of letters fit no column either
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadToken(token) from error
    if "\\u0000" in text:
        raise BadToken(token)
    return value
