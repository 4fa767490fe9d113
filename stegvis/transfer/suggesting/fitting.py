"""How well the values of a column suit the field its header speaks of."""

from collections.abc import Sequence

from stegvis.transfer.reading.formats import guess_formats

# What a column of this kind may hold besides; text fields hold anything.
_SUITS = {
    "date": {"date", "moment"},
    "number": {"number", "money"},
    "email": {"email"},
    "url": {"url"},
    "phone": {"phone", "number", "id", "text"},
}
# A single figure standing for a day is how spreadsheets write dates without their format.
_DAY_NUMBERS = range(19_784, 80_279)
_POOR = 0.4


def fit(holds: str, values: Sequence[str]) -> float:
    """1 where `values` suit a field that `holds` that kind (or there are none), less where they do not."""
    filled = [value for value in values if value]
    if not filled or holds not in _SUITS:
        return 1.0
    kind = guess_formats({"": filled})[0][""].kind
    if kind in _SUITS[holds] or (holds == "date" and _all_day_numbers(filled)):
        return 1.0
    # One address among several in a cell, or a name beside it, is common.
    joined = holds in ("email", "url") and sum("@" in value or "." in value for value in filled) * 2 > len(filled)
    return 0.9 if joined else _POOR


def _all_day_numbers(values: Sequence[str]) -> bool:
    return all(value.isdigit() and int(value) in _DAY_NUMBERS for value in values)
