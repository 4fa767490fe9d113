"""Who stands where in the buyer's decision: a small map of stances and influence."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.deals.models import Stakeholder
from stegvis.deals.queries.deal_page.people import Participant

STANCES = ("against", "unknown", "neutral", "for")
INFLUENCES = (3, 2, 1, None)
SIGNS = {"for": "+", "against": "−", "neutral": "=", "unknown": "?"}
WIDTH, ROW, TOP = 320, 56, 26
CELL = WIDTH / len(STANCES)
LONGEST = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """One person on the map. `sign` says the stance without a colour."""

    x: float
    y: float
    initials: str
    name: str
    stance: str
    sign: str
    decides: bool
    met: bool


@dataclass(frozen=True, slots=True)
class Level:
    """A row of the map: how much people's word weighs, and where its line is."""

    words: str
    y: float


@dataclass(frozen=True)
class Chart:
    """The map: marks, the rows in use, and what stands in none."""

    marks: list[Mark]
    levels: list[Level]
    height: float
    people: Sequence[Participant]

    @property
    def decide(self) -> list[Participant]:
        """Who decides or pays."""
        return [one for one in self.people if one.decides]

    @property
    def unmet(self) -> list[Participant]:
        """Who has not been met."""
        return [one for one in self.people if one.met is None]

    def of(self, stance: str) -> list[Participant]:
        """Who has this stance."""
        return [one for one in self.people if one.stance == stance]


def chart_of(people: Sequence[Participant]) -> Chart | None:
    """The map of `people`; None where nobody's part is known."""
    if not any(one.part for one in people):
        return None
    cells = defaultdict(list)
    for one in people:
        cells[one.influence, one.stance].append(one)
    used = [level for level in INFLUENCES if any(level == influence for influence, _stance in cells)]
    marks, levels, y = [], [], float(TOP)
    for level in used:
        deep = max(-(-len(cells[level, stance]) // 2) for stance in STANCES)
        levels.append(Level(_words(level), y))
        for column, stance in enumerate(STANCES):
            marks += _marks(cells[level, stance], column, y)
        y += ROW * deep + 16
    return Chart(marks, levels, y, people)


def _marks(people: Sequence[Participant], column: int, top: float) -> list[Mark]:
    """Those of one cell, two in a line."""
    found = []
    for place, one in enumerate(people):
        alone = place == len(people) - 1 and place % 2 == 0
        shift = 0.5 if alone else 0.27 if place % 2 == 0 else 0.73
        x, y = (column + shift) * CELL, top + 32 + (place // 2) * ROW
        found.append(_mark(one, round(x, 1), y))
    return found


def _mark(one: Participant, x: float, y: float) -> Mark:
    name = one.first_name or one.last_name
    short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    initials = "".join(part[:1] for part in (one.first_name, one.last_name)).upper() or "?"
    return Mark(x, y, initials, short, one.stance, SIGNS.get(one.stance, "?"), one.decides, one.met is not None)


def _words(level: int | None) -> str:
    return str(Stakeholder.Influence(level).label) if level else _("Influence unknown")
