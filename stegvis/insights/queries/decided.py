"""Decided deals and what was known of them: what went with winning, and what with losing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from stegvis.deals.models import Qualification, RaisedObjection, StageMove, Stakeholder
from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import LOST_STATUSES, WON_STATUSES
from stegvis.insights.figures.shares import Share, part_ways, share
from stegvis.insights.queries.population import Sums, deals_of, hundredths
from stegvis.processes.models import StageKind

DECIDED = (*WON_STATUSES, *LOST_STATUSES)
# How many people took part, in classes: 0, 1, 2, 3 to 4, 5 and more.
PEOPLE = ((0, 0), (1, 1), (2, 2), (3, 4), (5, 10**9))
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
    """Ids of the decided deals of the period."""

    won: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)

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
    within = deals_of(asked).filter(closed_at__gte=asked.begin, closed_at__lt=asked.after)
    return within.filter(status__in=DECIDED).order_by()


def read_decided(asked: Asked) -> Decided:
    """Which deals were won, and which lost."""
    found = Decided()
    for pk, status in decided(asked).values_list("pk", "status").iterator(chunk_size=10_000):
        (found.won if status in WON_STATUSES else found.lost).add(pk)
    return found


def read_reasons(asked: Asked) -> tuple[list[tuple[int, str, int]], Sums]:
    """Id (0: none), name and number of deals of each lost reason, most first; and their values by id."""
    sums, names, counts = Sums(asked), {0: ""}, defaultdict(int)
    lost = decided(asked).filter(status__in=LOST_STATUSES)
    rows = lost.annotate(whole=hundredths()).values_list("lost_reason", "lost_reason__name", "currency", "whole")
    for pk, name, currency, whole in rows.iterator(chunk_size=10_000):
        names[pk or 0] = name or ""
        counts[pk or 0] += 1
        sums.add(pk or 0, currency, whole)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], names[pair[0]]))
    return [(pk, names[pk], count) for pk, count in ordered], sums


def value_won(asked: Asked) -> Sums:
    """What the won deals are worth, under the key "won"."""
    sums = Sums(asked)
    won = decided(asked).filter(status__in=WON_STATUSES).annotate(whole=hundredths())
    for currency, whole in won.values_list("currency", "whole").iterator(chunk_size=10_000):
        sums.add("won", currency, whole)
    return sums


def by_people(asked: Asked) -> dict[str, set[int]]:
    """Ids of deals by how many people took part ("0", "1", "2", "3-4", "5+")."""
    rows = decided(asked).annotate(met=Count("stakeholders")).values_list("pk", "met")
    return _classed(rows, PEOPLE)


def by_role(asked: Asked) -> dict[str, set[int]]:
    """Ids of deals by the roles that were found among the people on them."""
    return _collected(_on(asked, Stakeholder).exclude(role="").values_list("role", "deal_id"))


def by_objection(asked: Asked) -> dict[int, set[int]]:
    """Ids of deals by the objection that was raised on them."""
    return _collected(_on(asked, RaisedObjection).exclude(objection=None).values_list("objection", "deal_id"))


def by_answer(asked: Asked) -> dict[int, set[int]]:
    """Ids of deals by the answer from the library that was given on them."""
    return _collected(_on(asked, RaisedObjection).exclude(answer=None).values_list("answer", "deal_id"))


def by_score(asked: Asked) -> dict[str, set[int]]:
    """Ids of qualified deals by the class of their score."""
    return _classed(_on(asked, Qualification).values_list("deal_id", "score"), SCORES)


def by_skipping(asked: Asked) -> tuple[set[int], set[int]]:
    """Ids of deals that passed over a stage, and of those that went on without evidence that was asked for."""
    skipped, missing = set(), set()
    moves = _onward(asked).values_list("deal_id", "skipped", "missing")
    for deal, stages, texts in moves.iterator(chunk_size=10_000):
        if stages:
            skipped.add(deal)
        if texts:
            missing.add(deal)
    return skipped, missing


def observed(asked: Asked) -> set[int]:
    """Ids of deals with a move that was made here: of imported ones nobody knows what was shown."""
    return set(_on(asked, StageMove).filter(evidence_unknown=False).values_list("deal_id", flat=True).distinct())


def went_on(asked: Asked) -> set[int]:
    """Ids of those that came from an open stage to another or to won: what never moved had nothing to skip."""
    return set(_onward(asked).values_list("deal_id", flat=True).distinct())


def _onward(asked: Asked) -> QuerySet:
    return _on(asked, StageMove).filter(
        evidence_unknown=False,
        from_stage__kind=StageKind.OPEN,
        to_stage__kind__in=[StageKind.OPEN, StageKind.WON],
    )


def _on(asked: Asked, model) -> QuerySet:
    rows = model.objects.filter(workspace=asked.member.workspace_id, deal__in=decided(asked).values("pk"))
    return rows.order_by()


def _collected(rows: Iterable[tuple]) -> dict:
    found = defaultdict(set)
    for key, deal in rows:
        found[key].add(deal)
    return dict(found)


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
        return found.filter(status__in=LOST_STATUSES, lost_reason=_id(value) or None)
    rows = {
        "role": lambda: _on(asked, Stakeholder).filter(role=value),
        "objection": lambda: _on(asked, RaisedObjection).filter(objection=_id(value)),
        "answer": lambda: _on(asked, RaisedObjection).filter(answer=_id(value)),
        "score": lambda: _on(asked, Qualification).filter(score__range=_bounds(value, SCORES)),
        "skipped": lambda: _onward(asked).exclude(skipped=[]),
        "missing": lambda: _onward(asked).exclude(missing=[]),
    }[what]()
    return found.filter(pk__in=rows.values("deal_id"))


def _id(text: str) -> int:
    """A number that a row may have; ValueError for others."""
    found = int(text)
    if not 0 <= found < 2**63:
        raise ValueError(text)
    return found


def _bounds(name: str, classes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return {class_name(one): one for one in classes}[name]
