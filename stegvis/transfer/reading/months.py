"""Names of months in the four languages, by the beginnings that tell them apart."""

from stegvis.core.folding import fold

_BEGINNINGS = (
    ("jan", "sty"),
    ("feb", "lut"),
    ("mar",),
    ("apr", "kwi"),
    ("may", "maj", "mai"),
    ("jun", "cze"),
    ("jul", "lip"),
    ("aug", "sie"),
    ("sep", "wrz"),
    ("oct", "okt", "paz"),
    ("nov", "lis"),
    ("dec", "des", "gru"),
)
_NUMBERS = {beginning: number for number, names in enumerate(_BEGINNINGS, start=1) for beginning in names}


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name or its short form in English, Swedish, Norwegian or Polish, else None."""
    return _NUMBERS.get(fold(name)[:3])
