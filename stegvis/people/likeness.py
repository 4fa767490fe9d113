"""How alike two names are, and the pieces by which records that may be alike are found without comparing all.

Names are compared folded (å, ä, ö, ø, æ, ł as their plain letters), companies' without their legal form, whatever the
order of the words: the best of token-sorted similarity and of Jaro-Winkler on the letters alone.
"""

from collections.abc import Collection, Iterable
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from stegvis.core.folding import fold, squeeze
from stegvis.people.naming import bare_key

SIMILAR = 88
# How sure each reason alone makes us, in percent; together they add up as chances do.
SURE = {"number": 97, "email": 92, "domain": 75, "phone": 60, "name": 70}
WORTH_A_LOOK = 60
PIECE, FEW_WORDS = 4, 4


def plain_name(kind: str, name: str) -> str:
    """The words of a name that matter, sorted: "Ekhamra Plåt AB" is "ekhamra plat"."""
    bare = bare_key(name) if kind == "company" else fold(name)
    return " ".join(sorted("".join(sign if sign.isalnum() else " " for sign in bare).split()))


def likeness(one: str, other: str) -> float:
    """How alike two plain names are, 0 to 100."""
    if not one or not other:
        return 0
    if _numbers(one) != _numbers(other):
        return 0  # "Shop 12" and "Shop 13" are two, however alike they look
    letters = 100 * JaroWinkler.similarity(squeeze(one), squeeze(other))
    return max(fuzz.ratio(one, other), letters if letters >= 95 else 0)


def pieces(plain: str) -> set[str]:
    """The keys of a plain name: records that share none of them are not compared.

    Pairs of beginnings of words, so that a word that many bear ("bygg") does not make one large heap; the beginning of
    long words alone, so that a typing mistake in another word does not matter.
    """
    words = sorted(plain.split(), key=len, reverse=True)[:FEW_WORDS]
    found = {f"{one[:PIECE]}+{two[:PIECE]}" for one, two in combinations(sorted(words), 2)}
    found |= {word[:6] for word in words if len(word) >= 7}
    return found | ({plain.replace(" ", "")[:8]} if plain else set())


def total(reasons: Iterable[str], name: float) -> int:
    """The score of a pair: how sure all its reasons together make us, in percent, 99 at most."""
    doubt = 1.0
    for reason in reasons:
        sure = SURE[reason] * (name / 100 if reason == "name" else 1)
        doubt *= 1 - sure / 100
    return min(99, round(100 * (1 - doubt)))


def reasons_of(shared: Collection[str], name: float) -> list[str]:
    """The reasons that count, the surest first. One phone for two names is a switchboard, one domain a group."""
    alike = name >= SIMILAR
    counted = {one for one in shared if one in ("number", "email") or alike or (one == "domain" and name >= 60)}
    return [one for one in SURE if one in counted or (one == "name" and alike)]


def _numbers(name: str) -> list[str]:
    return [word for word in name.split() if word.isdecimal()]
