"""Which records look like those of a chunk: found by keys with an index, so that cost stays in step with the chunk."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from stegvis.people.likeness import WORTH_A_LOOK, likeness, pieces, plain_name, reasons_of, total
from stegvis.people.models import Company, ContactPoint, MatchKey, Person
from stegvis.people.numbers import number_key

# A key that more than these share says nothing: a word everybody bears, the switchboard of a town.
HEAP = 60
MODELS: dict[str, type[Company] | type[Person]] = {"company": Company, "person": Person}
KINDS = {"company": ("domain", "email", "phone"), "person": ("email", "phone")}
AT_ONCE = 400


@dataclass
class Sketch:
    """What of a record is compared."""

    pk: int
    plain: str
    number: str = ""
    company_id: int | None = None
    points: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Alike:
    """Two records (the lower id first) that look like one."""

    first_id: int
    second_id: int
    score: int
    why: tuple[str, ...]


def sketches(workspace_id: int, kind: str, ids: Iterable[int]) -> dict[int, Sketch]:
    """The living records of `ids`, as they are compared; by id."""
    found: dict[int, Sketch] = {}
    for some in _parts(ids):
        rows = MODELS[kind].objects.filter(workspace=workspace_id, pk__in=some)
        if kind == "company":
            for pk, name, number in rows.values_list("pk", "name", "registration_number"):
                found[pk] = Sketch(pk, plain_name(kind, name), number_key(number))
        else:
            people = rows.filter(erased_at=None).values_list("pk", "first_name", "last_name", "company_id")
            for pk, first, last, company in people:
                found[pk] = Sketch(pk, plain_name(kind, f"{first} {last}"), company_id=company)
        points = ContactPoint.objects.filter(workspace=workspace_id, kind__in=KINDS[kind])
        mine = points.filter(**{f"{kind}__in": some}).order_by().values_list(f"{kind}_id", "kind", "key")
        for pk, way, key in mine:
            if pk in found:
                found[pk].points.add((way, key))
    return found


def alike(workspace_id: int, kind: str, chunk: dict[int, Sketch]) -> list[Alike]:
    """The pairs of which one is in `chunk`. Their pieces have to be in MatchKey already."""
    candidates: dict[int, set[int]] = defaultdict(set)
    for finder in (_by_pieces, _by_points, _by_number):
        for key, holders in finder(workspace_id, kind, chunk).items():
            for one in (sketch for sketch in chunk.values() if sketch.pk in holders and key):
                candidates[one.pk] |= holders
    others = {pk for some in candidates.values() for pk in some} - chunk.keys()
    known = chunk | sketches(workspace_id, kind, others)
    pairs = {(min(one, two), max(one, two)) for one, some in candidates.items() for two in some if one != two}
    compared = (compare(known[one], known[two]) for one, two in pairs if one in known and two in known)
    return [pair for pair in compared if pair]


def compare(one: Sketch, two: Sketch) -> Alike | None:
    """The two as a pair, if they are alike enough to be worth a look."""
    name = likeness(one.plain, two.plain)
    shared = {way for way, _key in one.points & two.points}
    if one.number and one.number == two.number:
        shared.add("number")
    if not shared and _are_namesakes(one, two):
        return None
    why = reasons_of(shared, name)
    score = total(why, name)
    return Alike(min(one.pk, two.pk), max(one.pk, two.pk), score, tuple(why)) if score >= WORTH_A_LOOK else None


def _are_namesakes(one: Sketch, two: Sketch) -> bool:
    """Two people of one name, at two companies, each with ways of their own to be reached, are two."""
    apart = one.company_id and two.company_id and one.company_id != two.company_id
    return bool(apart and one.points and two.points)


def _by_pieces(workspace_id: int, kind: str, chunk: dict[int, Sketch]) -> dict[str, set[int]]:
    keys = {key for one in chunk.values() for key in pieces(one.plain)}
    rows = MatchKey.objects.filter(workspace=workspace_id, kind=kind)
    return _holders(rows, "key", "record_id", keys)


def _by_points(workspace_id: int, kind: str, chunk: dict[int, Sketch]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for way in KINDS[kind]:
        keys = {key for one in chunk.values() for own, key in one.points if own == way}
        rows = ContactPoint.objects.filter(workspace=workspace_id, kind=way, **{f"{kind}__isnull": False}).order_by()
        found |= {f"{way}:{key}": some for key, some in _holders(rows, "key", f"{kind}_id", keys).items()}
    return found


def _by_number(workspace_id: int, kind: str, chunk: dict[int, Sketch]) -> dict[str, set[int]]:
    if kind != "company":
        return {}
    rows = Company.objects.filter(workspace=workspace_id).exclude(registration_number="")
    written = set(rows.filter(pk__in=list(chunk)).values_list("registration_number", flat=True))
    both = written | {number_key(one) for one in written}
    found: dict[str, set[int]] = defaultdict(set)
    for number, some in _holders(rows, "registration_number", "pk", both).items():
        found[number_key(number)] |= some
    return found


def _holders(rows, key: str, holder: str, keys: Iterable[str]) -> dict[str, set[int]]:
    """Who holds each of `keys`, of those that two hold at least and a heap at most."""
    found: dict[str, set[int]] = defaultdict(set)
    for some in _parts(keys):
        counted = rows.filter(**{f"{key}__in": some}).values(key).annotate(holders=Count(holder)).order_by()
        telling = list(counted.filter(holders__gt=1, holders__lte=HEAP).values_list(key, flat=True))
        for part in _parts(telling):
            for value, pk in rows.filter(**{f"{key}__in": part}).values_list(key, holder):
                found[value].add(pk)
    return found


def _parts(values: Iterable) -> Iterable[Sequence]:
    whole = sorted(values)
    return (whole[at : at + AT_ONCE] for at in range(0, len(whole), AT_ONCE))
