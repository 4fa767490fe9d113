"""Pairs to go through, and whom a record can be merged with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.people.models import DuplicatePair, DuplicateScan, MergedRecord, Person
from stegvis.people.naming import name_key
from stegvis.people.queries.scanning import MODELS
from stegvis.workspaces.models import Member

SIZE, COUNTED = 50, 1000


@dataclass(frozen=True)
class Pair:
    """A pair with its two records, and the reasons why they look like one."""

    pk: int
    score: int
    why: list[str]
    first: Any
    second: Any


@dataclass(frozen=True)
class Page:
    """Some pairs, the surest first; `after` is the key of the next page, or nothing."""

    rows: list[Pair]
    after: str


def pairs_page(member: Member, kind: str, after: str = "") -> Page:
    """The pairs of which `member` sees both sides, from the key `after` (score and id) on."""
    found = list(_behind(_open(member, kind), after)[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    return Page(_with_records(member, kind, found[:SIZE]), f"{last.score}-{last.pk}" if last else "")


def next_pair(member: Member, pair: DuplicatePair) -> Pair | None:
    """The pair that is to be looked at behind `pair`; at the end of the list the first one."""
    rows = _open(member, pair.kind).exclude(pk=pair.pk)
    found = list(_behind(rows, f"{pair.score}-{pair.pk}")[:1]) or list(rows[:1])
    return next(iter(_with_records(member, pair.kind, found)), None)


def pairs_count(member: Member, kind: str) -> tuple[int, bool]:
    """How many pairs there are to look at, up to a thousand, and whether there are more."""
    number = _open(member, kind)[: COUNTED + 1].count()
    return min(number, COUNTED), number > COUNTED


def pairs_of(member: Member, record: Any) -> list[Pair]:
    """The pairs that `record` is in, the surest first; at most ten."""
    mine = _open(member, record._meta.model_name).filter(Q(first_id=record.pk) | Q(second_id=record.pk))
    return _with_records(member, record._meta.model_name, list(mine[:10]))


def is_looking(member: Member, kind: str) -> bool:
    """Whether the workspace has not been looked through to its end yet."""
    scans = DuplicateScan.objects.filter(workspace=member.workspace_id, kind=kind)
    return not scans.filter(finished_at__isnull=False).exists()


def people_suggestions(member: Member, typed: str) -> list[Person]:
    """At most ten people that `member` sees and whose name begins with what was typed, by name."""
    key = name_key(typed)
    seen = Person.objects.visible_to(member).filter(erased_at=None).select_related("company")
    return list(seen.filter(name_key__gte=key, name_key__lt=f"{key}\U0010ffff").order_by("name_key", "id")[:10])


def merged_into(workspace_id: int, kind: str, pk: int) -> int | None:
    """The id of the record that the merged one `pk` has become part of."""
    rows = MergedRecord.objects.filter(workspace=workspace_id, kind=kind, record_id=pk)
    return rows.values_list("into_id", flat=True).first()


def merged_ids(record: Any) -> list[int]:
    """The ids of the records that `record` was merged of, its own first: history is kept under all of them."""
    return [record.pk, *(record.absorbed or [])]


def merged_by(workspace_id: int, kind: str, column: str, values: Iterable) -> dict:
    """What merged records were called elsewhere (`column` of MergedRecord): the living record each is part of now."""
    wanted = [value for value in values if value]
    rows = MergedRecord.objects.filter(workspace=workspace_id, kind=kind, **{f"{column}__in": wanted}).order_by("-id")
    found = dict(rows.values_list(column, "into_id")) if wanted else {}
    heirs = MODELS[kind].objects.filter(workspace=workspace_id, pk__in=set(found.values())) if found else ()
    living = {heir.pk for heir in heirs}
    return {value: into for value, into in found.items() if into in living}


def _open(member: Member, kind: str) -> QuerySet:
    """Open pairs by score: an index walk with a look at both records of each."""
    pairs = DuplicatePair.objects.filter(workspace=member.workspace_id, kind=kind, state=DuplicatePair.State.OPEN)
    seen = MODELS[kind].objects.visible_to(member)
    both = (Exists(seen.filter(pk=OuterRef(side))) for side in ("first_id", "second_id"))
    return pairs.filter(*both).order_by("-score", "id")


def _behind(pairs: QuerySet, after: str) -> QuerySet:
    score, _dash, pk = after.partition("-")
    if not (_is_number(score) and len(score) < 4 and _is_number(pk)):
        return pairs
    return pairs.filter(Q(score__lt=int(score)) | Q(score=int(score), pk__gt=int(pk)))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _with_records(member: Member, kind: str, pairs: Sequence[DuplicatePair]) -> list[Pair]:
    ids = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
    rows = MODELS[kind].objects.filter(workspace=member.workspace_id, pk__in=ids).prefetch_related("contact_points")
    found = {one.pk: one for one in (rows.select_related("company") if kind == "person" else rows)}
    return [
        Pair(pair.pk, pair.score, pair.why.split(","), found[pair.first_id], found[pair.second_id]) for pair in pairs
    ]
