"""Setting targets, taking over those of the year before, and taking that back."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.insights.models import KeptResult, Length, Target
from stegvis.insights.queries.targets import Cell, find_targets, goal_of, here_now, settable
from stegvis.insights.targeting import LARGEST, MEASURES, VALUE, WINS, Goal, Plan, Whose, starts_of
from stegvis.processes.models import Process
from stegvis.workspaces.models import Member, Team
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.locking import hold
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, member_of, require

Goals = Mapping[Cell, Goal | None]
Changed = dict[Cell, tuple[Goal | None, Goal | None]]


@transaction.atomic
def set_targets(plan: Plan, cells: Mapping[Cell, Decimal | None], *, by: Actor) -> int:
    """Set what `cells` say (None takes a target away) and return how many differ from before; an Undo is kept.

    Values are in the currency of the workspace.

    Raises PermissionDenied where `by` may not set the targets of one of them, Refused for amounts out of range.
    """
    home = by.workspace.currency
    goals = {cell: None if amount is None else goal_of(plan, amount, home) for cell, amount in cells.items()}
    return _set(plan, goals, by)


@transaction.atomic
def copy_targets(plan: Plan, year: int, *, by: Actor) -> int:
    """Give the periods of `year` that have no target the one of the year before; how many got one.

    Deleted teams and members who left get none. A value stays in the currency in which it was set.
    """
    require(by, "targets")
    mine, then = settable(by), find_targets(by.workspace, plan, starts_of(year - 1, plan.length))
    now = find_targets(by.workspace, plan, starts_of(year, plan.length))
    here = here_now(by.workspace, {whose for whose, _start in then})
    wanted = {
        (whose, start.replace(year=year)): goal
        for (whose, start), goal in then.items()
        if whose in here and mine(whose)
    }
    return _set(plan, {cell: goal for cell, goal in wanted.items() if cell not in now}, by)


def _set(plan: Plan, cells: Goals, by: Actor) -> int:
    require(by, "targets")
    _refuse(plan, cells, by)
    changed = _write(plan, cells, by)
    if changed:
        keep_undo("targets", {"plan": _plan_words(plan), "cells": _words(changed)}, by=by)
        _note(plan, changed, by)
    return len(changed)


def _refuse(plan: Plan, cells: Goals, by: Actor) -> None:
    mine = settable(by)
    if not all(mine(whose) for whose in {whose for whose, _start in cells}):
        raise PermissionDenied(_("Your role does not allow this. Ask an admin of the workspace."))
    known = plan.length in Length.values and plan.measure in MEASURES
    process = plan.process is None or Process.objects.filter(workspace=by.workspace, pk=plan.process).exists()
    if not (known and process and _are_here({whose for whose, _start in cells}, by)):
        raise Refused(_("A process, team or member is not there any more."))
    for amount in (goal.amount for goal in cells.values() if goal is not None):
        if not 0 <= amount <= LARGEST[plan.measure] or (plan.measure == WINS and amount != int(amount)):
            raise Refused(_("A target is a number that is not below zero and not larger than anybody sells."))


def _are_here(asked: Collection[Whose], by: Actor) -> bool:
    """Whether all teams and members are of this workspace."""
    wanted = {kind: {whose.pk for whose in asked if whose.kind == kind} for kind in ("team", "member")}
    models = {"team": Team, "member": Member}
    return all(
        models[kind].objects.filter(workspace=by.workspace, pk__in=ids).count() == len(ids)
        for kind, ids in wanted.items()
        if ids
    )


def _write(plan: Plan, cells: Goals, by: Actor) -> Changed:
    """What was there and what is there now, of the cells that changed."""
    hold(by.workspace)
    rows = {(Whose.of(one.team_id, one.member_id), one.start): one for one in _rows(plan, cells, by)}
    changed: Changed = {}
    for (whose, start), goal in cells.items():
        row = rows.get((whose, start)) or _new(plan, whose, start, by)
        before, after = _stands(row, plan), goal if goal is not None and goal.amount else None
        if before != after:
            changed[whose, start] = (before, after)
            _save(row, plan, after, by)
    return changed


def _stands(row: Target, plan: Plan) -> Goal | None:
    amount = getattr(row, plan.measure)
    return None if amount is None else goal_of(plan, amount, row.currency)


def _rows(plan: Plan, cells: Goals, by: Actor) -> Iterable[Target]:
    starts = {start for _whose, start in cells}
    found = Target.objects.filter(workspace=by.workspace, start__in=starts, length=plan.length)
    return found.filter(process=plan.process)


def _new(plan: Plan, whose: Whose, start: date, by: Actor) -> Target:
    return Target(workspace=by.workspace, process_id=plan.process, length=plan.length, start=start, **whose.columns)


def _save(row: Target, plan: Plan, goal: Goal | None, by: Actor) -> None:
    setattr(row, plan.measure, None if goal is None else goal.amount)
    if row.value is None and row.wins is None:
        row.delete()
        return
    row.by = member_of(by)
    if goal is not None and plan.measure == VALUE:
        row.currency = goal.currency
    row.currency = row.currency or by.workspace.currency
    row.save()


def _note(plan: Plan, changed: Changed, by: Actor) -> None:
    years = ", ".join(str(year) for year in sorted({start.year for _whose, start in changed}))
    audit("targets_set", by=by, detail={"count": len(changed), "years": years, "of": plan.measure})
    # Kept reports would show the old ones for a while.
    KeptResult.objects.filter(workspace=by.workspace, report__in=("targets", "forecast")).delete()


def _plan_words(plan: Plan) -> list[Any]:
    return [plan.length, plan.measure, plan.process]


def _words(changed: Changed) -> list[list[Any]]:
    return [
        [whose.key, start.isoformat(), *(None if one is None else str(one) for one in pair)]
        for (whose, start), pair in changed.items()
    ]


@takes_back("targets")
def _take_back(before: Mapping[str, Any], by: Actor) -> str | None:
    """Give the cells what they had, but for those that somebody has changed since."""
    plan = Plan(*before["plan"])
    then = {(Whose.named(key), date.fromisoformat(start)): pair for key, start, *pair in before["cells"]}
    now = find_targets(by.workspace, plan, {start for _whose, start in then})
    same = {cell: _read(old) for cell, (old, new) in then.items() if now.get(cell) == _read(new)}
    _refuse(plan, same, by)
    changed = _write(plan, same, by)
    if changed:
        _note(plan, changed, by)
    return None if len(same) == len(then) else _("Targets that were changed since stay as they are.")


def _read(text: str | None) -> Goal | None:
    return None if text is None else Goal.read(text)
