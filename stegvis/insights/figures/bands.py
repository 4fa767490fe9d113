"""Bands of value: about as many deals in each."""

from collections.abc import Hashable, Mapping

BANDS = 3


def bands_of(sized: Mapping[Hashable, tuple[float, int]], bands: int = BANDS) -> dict[Hashable, int]:
    """In which of `bands` each key is, by its worth; `sized` holds worth and number of deals. Equals stay together."""
    whole = sum(size for _worth, size in sized.values())
    below, found, last = 0, {}, None
    band = 0
    for key, (worth, size) in sorted(sized.items(), key=lambda row: (row[1][0], repr(row[0]))):
        if worth != last:
            band, last = min(bands - 1, bands * below // whole), worth
        found[key] = band
        below += size
    return found
