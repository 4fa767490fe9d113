"""The deals that a report is about, as columns."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

import numpy as np
from django.db.models import BigIntegerField, Case, Func, Value, When

from stegvis.insights.asked import Asked
from stegvis.insights.queries.columns.numbers import MISSING, Column, cents, numbered, read_numbers, whole
from stegvis.insights.queries.population import deals_of
from stegvis.processes.models import StageKind

STATUSES = tuple(one.value for one in StageKind)
# Three characters as one number, each of 21 bits as Unicode has them.
BITS = 21


class Letters(Func):
    """A currency's three letters as one number."""

    output_field = BigIntegerField()
    arity = 1
    function = "unicode"

    def as_sql(self, compiler, connection, **context):
        """Each letter by its number; none is 0."""
        sql, params = compiler.compile(self.source_expressions[0])
        one = "COALESCE(CAST({name}(substr({sql}, {at}, 1)) AS bigint), 0) * {weight}"
        name = "ascii" if connection.vendor == "postgresql" else "unicode"
        parts = [one.format(name=name, sql=sql, at=at + 1, weight=1 << BITS * at) for at in range(3)]
        return f"({' + '.join(parts)})", (*params, *params, *params)


def currency_code(base: str, column: str = "currency") -> Case:
    """A currency as a number: 0 for the workspace's own, which nearly all deals have."""
    return Case(When(**{column: base}, then=Value(0)), default=Letters(column), output_field=BigIntegerField())


def currency_of(code: int, base: str) -> str:
    """The currency that has this number."""
    letters = (code >> BITS * at & (1 << BITS) - 1 for at in range(3))
    return base if not code else "".join(chr(one) for one in letters if one)


@dataclass(frozen=True)
class Deals:
    """Ids in order; status by its place in STATUSES, currency by its place in `currencies` and in their `codes`.

    `amount` is in hundredths, MISSING where there is none; `whole` is 0 then.
    """

    ids: Column
    status: Column
    currency: Column
    currencies: Sequence[str]
    codes: Column
    amount: Column

    @cached_property
    def whole(self) -> Column:
        """What each deal is worth in hundredths."""
        return np.where(self.amount == MISSING, 0, self.amount)

    def has_status(self, statuses: Sequence[str]) -> Column:
        """Marks the deals of one of `statuses`."""
        return np.isin(self.status, [STATUSES.index(one) for one in statuses])

    def places(self, ids: Column) -> Column:
        """Where these ids are among the deals, -1 where they are not."""
        if not len(self.ids):
            return np.full(len(ids), -1)
        found = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[found] == ids, found, -1)


def read_deals(asked: Asked) -> Deals:
    """The deals that `asked` is about, read once for each `asked`."""
    kept = asked.__dict__.setdefault("_deals", [])
    if not kept:
        base = asked.workspace.currency
        facts = (whole("pk"), numbered("status", STATUSES), currency_code(base), whole(cents("amount"), MISSING))
        ids, status, codes, worth = read_numbers(deals_of(asked).order_by("pk"), *facts)
        found, places = np.unique(codes, return_inverse=True)
        currencies = [currency_of(int(one), base) for one in found]
        kept.append(Deals(ids, status.astype(np.int8), places.astype(np.int16), currencies, found, worth))
    return kept[0]


def read_words(asked: Asked, deals: Deals, column: str) -> tuple[Column, list[str]]:
    """A text of each of `deals`, by its place in the list of all such texts."""
    numbers: dict[str, int] = defaultdict(count().__next__)
    rows = deals_of(asked).order_by("pk").values_list("pk", column)
    pairs = [(pk, numbers[word]) for pk, word in rows.iterator(chunk_size=10_000)]
    table = np.array(pairs, np.int64).reshape(-1, 2)
    places = deals.places(table[:, 0])
    found = np.zeros(len(deals.ids), np.int32)
    found[places[places >= 0]] = table[places >= 0, 1]
    return found, list(numbers) or [""]
