"""The best first: what is called exactly so, what begins so, what has the words somewhere; newer ones before older."""

from collections.abc import Sequence

from stegvis.core.search.finding import Candidate
from stegvis.core.search.texts import Asked

EXACT, PREFIX, WORDS, INSIDE, ELSEWHERE = range(5)


def ranked(found: Sequence[Candidate], asked: Asked) -> list[Candidate]:
    """Candidates (newest first within each kind) in the order in which they are shown."""
    places: dict[int, int] = {}
    keys = []
    for candidate in found:
        place = places[candidate.kind.number] = places.get(candidate.kind.number, -1) + 1
        keys.append((nearness(candidate.name, asked), place, candidate.kind.weight, candidate.kind.number))
    order = sorted(range(len(found)), key=keys.__getitem__)
    return [found[index] for index in order]


def nearness(name: str, asked: Asked) -> int:
    """How near a folded name comes to what was asked; 0 is nearest."""
    if not name:
        return ELSEWHERE
    if name == asked.text:
        return EXACT
    if name.startswith(asked.text):
        return PREFIX
    spaced = f" {name}"
    if all(any(f" {form.strip()}" in spaced for form in forms) for forms in asked.words):
        return WORDS
    return INSIDE if all(any(form in spaced for form in forms) for forms in asked.words) else ELSEWHERE
