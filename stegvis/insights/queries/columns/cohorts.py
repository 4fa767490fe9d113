"""Of every deal its last stay in each step, counted by what became of it: the same figures as the database's."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from django.db.models import QuerySet

from stegvis.insights.asked import Asked
from stegvis.insights.queries.columns.days import in_bins, micros, months_between
from stegvis.insights.queries.columns.deals import STATUSES, Deals, read_deals
from stegvis.insights.queries.columns.grouping import grouped, numbered_by
from stegvis.insights.queries.columns.numbers import Column, read_numbers, whole
from stegvis.insights.queries.columns.stays import Stays, choose_stays, each_part
from stegvis.insights.queries.columns.tables import Table
from stegvis.insights.queries.population import stages_of
from stegvis.processes.models import Stage, StageKind


def last_stays(asked: Asked) -> tuple[Deals, Stays]:
    """The deals, and of each its last stay in every open step, of those that began in the period."""
    lineages = _lineages(asked)
    kinds, wanted = Table(lineages), Table(dict.fromkeys(open_stages(asked), 1), 0)
    width = max(lineages.values(), default=0) + 1

    def choose(part: Stays) -> Column:
        begun = np.flatnonzero(has_begun(asked, part))
        begun = begun[kinds.of(part.stage[begun]) >= 0]
        if not len(begun):
            return begun
        # Deals that changed since may lie far apart.
        _deals, own = numbered_by(part.at[begun])
        steps = own.astype(np.int64) * width + kinds.of(part.stage[begun])
        last = np.full(int(steps.max()) + 1, -1)
        # Of several values for one place the last one stays.
        last[steps] = begun
        last = last[last >= 0]
        return last[wanted.of(part.stage[last]) > 0]

    return choose_stays(asked, choose)


def first_stays(asked: Asked) -> tuple[Deals, Stays]:
    """The deals, and of each its first stay, where that was in an open step and began in the period."""
    wanted = Table(dict.fromkeys(open_stages(asked), 1), 0)
    return choose_stays(asked, lambda part: part.first & has_begun(asked, part) & (wanted.of(part.stage) > 0))


def begun_stays(asked: Asked) -> Stays:
    """All stays in open steps that began in the period."""
    wanted = Table(dict.fromkeys(open_stages(asked), 1), 0)
    return choose_stays(asked, lambda part: has_begun(asked, part) & (wanted.of(part.stage) > 0))[1]


def has_begun(asked: Asked, part: Stays) -> Column:
    """Marks the stays that began in the period."""
    return (part.entered >= micros(asked.begin)) & (part.entered < micros(asked.after))


def open_stages(asked: Asked) -> list[int]:
    """Ids of the open stages that are asked for."""
    stages = (one for one in stages_of(asked) if one.kind == StageKind.OPEN)
    return [one.pk for one in stages if asked.version is None or one.version_id == asked.version]


def _lineages(asked: Asked) -> dict[int, int]:
    """A number for the lineage of every stage of the workspace: who came back may have been elsewhere between."""
    rows = Stage.objects.filter(workspace=asked.member.workspace_id).order_by().values_list("pk", "lineage")
    numbers: dict[str, int] = {}
    return {pk: numbers.setdefault(lineage, len(numbers)) for pk, lineage in rows}


def rows_by_fate(asked: Asked) -> Iterator[tuple]:
    """Stage, next stage, status, currency, how many, and what they are worth."""
    deals, stays = last_stays(asked)
    yield from _rows(deals, stays, [])


def rows_by_quarter(asked: Asked) -> Iterator[tuple]:
    """The same with the first day of the quarter before the count."""
    deals, stays = last_stays(asked)
    quarters = months_between(stays.entered, 3)
    for *facts, quarter, count, worth in _rows(deals, stays, [in_bins(stays.entered, quarters)]):
        yield *facts, quarters[quarter], count, worth


def rows_by_month(asked: Asked) -> Iterator[tuple[date, str, str, int, int]]:
    """First stays: month by its first day, status, currency, how many, and what they are worth."""
    deals, stays = first_stays(asked)
    months = months_between(stays.entered)
    for _stage, _onward, status, currency, month, count, worth in _rows(deals, stays, [in_bins(stays.entered, months)]):
        yield months[month], status, currency, count, worth


def _rows(deals: Deals, stays: Stays, more: Sequence[Column]) -> Iterator[tuple]:
    stages, stage_at = numbered_by(stays.stage)
    onwards, onward_at = numbered_by(stays.onward)
    facts = (stage_at, onward_at, deals.status[stays.at], deals.currency[stays.at], *more)
    for (stage, onward, status, currency, *rest), count, worth in grouped(facts, deals.whole[stays.at]):
        yield (
            int(stages[stage]),
            int(onwards[onward]) or None,
            STATUSES[status],
            deals.currencies[currency],
            *rest,
            count,
            worth,
        )


def deals_by_step(asked: Asked, won: QuerySet, home: Mapping[int, str]) -> dict[str, int]:
    """How many of the deals `won` were ever in each step: `home` says to which lineage a stage belongs."""
    numbers = {lineage: place for place, lineage in enumerate(dict.fromkeys(home.values()))}
    steps = Table({pk: numbers[lineage] for pk, lineage in home.items()})
    ids = np.sort(read_numbers(won.order_by(), whole("pk"))[0])
    been = np.zeros((len(ids), len(numbers)), bool)
    deals = read_deals(asked)
    among = np.minimum(np.searchsorted(ids, deals.ids), len(ids) - 1)
    among = np.where(ids[among] == deals.ids, among, -1)
    for part in each_part(asked, deals):
        deal, step = among[part.at], steps.of(part.stage)
        meant = (deal >= 0) & (step >= 0)
        been[deal[meant], step[meant]] = True
    return {lineage: int(been[:, place].sum()) for lineage, place in numbers.items()}


def onward_marks(stays: Stays, goes_on: Mapping[tuple[int, int], bool]) -> Column:
    """Marks the stays whose stage and next stage (0: none) are a pair that `goes_on` says yes to."""
    stages, stage_at = numbered_by(stays.stage)
    onwards, onward_at = numbered_by(stays.onward)
    table = np.array([[goes_on[int(one), int(other)] for other in onwards] for one in stages], bool)
    return table[stage_at, onward_at] if len(stays) else np.empty(0, bool)
