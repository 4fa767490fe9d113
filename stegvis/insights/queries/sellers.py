"""Stays by seller, stage and kind of deal, added up by the database; and whose figures a reader may know."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from math import log10
from typing import NamedTuple

from django.db.models import Case, Count, F, FloatField, Func, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Greatest, Ln

from stegvis.core.lists.listing import ListPage
from stegvis.deals.conversion import rates_on
from stegvis.insights.asked import Asked
from stegvis.insights.figures.bands import bands_of
from stegvis.insights.queries.funnel import has_gone_on, has_left, stays
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import deals_of, steps_of, visits_of
from stegvis.processes.models import StageKind
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import colleagues, scope_of

# Values are read by half powers of ten of their currency; rung 0 is below 10 ** 0.5.
RUNGS = 16
BOUNDS = [Decimal(round(10 ** ((n + 1) / 2), 2)) for n in range(RUNGS)]
NO_VALUE = -1
# What says whose deals are asked for: a colleague's figures are not to be found out by leaving one out.
OF_PEOPLE = ("owner", "team")
WHICH = {
    "all": Q(),
    "left": has_left(),
    "here": ~has_left(),
    "ended": Q(left_at__isnull=False),
}


class Row(NamedTuple):
    """A seller's stays in a step with one kind of deal: how many, how many left, went on, and are over after how long.

    `logs` and `squares` are sums of ln(1 + days), and of its square, of the `ended` ones.
    """

    seller: int
    lineage: str
    stratum: tuple[int, str]
    stays: int
    left: int
    on: int
    ended: int
    logs: float
    squares: float


class Day(Func):
    """A moment as a number of days since some beginning."""

    function = "julianday"
    output_field = FloatField()
    arity = 1

    def as_postgresql(self, compiler, connection, **context):
        """By the seconds since 1970."""
        template = "(EXTRACT(EPOCH FROM %(expressions)s)::double precision / 86400.0)"
        return self.as_sql(compiler, connection, template=template, **context)


def seen_sellers(member: Member) -> list[int] | None:
    """Whose own figures `member` may know: None for everybody's."""
    return colleagues(member, scope_of(member, "coach"))


def pool_of(asked: Asked) -> Asked:
    """The question about all with whom sellers are compared: for who may not know each, whose deals are not chosen."""
    if seen_sellers(asked.member) is None:
        return asked
    params = asked.page.params.copy()
    for key in OF_PEOPLE:
        params.pop(key, None)
    return replace(asked, page=ListPage(asked.page.listing, params, asked.page.reader, None))


def read_rows(pool: Asked) -> list[Row]:
    """All that sellers did in the open steps, by the kind of deal: its source, and in which band its value is."""
    home = {pk: step.lineage for step in steps_of(pool, StageKind.OPEN) for pk in step.ids}
    rows = list(_rows(pool))
    bands = _bands(pool, rows)
    return [
        Row(
            seller,
            home[stage],
            (bands[rung, currency], source.strip().casefold()),
            *counts[:4],
            *map(float, counts[4:]),
        )
        for seller, stage, rung, currency, source, *counts in rows
    ]


def _rows(pool: Asked) -> Iterable[tuple]:
    if has_many_stays(pool.member):
        from stegvis.insights.queries.columns.selling import rows_of_sellers

        return rows_of_sellers(pool)
    over, length = WHICH["ended"], Ln(Greatest(Value(0.0), Day("left_at") - Day("entered_at")) + Value(1.0))
    by = ("seller_id", "stage_id", "rung", "deal__currency", "deal__source")
    found = stays(pool).filter(seller__isnull=False).annotate(rung=_rung(), log=length).values_list(*by)
    return found.annotate(
        stays=Count("pk"),
        left=Count("pk", filter=has_left()),
        on=Count("pk", filter=has_gone_on(pool)),
        ended=Count("left_at"),
        logs=Sum("log", filter=over, default=0.0),
        squares=Sum(F("log") * F("log"), filter=over, default=0.0),
    ).iterator(chunk_size=10_000)


def _rung() -> Case:
    rungs = [When(deal__amount__lt=bound, then=Value(n)) for n, bound in enumerate(BOUNDS)]
    nothing = When(Q(deal__amount=None) | Q(deal__amount__lte=0), then=Value(NO_VALUE))
    return Case(nothing, *rungs, default=Value(RUNGS), output_field=IntegerField())


def _bands(pool: Asked, rows: Sequence[tuple]) -> dict[tuple[int, str], int]:
    """In which band each rung of each currency is: thirds of all stays by what they are worth in one currency."""
    sizes: dict[tuple[int, str], int] = {}
    for _seller, _stage, rung, currency, _source, stays_, *_counts in rows:
        sizes[rung, currency] = sizes.get((rung, currency), 0) + stays_
    rates = rates_on(pool.workspace, {currency for _rung, currency in sizes}, min(pool.end, pool.today))
    worth = {
        (rung, currency): rung + 2 * log10(rates[currency])
        for rung, currency in sizes
        if rung != NO_VALUE and rates.get(currency)
    }
    found = bands_of({key: (worth[key], sizes[key]) for key in worth})
    return {key: found.get(key, NO_VALUE) for key in sizes}


def names_of(asked: Asked) -> dict[int, str]:
    """The members of the workspace by name, those who left among them, in alphabetical order."""
    members = Member.objects.filter(workspace=asked.member.workspace_id).values_list("pk", "name")
    return dict(sorted(members, key=lambda row: (row[1].casefold(), row[0])))


def unknown_entries_of(pool: Asked, sellers: Sequence[int] | None) -> int:
    """How many stays in open steps have no known beginning: of these sellers (None: of all)."""
    unknown = visits_of(pool).filter(entered_at=None, stage__kind=StageKind.OPEN)
    return (unknown if sellers is None else unknown.filter(seller__in=sellers)).count()


def deals_of_seller(pool: Asked, lineage: str, sellers: Sequence[int] | None, which: str) -> QuerySet:
    """The deals that these sellers (None: all) had in a step: "all", "left", "on", "here", "ended". Raises KeyError."""
    step = {one.lineage: one for one in steps_of(pool, StageKind.OPEN)}[lineage]
    wanted = has_gone_on(pool) if which == "on" else WHICH[which]
    own = stays(pool).filter(wanted, stage__in=step.ids, seller__isnull=False)
    own = own if sellers is None else own.filter(seller__in=sellers)
    return deals_of(pool).filter(pk__in=own.values("deal_id"))
