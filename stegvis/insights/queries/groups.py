"""Deals of a period by where they came from, what was offered and to whom."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import OUTCOMES
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import Sums, deals_of, hundredths
from stegvis.people.models import Company

WON, LOST, OPEN = "won", "lost", "open"
FATE_OF = {status: fate for fate, statuses in OUTCOMES.items() for status in statuses}
# The size classes of enterprises of the European Union (recommendation 2003/361/EC): their first numbers of people.
SIZES = (1, 10, 50, 250)


@dataclass(frozen=True)
class Dimension:
    """By what deals are grouped: the column it is read from, and how a value is named and found again.

    `gone`: what is set where the value counts no more (a tag that was deleted). `many`: a deal may have
    several values, and is then in several groups. `of_company`: a fact of the company, known to who may see that.
    """

    key: str
    label: str | Promise
    column: str
    name: Callable[[object], str] = lambda value: str(value or "")
    find: Callable[[str, str], Q] = lambda column, name: Q(**{column: name})
    gone: str = ""
    many: bool = False
    of_company: bool = False


def size_of(employees: object) -> str:
    """The size class of a company with so many people: "10-49", "250+"; "" where that is not known."""
    if not isinstance(employees, int) or employees < 1:
        return ""
    first = max(size for size in SIZES if size <= employees)
    place = SIZES.index(first)
    return f"{first}\N{EN DASH}{SIZES[place + 1] - 1}" if place + 1 < len(SIZES) else f"{first}+"


def of_size(column: str, name: str) -> Q:
    """Companies of the size class of that name."""
    if not name:
        return Q(**{f"{column}__isnull": True}) | Q(**{column: 0})
    first, _dash, last = name.rstrip("+").partition("\N{EN DASH}")
    within = Q(**{f"{column}__gte": int(first)})
    return within & Q(**{f"{column}__lte": int(last)}) if last else within


SOURCE = Dimension("source", _("Source"), "source")
DIMENSIONS = (
    SOURCE,
    Dimension("tag", _("Tag"), "tags__name", gone="tags__deletion", many=True),
    Dimension("industry", _("Industry"), "company__industry", of_company=True),
    Dimension("size", _("Company size"), "company__employees", size_of, of_size, of_company=True),
    Dimension("offer", _("Offer"), "lines__name", many=True),
)


@dataclass
class Group:
    """The deals of one value: how many came, were won, lost or are open, and how many days the won ones took."""

    name: str
    counts: dict[str, int] = field(default_factory=lambda: {WON: 0, LOST: 0, OPEN: 0})
    days: list[int] = field(default_factory=list)

    @property
    def leads(self) -> int:
        """How many deals came."""
        return sum(self.counts.values())

    @property
    def decided(self) -> int:
        """How many of them are won or lost."""
        return self.counts[WON] + self.counts[LOST]


def begun(asked: Asked) -> QuerySet:
    """The deals that began in the period."""
    return deals_of(asked).filter(created_at__gte=asked.begin, created_at__lt=asked.after).order_by()


def read_groups(asked: Asked, dimension: Dimension) -> tuple[list[Group], Sums]:
    """The groups of one dimension, largest first, those without a value last; and what the won are worth, by name."""
    groups: dict[str, Group] = {}
    sums = Sums(asked)
    for name, status, days, currency, whole, count in _counted(asked, dimension):
        group = groups.setdefault(name, Group(name))
        fate = FATE_OF[status]
        group.counts[fate] += count
        if fate == WON:
            group.days += [] if days is None else [days] * count
            sums.add(name, currency, whole, count)
    return sorted(groups.values(), key=lambda one: (not one.name, -one.leads, one.name.casefold())), sums


def _counted(asked: Asked, dimension: Dimension) -> Iterable[tuple]:
    """Name, status, days to the end (None: not known), currency, what they are worth, how many deals."""
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.coming import rows_by_name

        return rows_by_name(asked, begun(asked), dimension, _companies(asked))
    rows = _rows(asked, dimension)
    return ((name, status, _days(start, end), *worth, 1) for name, status, start, end, *worth in rows)


def _rows(asked: Asked, dimension: Dimension) -> Iterable[tuple]:
    facts = ("status", "created_at", "closed_at", "currency", "whole")
    deals = begun(asked).annotate(whole=hundredths())
    if dimension.of_company:
        deals = deals.annotate(unseen=~Exists(_companies(asked).filter(pk=OuterRef("company"))))
    gone = "unseen" if dimension.of_company else dimension.gone
    rows = deals.values_list("pk", dimension.column, gone or "pk", *facts).iterator(chunk_size=5_000)
    seen: set[tuple[int, str]] = set()
    for pk, value, hidden, *rest in rows:
        name = dimension.name(None if gone and hidden else value)
        if dimension.many:
            if (pk, name) in seen:
                continue
            seen.add((pk, name))
        yield (name, *rest)


def _companies(asked: Asked) -> QuerySet:
    return Company.objects.visible_to(asked.member).order_by()


def _days(start: datetime, end: datetime | None) -> int | None:
    return max(0, (end - start).days) if end else None


def deals_begun(asked: Asked, fates: Sequence[str]) -> QuerySet:
    """All deals begun in the period that are won, lost or open."""
    return begun(asked).filter(status__in=[status for fate in fates for status in OUTCOMES[fate]])


def deals_in(asked: Asked, dimension: Dimension, name: str, fates: Sequence[str]) -> QuerySet:
    """The deals of one group that are won, lost or open."""
    having = dimension.find(dimension.column, name)
    if not name and dimension.key != "size":
        having |= Q(**{f"{dimension.column}__isnull": True})
    if dimension.gone or dimension.of_company:
        living = Q(company__in=_companies(asked)) if dimension.of_company else Q(**{f"{dimension.gone}__isnull": True})
        having = having & living if name else having | ~living
    own = deals_begun(asked, fates).filter(having)
    return deals_of(asked).filter(pk__in=own.values("pk"))
