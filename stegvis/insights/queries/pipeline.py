"""The pipeline as it was at the beginning and at the end of a period, from the history of moves and values."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from stegvis.deals.conversion import CENT, rates_on
from stegvis.insights.asked import Asked
from stegvis.insights.figures.pipeline import OUT, Seen, ending_of, state_at
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import stages_of, visits_of
from stegvis.processes.models import StageKind
from stegvis.workspaces.models import FieldChange

# Entered, left, stage, next stage, and the deal's value today.
FACTS = ("entered_at", "left_at", "stage_id", "next_stage_id", "deal__amount", "deal__currency")
VALUE = ("amount", "currency")


@dataclass
class Pipelines:
    """Both pipelines, deal by deal; `without_rate` counts deals by a currency that has no rate, worth nothing here."""

    deals: list[Seen]
    without_rate: Mapping[str, int]
    now: datetime


def read_pipelines(asked: Asked, *, together: bool = False) -> Pipelines:
    """What was open when the period began, what is at its end (now, where that is to come), and between.

    `together`: in large workspaces deals of which all is the same may be told as one.
    """
    now = min(asked.after, timezone.now())
    kinds = {stage.pk: (stage.lineage, stage.kind) for stage in stages_of(asked)}
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.piping import read_states

        states = read_states(asked, now, kinds)
        values = _changed_values(asked, now, set(states.ids.tolist()))
        alone = set().union(*values.values()) if together else None
        whole = _worth(asked, list(states.rows(alone)), values, now)
        return _with_groups(asked, whole, states.groups(alone)) if alone is not None else whole
    found = list(_states(asked, now, kinds))
    return _worth(asked, found, _changed_values(asked, now, {one[0] for one in found}), now)


def _changed_values(asked: Asked, now: datetime, deals: Set[int]) -> dict[datetime, dict[int, dict[str, str]]]:
    return {moment: _values_at(asked, moment, deals) for moment in (asked.begin, now)}


def _with_groups(asked: Asked, found: Pipelines, groups: Iterable[tuple]) -> Pipelines:
    """With the deals whose value has not changed: by what they have in common, each value with how many have it."""
    rows = list(groups)
    rates = rates_on(asked.workspace, {row[3] for row in rows}, min(asked.end, asked.today))
    missing = Counter(found.without_rate)
    deals = []
    for then, last, ending, currency, whole, amounts in rows:
        count = sum(number for _amount, number in amounts)
        if currency not in rates:
            missing[currency] += sum(number for amount, number in amounts if amount)
        rate = rates.get(currency, Decimal(0))
        if rate in (0, 1):
            worth = Decimal(whole) / 100 * rate
        else:
            each = (number * (Decimal(amount) / 100 * rate).quantize(CENT) for amount, number in amounts)
            worth = sum(each, Decimal(0))
        deals.append(Seen(0, then, last, worth.quantize(CENT), worth.quantize(CENT), ending, count))
    return replace(found, deals=[*found.deals, *deals], without_rate={one: n for one, n in missing.items() if n})


def _states(asked: Asked, now: datetime, kinds: Mapping[int, tuple[str, str]]) -> Iterator[tuple]:
    """Of each deal that was open at either end or between: id, step then, step now, ending, value today, currency."""
    opened = [pk for pk, (_lineage, kind) in kinds.items() if kind == StageKind.OPEN]
    overlaps = Q(left_at=None, next_stage=None) | Q(left_at__gte=asked.begin)
    wanted = Q(stage__in=opened) & overlaps | Q(entered_at__gte=asked.begin)
    rows = visits_of(asked).filter(wanted, entered_at__lt=now).order_by("deal_id", "sequence")
    for deal, group in groupby(rows.values_list("deal_id", *FACTS).iterator(), key=lambda row: row[0]):
        visits = [row[1:] for row in group]
        then, last = (_open_step(state_at(visits, moment), kinds) for moment in (asked.begin, now))
        if then or last or any(row[2] in opened and row[0] >= asked.begin for row in visits):
            ending = OUT if last else ending_of(_kind_at(visits, now, kinds))
            yield deal, then, last, ending, visits[0][4], visits[0][5]


def _open_step(visit: tuple | None, kinds: Mapping[int, tuple[str, str]]) -> str | None:
    lineage, kind = kinds.get(visit[2], ("", "")) if visit else ("", "")
    return lineage if kind == StageKind.OPEN else None


def _kind_at(visits: list[tuple], moment: datetime, kinds: Mapping[int, tuple[str, str]]) -> str | None:
    """The kind of stage a deal was in, or went to when it left the pipeline."""
    visit = state_at(visits, moment)
    stage = visit[2] if visit else visits[-1][3]
    return kinds[stage][1] if stage in kinds else None


def _values_at(asked: Asked, moment: datetime, wanted: Set[int]) -> dict[int, dict[str, str]]:
    """What amount and currency were at `moment`, as texts, of deals whose value changed since: the first `before`."""
    changes = FieldChange.objects.filter(
        workspace=asked.member.workspace_id, kind="deal", field__in=VALUE, at__gt=moment
    )
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for deal, name, before in changes.order_by("-pk").values_list("record_id", "field", "before").iterator():
        if deal in wanted:
            found[deal][name] = before
    return found


def _worth(asked: Asked, found: list[tuple], values: Mapping[datetime, dict], now: datetime) -> Pipelines:
    texts = {one.get("currency", "") for changed in values.values() for one in changed.values()} - {""}
    rates = rates_on(asked.workspace, {row[5] for row in found} | texts, min(asked.end, asked.today))
    missing: dict[str, int] = defaultdict(int)
    deals = []
    for deal, then, last, ending, amount, currency in found:
        if amount and currency not in rates:
            missing[currency] += 1
        worth = [_in_base(values[moment].get(deal, {}), amount, currency, rates) for moment in (asked.begin, now)]
        deals.append(Seen(deal, then, last, worth[0], worth[1], ending))
    return Pipelines(deals, dict(missing), now)


def _in_base(
    changed: Mapping[str, str], amount: Decimal | None, currency: str, rates: Mapping[str, Decimal]
) -> Decimal:
    """A value in the workspace's currency; nothing where it has no rate, or where history holds no figure."""
    try:
        known = Decimal(changed["amount"] or 0) if "amount" in changed else amount or Decimal(0)
    except InvalidOperation:
        known = Decimal(0)
    rate = rates.get(changed.get("currency") or currency, Decimal(0))
    return (known * rate).quantize(CENT)
