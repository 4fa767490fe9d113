"""Decided deals and what was known of them: what went with winning, and what with losing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Left

from stegvis.deals.models import Qualification, RaisedObjection, StageMove, Stakeholder
from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import LOST_STATUSES, WON_STATUSES
from stegvis.insights.figures.shares import Share, part_ways, share
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import Sums, closed_deals, hundredths
from stegvis.processes.models import StageKind

DECIDED = (*WON_STATUSES, *LOST_STATUSES)
ONWARD = (StageKind.OPEN, StageKind.WON)
# How many people took part, in classes: 0, 1, 2, 3 to 4, 5 and more.
PEOPLE = ((0, 0), (1, 1), (2, 2), (3, 4), (5, 10**9))
ANSWER_LETTERS = 120
SCORES = ((0, 24), (25, 49), (50, 74), (75, 100))


@dataclass
class Split:
    """Won and lost deals with something, beside those without it."""

    key: str
    words: str
    won: int = 0
    lost: int = 0
    whole_won: int = 0
    whole_lost: int = 0

    @property
    def own(self) -> Share | None:
        """The share won of those with it."""
        return share(self.won, self.won + self.lost)

    @property
    def others(self) -> Share | None:
        """The share won of those without it."""
        won, lost = self.whole_won - self.won, self.whole_lost - self.lost
        return share(won, won + lost)

    @property
    def is_solid(self) -> bool:
        """Whether the two shares differ beyond doubt."""
        return part_ways(self.own, self.others)


@dataclass
class Decided:
    """Ids of the decided deals of the period, and what they are worth: under "won", and under each lost reason's id.

    `reasons` are id (0: none), name and number of deals of each lost reason, most first; `scores` the qualified deals
    by the class of their score.
    """

    worth: Sums
    won: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)
    reasons: list[tuple[int, str, int]] = field(default_factory=list)
    scores: dict[str, set[int]] = field(default_factory=dict)

    @property
    def all(self) -> set[int]:
        """Both."""
        return self.won | self.lost

    def split(self, key: str, words: str, ids: Iterable[int], among: set[int] | None = None) -> Split:
        """How deals with `ids` went beside the others; `among`: those of which it is known at all."""
        having, whole = set(ids), self.all if among is None else among & self.all
        parts = [len(having & side) for side in (self.won, self.lost)]
        return Split(key, words, *parts, *(len(whole & side) for side in (self.won, self.lost)))


def decided(asked: Asked) -> QuerySet:
    """The deals that were won or lost in the period."""
    return closed_deals(asked, DECIDED).order_by()


def read_decided(asked: Asked) -> Decided:
    """Which deals were won, which lost and why, what for, and how qualified they were: all of it in one walk."""
    found, names, counts = Decided(Sums(asked)), dict[int, str](), Counter[int]()
    scored = dict[int, int]()
    rows = decided(asked).annotate(whole=hundredths())
    facts = ("pk", "status", "lost_reason", "lost_reason__name", "qualification__score", "currency", "whole")
    for pk, status, reason, name, score, currency, whole in rows.values_list(*facts).iterator(chunk_size=10_000):
        if score is not None:
            scored[pk] = score
        if status in WON_STATUSES:
            found.won.add(pk)
            found.worth.add("won", currency, whole)
        else:
            found.lost.add(pk)
            names[reason or 0] = name or ""
            counts[reason or 0] += 1
            found.worth.add(reason or 0, currency, whole)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], names[pair[0]]))
    found.reasons = [(pk, names[pk], count) for pk, count in ordered]
    found.scores = _classed(scored.items(), SCORES)
    return found


def by_people(asked: Asked, every: Iterable[int]) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Ids of deals by how many people took part ("0", "1", "2", "3-4", "5+"), of `every` one; and by their roles."""
    met, roles = dict.fromkeys(every, 0), defaultdict(set)
    for deal, role in on_decided(asked, Stakeholder).values_list("deal_id", "role").iterator(chunk_size=10_000):
        if deal in met:
            met[deal] += 1
        if role:
            roles[role].add(deal)
    return _classed(met.items(), PEOPLE), dict(roles)


@dataclass
class Objected:
    """Ids of deals by the objection that was raised, and by the answer from the library that was given.

    `names` and the begins of `texts` are of those that are in the library still.
    """

    raised: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    given: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    names: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)


def by_objection(asked: Asked) -> Objected:
    """What was objected on the decided deals, and what was answered."""
    found = Objected()
    rows = on_decided(asked, RaisedObjection).exclude(objection=None, answer=None)
    rows = rows.annotate(begin=Left("answer__text", ANSWER_LETTERS))
    facts = ("deal_id", "objection", "objection__name", "objection__deletion", "answer", "begin", "answer__deletion")
    for deal, objection, name, gone, answer, text, answer_gone in rows.values_list(*facts).iterator(chunk_size=10_000):
        if objection:
            found.raised[objection].add(deal)
            found.names.update({} if gone else {objection: name})
        if answer:
            found.given[answer].add(deal)
            found.texts.update({} if answer_gone else {answer: text})
    return found


@dataclass
class Moved:
    """Ids of deals by what their moves say, of those that were made here: of imported ones nobody knows what was shown.

    `onward` came from an open stage to another or to won (what never moved had nothing to skip), of them `skipped`
    passed over a stage, and `missing` went on without evidence that was asked for.
    """

    seen: set[int] = field(default_factory=set)
    onward: set[int] = field(default_factory=set)
    skipped: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)


def by_moves(asked: Asked) -> Moved:
    """What the moves of the decided deals say, in one walk."""
    moves = on_decided(asked, StageMove).filter(evidence_unknown=False)
    onward = _mark(Q(from_stage__kind=StageKind.OPEN, to_stage__kind__in=ONWARD))
    # Lists are long to read, and only whether they are empty matters.
    return Moved(*_deals_marked(asked, moves, onward, _mark(~Q(skipped=[])), _mark(~Q(missing=[]))))


def _mark(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _deals_marked(asked: Asked, moves: QuerySet, onward: Case, *more: Case) -> list[set[int]]:
    """The deals of `moves`; of those marked `onward`; and of these the ones that each further mark marks."""
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.moving import deals_marked

        return deals_marked(moves, onward, *more)
    found: list[set[int]] = [set() for _place in range(2 + len(more))]
    for deal, on, *others in moves.values_list("deal_id", onward, *more).iterator(chunk_size=10_000):
        for deals, marked in zip(found, (True, on, *(on and one for one in others)), strict=True):
            deals.update([deal] if marked else [])
    return found


def _onward(asked: Asked) -> QuerySet:
    return on_decided(asked, StageMove).filter(
        evidence_unknown=False,
        from_stage__kind=StageKind.OPEN,
        to_stage__kind__in=ONWARD,
    )


def on_decided(asked: Asked, model) -> QuerySet:
    """Rows of `model` that belong to the decided deals."""
    rows = model.objects.filter(workspace=asked.member.workspace_id, deal__in=decided(asked).values("pk"))
    return rows.order_by()


def _classed(rows: Iterable[tuple[int, int]], classes: Sequence[tuple[int, int]]) -> dict[str, set[int]]:
    found = {class_name(one): set() for one in classes}
    for deal, value in rows:
        found[class_name(next(one for one in classes if one[0] <= value <= one[1]))].add(deal)
    return found


def class_name(bounds: tuple[int, int]) -> str:
    """A class of whole numbers: "2", "3-4", "5+"."""
    low, high = bounds
    if high >= 10**9:
        return f"{low}+"
    return str(low) if low == high else f"{low}\N{EN DASH}{high}"


def deals_with(asked: Asked, what: str, value: str) -> QuerySet:
    """The decided deals that one row of the report speaks of. Raises KeyError or ValueError for what there is not."""
    found = decided(asked)
    if what == "people":
        low, high = _bounds(value, PEOPLE)
        return found.annotate(met=Count("stakeholders")).filter(met__gte=low, met__lte=high)
    if what == "reason":
        return found.filter(status__in=LOST_STATUSES, lost_reason=number_of(value) or None)
    rows = {
        "role": lambda: on_decided(asked, Stakeholder).filter(role=value),
        "objection": lambda: on_decided(asked, RaisedObjection).filter(objection=number_of(value)),
        "answer": lambda: on_decided(asked, RaisedObjection).filter(answer=number_of(value)),
        "score": lambda: on_decided(asked, Qualification).filter(score__range=_bounds(value, SCORES)),
        "skipped": lambda: _onward(asked).exclude(skipped=[]),
        "missing": lambda: _onward(asked).exclude(missing=[]),
    }[what]()
    return found.filter(pk__in=rows.values("deal_id"))


def number_of(text: str) -> int:
    """A number that a row may have; ValueError for others."""
    found = int(text)
    if not 0 <= found < 2**63:
        raise ValueError(text)
    return found


def _bounds(name: str, classes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return {class_name(one): one for one in classes}[name]
