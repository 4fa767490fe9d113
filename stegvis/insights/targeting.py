"""Whose targets, for which months or quarters, and how a year's number is spread over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from django.utils.translation import get_language

from stegvis.deals.periods import next_month
from stegvis.insights.models import Length

VALUE, WINS = "value", "wins"
MEASURES = (VALUE, WINS)
CENT = Decimal("0.01")
# Of each measure; more than anybody sells, and what every database holds.
LARGEST = {VALUE: Decimal(10) ** 15, WINS: Decimal(10) ** 6}
MONTHS = {Length.MONTH: 1, Length.QUARTER: 3}


@dataclass(frozen=True, slots=True, order=True)
class Whose:
    """All ("whole"), a "team" or a "member" with its id."""

    kind: str = "whole"
    pk: int = 0

    @property
    def key(self) -> str:
        """How addresses and forms name it: "whole", "team-3", "member-5"."""
        return f"{self.kind}-{self.pk}" if self.pk else self.kind

    @property
    def columns(self) -> dict[str, int | None]:
        """The columns of a target that say so."""
        return {f"{kind}_id": self.pk if kind == self.kind else None for kind in ("team", "member")}

    @classmethod
    def of(cls, team: int | None, member: int | None) -> "Whose":
        """Whose target a row is."""
        return cls("team", team) if team else cls("member", member) if member else cls()

    @classmethod
    def named(cls, key: str) -> "Whose":
        """What `key` names. Raises ValueError for another text."""
        kind, _dash, pk = key.partition("-")
        if key == "whole":
            return cls()
        if kind not in ("team", "member") or not (pk.isascii() and pk.isdigit() and 0 < len(pk) < 19):
            raise ValueError(key)
        return cls(kind, int(pk))


@dataclass(frozen=True, slots=True)
class Goal:
    """How much a target is: deals, or a value in a `currency`, that of the workspace when it was set."""

    amount: Decimal
    currency: str = ""

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}".rstrip()

    @classmethod
    def read(cls, text: str) -> "Goal":
        """The one that was written so."""
        amount, _space, currency = text.partition(" ")
        return cls(Decimal(amount), currency)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a grid of targets is about: months or quarters, value or won deals, of one process or (None) of all."""

    length: str
    measure: str
    process: int | None = None


def starts_of(year: int, length: str) -> list[date]:
    """The first days of the months or quarters of a year."""
    return [date(year, month, 1) for month in range(1, 13, MONTHS[Length(length)])]


def period_words(start: date, length: str) -> str:
    """A month or quarter in the reader's words, without its year: "Jan", "Q1"."""
    return format_date(start, "LLL" if length == Length.MONTH else "QQQ", locale=get_language() or "en")


def months_of(start: date, length: str) -> list[date]:
    """The first days of the months of the period that begins on `start`."""
    return [next_month(start, ahead) for ahead in range(MONTHS[Length(length)])]


def spread(amount: Decimal, parts: int, *, whole: bool) -> list[Decimal]:
    """`amount` in so many parts as even as can be: in hundredths, or in `whole` deals. They add up to it exactly."""
    step = Decimal(1) if whole else CENT
    until = [(amount * part / parts).quantize(step, ROUND_HALF_UP) for part in range(parts + 1)]
    return [until[part + 1] - until[part] for part in range(parts)]


def working_days(start: date, end: date) -> int:
    """Mondays to Fridays from `start` to `end`, both included; holidays differ by country and are not known."""
    days = (end - start).days + 1
    weeks, rest = divmod(max(0, days), 7)
    return 5 * weeks + sum((start + timedelta(days=one)).weekday() < 5 for one in range(rest))


def share_gone(months: Sequence[date], today: date) -> float | None:
    """Which part (0 to 1) of the working days of `months` is over, today among them; None of no months."""
    whole = sum(working_days(one, next_month(one) - timedelta(days=1)) for one in months)
    gone = sum(working_days(one, min(today, next_month(one) - timedelta(days=1))) for one in months)
    return gone / whole if whole else None
