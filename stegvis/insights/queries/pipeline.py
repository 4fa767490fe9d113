"""The pipeline as it was at the beginning and at the end of a period, from the history of moves and values."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from stegvis.deals.conversion import CENT, rates_on
from stegvis.insights.asked import Asked
from stegvis.insights.figures.pipeline import OUT, Seen, ending_of, state_at
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


def read_pipelines(asked: Asked) -> Pipelines:
    """What was open when the period began, what is at its end (now, where that is to come), and between."""
    now = min(asked.after, timezone.now())
    kinds = {stage.pk: (stage.lineage, stage.kind) for stage in stages_of(asked)}
    found = list(_states(asked, now, kinds))
    values = {moment: _values_at(asked, moment, (one[0] for one in found)) for moment in (asked.begin, now)}
    return _worth(asked, found, values, now)


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


def _values_at(asked: Asked, moment: datetime, deals: Iterable[int]) -> dict[int, dict[str, str]]:
    """What amount and currency were at `moment`, as texts, of deals whose value changed since: the first `before`."""
    wanted = set(deals)
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
