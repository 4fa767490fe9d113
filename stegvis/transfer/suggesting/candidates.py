"""The fields a single header may mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from stegvis.transfer.reading.formats import guess_formats
from stegvis.transfer.reading.understanding import Note

from .fields import FIELDS
from .words import field_phrases, left_out, object_words, words

_REPEATED = re.compile(r".+ \(\d+\)")
_CUTS = re.compile(r"\s+[-–—/]\s+|(?<=\w)[.:](?=\w)")
_ID = re.compile(r"(.+?)(?:\.id| \(ID\)|[ _-]?I[dD]|_id| -? ?id)$")
_TALK = ("tasks", "notes", "calls", "stakeholders")
_ABOUT = {
    "deals": {"title": "deal", "external_id": "deal_external_id"},
    "companies": {"name": "company", "external_id": "company_external_id", "domain": "company_domain"},
    "people": {"name": "person", "email": "person_email", "external_id": "person_external_id"},
}
# What a column about another thing says of this one: a deal's "Organization - Name" is its company.
_SEEN_FROM = {
    "people": {"companies": {"name": "company", "external_id": "company_external_id"}},
    "deals": {
        "companies": {"name": "company", "external_id": "company_external_id"},
        "people": {"name": "person", "email": "person_email"},
    },
    "stage-history": {
        "companies": {"name": "company"},
        "deals": {
            "external_id": "case", "title": "title", "stage": "stage", "value": "value", "currency": "currency",
            "owner": "member", "company": "company",
        },
    },
    **dict(zip(_TALK, repeat(_ABOUT), strict=False)),
}  # fmt: skip
_BY_VALUES = {
    "companies": {"email": "email", "phone": "phone", "url": "web"},
    "people": {"email": "email", "phone": "phone"},
    "deals": {"email": "person_email"},
    **{kind: {"email": "person_email"} for kind in _TALK},
}
# The number of a thing, beside or instead of its name.
_NUMBERED = {"company": "company_external_id", "deal": "deal_external_id", "person": "person_external_id"}
_EXACT, _OF_OBJECT, _OF_OTHER, _ID_OF, _OWNER_ID = 1.0, 0.95, 0.9, 0.85, 0.5


@dataclass(frozen=True)
class Candidate:
    """One possible meaning of a header; without a field it says why the column is left out."""

    field: str | None
    confidence: float
    because: Note


def candidates(kind: str, header: str, values: Sequence[str]) -> list[Candidate]:
    """What `header` may mean in a file of `kind`, its `values` asked only when the header says nothing."""
    if _REPEATED.fullmatch(header):
        return [Candidate(None, 0.7, Note("repeated_header"))]
    for look in (_exact, _useless, _of_object, _id_of, _containing):
        found = look(kind, header)
        if found:
            return found
    return list(_by_values(kind, values))


def _exact(kind: str, header: str) -> list[Candidate]:
    phrase = words(header)
    known = field_phrases(kind).get(phrase, {})
    return [
        Candidate(field, _EXACT, Note("header_known", {"phrase": header, "language": language}))
        for field, language in known.items()
    ]


def _useless(kind: str, header: str) -> list[Candidate]:
    return [Candidate(None, 0.9, Note("left_out"))] if words(header) in left_out() else []


def _of_object(kind: str, header: str) -> list[Candidate]:
    """ "Deal - Title", "Company owner", "Record ID - Contact": the thing spoken of, and what is said of it."""
    for thing, rest in _things(header):
        kinds = object_words()[words(thing)]
        found = _said_of(kind, kinds, rest, thing)
        if found:
            return found
    return []


def _things(header: str) -> Iterator[tuple[str, str]]:
    """Each way to cut a header into a thing and the rest of it."""
    parts = _CUTS.split(header)
    if len(parts) > 1:
        cut = _CUTS.search(header)
        yield from _named(parts[0], header[cut.end() :] if cut else "")
        yield from _named(parts[-1], " ".join(parts[:-1]))
    spoken = words(header).split()
    for length in (2, 1):
        if len(spoken) > length:
            yield from _named(" ".join(spoken[:length]), " ".join(spoken[length:]))


def _named(thing: str, rest: str) -> Iterator[tuple[str, str]]:
    if words(thing) in object_words() and rest:
        yield thing, rest


def _said_of(kind: str, kinds: frozenset[str], rest: str, thing: str) -> list[Candidate]:
    if kind in kinds:
        return _said_of_own(kind, rest, thing)
    seen = _SEEN_FROM.get(kind, {})
    phrase = words(rest)
    for other in kinds & seen.keys():
        known = field_phrases(other).get(phrase, {})
        fields = [seen[other][field] for field in known if field in seen[other]]
        if fields:
            return [Candidate(field, _OF_OTHER, _of(thing, rest)) for field in fields]
    return [Candidate(None, 0.8, Note("other_object", {"object": thing}))]


def _said_of_own(kind: str, rest: str, thing: str) -> list[Candidate]:
    if words(rest) in left_out() and words(rest) not in field_phrases(kind):
        return [Candidate(None, 0.9, Note("left_out"))]
    return [Candidate(one.field, _OF_OBJECT, _of(thing, rest)) for one in _exact(kind, rest)] or _id_of(kind, rest)


def _of(thing: str, rest: str) -> Note:
    return Note("header_of", {"object": thing, "phrase": rest})


def _id_of(kind: str, header: str) -> list[Candidate]:
    """The number of a company, deal or person or of an owner, beside or instead of the name."""
    match = _ID.fullmatch(header)
    if not match:
        return []
    named = _exact(kind, match[1]) or _of_object(kind, match[1])
    fields = {candidate.field for candidate in named}
    because = Note("id_of", {"phrase": match[1]})
    if numbered := [_NUMBERED[field] for field in _NUMBERED if field in fields and _has(kind, _NUMBERED[field])]:
        return [Candidate(numbered[0], _ID_OF, because)]
    if "company" in fields:
        return []
    if "owner" in fields or "member" in fields:
        return [Candidate("owner" if "owner" in fields else "member", _OWNER_ID, because)]
    return [Candidate(None, 0.7, Note("left_out"))]


def _has(kind: str, key: str) -> bool:
    return any(field.key == key for field in FIELDS[kind])


def _containing(kind: str, header: str) -> list[Candidate]:
    """A known phrase of some length that makes up at least half of the header."""
    spoken = words(header).split()
    found = []
    for phrase, fields in field_phrases(kind).items():
        said = phrase.split()
        if _telling(phrase) and len(said) * 2 >= len(spoken) > len(said) and _within(said, spoken):
            sure = 0.4 + 0.3 * len(said) / len(spoken)
            found += [Candidate(field, sure, Note("header_contains", {"phrase": phrase})) for field in fields]
    return sorted(found, key=lambda candidate: -candidate.confidence)


def _telling(phrase: str) -> bool:
    """Whether a phrase says something as a part of a header: the name of a thing alone does not."""
    return len(phrase) > 3 and phrase not in object_words()


def _within(said: list[str], spoken: list[str]) -> bool:
    """Whether the phrase begins or ends the header."""
    return spoken[: len(said)] == said or spoken[-len(said) :] == said


def _by_values(kind: str, values: Sequence[str]) -> Iterator[Candidate]:
    formats, _ = guess_formats({"": values})
    looks = formats[""].kind
    field = _BY_VALUES.get(kind, {}).get(looks)
    if field:
        yield Candidate(field, 0.6, Note("values_look_like", {"kind": looks}))
