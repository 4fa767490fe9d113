"""How well a company fits the profile of an ideal customer, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.folding import fold
from stegvis.people.countries import country_name
from stegvis.people.models import IdealProfile, ProfileCriterion
from stegvis.ui.formats import number
from stegvis.workspaces.models import CustomField

Kind = ProfileCriterion.Kind


@dataclass
class Facts:
    """What is known of a company; `revenue` only in the workspace's currency."""

    industry: str = ""
    country: str = ""
    employees: int | None = None
    revenue: Decimal | None = None
    own: dict[str, Any] = field(default_factory=dict)
    cities: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reason:
    """One criterion: whether the company meets it (None: not known), what is wanted, and what is there."""

    criterion: ProfileCriterion
    met: bool | None
    wanted: str
    found: str

    @property
    def name(self) -> str:
        """What is looked at."""
        one = self.criterion
        return one.field.name if one.field else str(Kind(one.kind).label)


@dataclass(frozen=True)
class Fit:
    """How well a company fits a profile."""

    profile: IdealProfile
    reasons: list[Reason]

    @property
    def percent(self) -> int:
        """The weight of what is met, of all weight; what is not known is not met."""
        every = sum(one.criterion.weight for one in self.reasons)
        met = sum(one.criterion.weight for one in self.reasons if one.met)
        return round(100 * met / every) if every else 0

    @property
    def unknown(self) -> list[Reason]:
        """What would have to be found out."""
        return [one for one in self.reasons if one.met is None]


def fit_of(facts: Facts, profile: IdealProfile, criteria: Sequence[ProfileCriterion]) -> Fit:
    """The fit of one company with its reasons."""
    return Fit(profile, [_judge(facts, one) for one in criteria])


def best_of(fits: Sequence[Fit]) -> Fit | None:
    """The profile that fits best; the first of equals."""
    return max((one for one in fits if one.reasons), key=lambda fit: fit.percent, default=None)


def _judge(facts: Facts, one: ProfileCriterion) -> Reason:
    if one.kind == Kind.OWN:
        return _judge_own(facts, one)
    value = VALUES[Kind(one.kind)](facts)
    if one.kind in (Kind.EMPLOYEES, Kind.REVENUE):
        return _between(one, value)
    return _among(one, value, part=one.kind in (Kind.INDUSTRY, Kind.ROLE))


VALUES: dict[str, Callable[[Facts], Any]] = {
    Kind.INDUSTRY: lambda facts: [facts.industry] if facts.industry else [],
    Kind.COUNTRY: lambda facts: [facts.country, country_name(facts.country)] if facts.country else [],
    Kind.CITY: lambda facts: facts.cities,
    Kind.EMPLOYEES: lambda facts: facts.employees,
    Kind.REVENUE: lambda facts: facts.revenue,
    Kind.TAG: lambda facts: facts.tags,
    Kind.ROLE: lambda facts: facts.roles,
}


def _judge_own(facts: Facts, one: ProfileCriterion) -> Reason:
    value = facts.own.get(one.field.key) if one.field else None
    if one.field and one.field.kind in (CustomField.Kind.NUMBER, CustomField.Kind.MONEY) and not one.values:
        return _between(one, _figure(value))
    return _among(one, _words(one.field, value) if one.field else [], part=True)


def _figure(value: Any) -> Decimal | None:
    value = value.get("amount") if isinstance(value, dict) else value
    try:
        return None if value in (None, "") else Decimal(str(value))
    except ArithmeticError:
        return None


def _words(own: CustomField, value: Any) -> list[str]:
    """The value as a person would write it; choices by their names."""
    if value in (None, "", []):
        return []
    if own.kind == CustomField.Kind.YES_NO:
        return [_("yes") if value else _("no"), "yes" if value else "no"]
    names = {choice["key"]: choice["name"] for choice in own.choices}
    return [str(names.get(each, each)) for each in (value if isinstance(value, list) else [value])]


def _among(one: ProfileCriterion, found: Sequence[str], *, part: bool) -> Reason:
    """Whether something found is one of the values; with `part`, holds one."""
    wanted = [fold(str(value)) for value in one.values]
    there = [fold(value) for value in found]
    met = any(value in each if part else value == each for value in wanted for each in there) if there else None
    # A company without tags is known to have none.
    met = bool(met) if one.kind == Kind.TAG else met
    return Reason(one, met, ", ".join(map(str, one.values)), ", ".join(dict.fromkeys(found[:5])))


def _between(one: ProfileCriterion, value: Decimal | int | None) -> Reason:
    low, high = one.least, one.most
    met = None if value is None else (low is None or value >= low) and (high is None or value <= high)
    return Reason(one, met, range_words(low, high), number(value) if value is not None else "")


def range_words(low: Decimal | None, high: Decimal | None) -> str:
    """From, to, or between."""
    if low is not None and high is not None:
        return _("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}
    if low is not None:
        return _("%(number)s or more") % {"number": number(low)}
    return _("at most %(number)s") % {"number": number(high)} if high is not None else ""
