"""Text folded for comparing and searching, the same on every database."""

import unicodedata

# Letters that NFKD leaves whole; ß is left to casefold.
_WHOLE = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "ae", "đ": "d", "ð": "d", "þ": "th", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


def fold(text: str) -> str:
    """Return `text` without case, accents and repeated blanks: "Łódź  Ø" -> "lodz o".

    The result is meant for keys and search, not for showing. Folding twice changes nothing.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(sign for sign in lowered if not unicodedata.combining(sign))
    return " ".join(bare.translate(_WHOLE).split())


def squeeze(text: str) -> str:
    """Return the folded letters and digits of `text` alone: "GTX Pro" and "GTXPro" are both "gtxpro"."""
    return "".join(sign for sign in fold(text) if sign.isalnum())
