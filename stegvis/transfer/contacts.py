"""Ways to reach somebody out of a file's cells: in normal form where they have one, else as they were written."""

import re
from collections.abc import Iterable

from stegvis.core.errors import Refused
from stegvis.core.folding import fold
from stegvis.people.models import ContactPoint
from stegvis.people.reaching import LONGEST, Point, point

_LABELLED = re.compile(r"(?P<value>.+?) \((?P<label>[^()]{1,60})\)")
KINDS = {kind.value: kind for kind in ContactPoint.Kind}


def contacts_of(facts: dict[str, list[str]], country: str) -> list[Point]:
    """The contact points in a row's `email`, `phone`, `web` and `domain`, each once.

    "+46 8 123 45 67 (switchboard)" is a labelled one. What is none of its kind is kept as it stands: an import
    loses nothing because somebody once wrote "ask at the desk".
    """
    found = [_contact(kind, text, country) for kind in KINDS for text in facts.get(kind, ())]
    return list({(one.kind, one.key): one for one in reversed(found)}.values())[::-1]


def email_key(text: str) -> str:
    """The key by which an e-mail address is found."""
    return _contact("email", text, "").key


def first_keys(kind: str, texts: Iterable[str], country: str = "") -> list[str]:
    """The keys of several contact points of one kind."""
    return [_contact(kind, text, country).key for text in texts]


def _contact(kind: str, text: str, country: str) -> Point:
    match = _LABELLED.fullmatch(text)
    value, label = (match["value"], match["label"]) if match else (text, "")
    try:
        return point(kind, value, country=country, label=label)
    except Refused:
        return Point(kind, value[:LONGEST], fold(value)[:LONGEST], label)
