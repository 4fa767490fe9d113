"""Reading a process from history, and making a draft of what was read."""

from collections.abc import Iterator, Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.core.errors import Refused
from stegvis.discovery import event_logs
from stegvis.discovery.event_logs import cases_of_log
from stegvis.discovery.histories import proposed_kind, read_cases
from stegvis.discovery.models import HistoryReading
from stegvis.discovery.queries.visits import cases_of_process
from stegvis.processes.drafts import BranchDraft, StageDraft
from stegvis.processes.models import Process, ProcessDraft, StageKind
from stegvis.processes.operations.drafting import propose_draft
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import Actor, require, workspace_of


# Reading takes seconds and ends in one insert: in a transaction it would keep everybody from writing meanwhile.
def read_process(process: Process, *, by: Member) -> HistoryReading:
    """What the newest deals of `process` went through. Raises PermissionDenied, and Refused where nothing happened."""
    require(by, "processes", process)
    return _keep(process.name, cases_of_process(by, process), by, process=process)


def read_log(name: str, content: bytes, *, by: Member) -> HistoryReading:
    """What the cases of an event log went through. Raises PermissionDenied, Refused."""
    require(by, "processes")
    cases, more = cases_of_log(content)
    name = name.replace("\x00", "")[:200] or _("Event log")
    return _keep(name, cases, by, read=event_logs.MOST_EVENTS if more else 0)


@transaction.atomic
def draft_from_reading(reading: HistoryReading, kinds: Mapping[int, str], *, by: Actor) -> ProcessDraft:
    """A draft of the steps read; `kinds` say by place what a step becomes: a kind of stage, or empty to leave it out.

    A process needs an end of each sort: what is missing is added. Raises PermissionDenied, Refused.
    """
    require(by, "processes", reading)
    steps = [(step, kinds.get(place, proposed_kind(step))) for place, step in enumerate(reading.result["steps"])]
    taken = {step["name"]: kind for step, kind in steps if kind in StageKind.values}
    stages = [_stage(step, kind, reading.result, taken) for step, kind in steps if kind in StageKind.values]
    if not any(one.kind == StageKind.OPEN for one in stages):
        raise Refused(_("Keep at least one stage that is open."))
    for kind, name in ((StageKind.WON, _("Won")), (StageKind.LOST, _("Lost"))):
        if not any(one.kind == kind for one in stages):
            stages.append(StageDraft(name, kind))
    order = [*StageKind.values]
    return propose_draft(workspace_of(by), reading.name, sorted(stages, key=lambda one: order.index(one.kind)), by=by)


def _keep(name: str, cases: list, by: Member, *, process: Process | None = None, read: int = 0) -> HistoryReading:
    """`read` says of how many events, where there are more."""
    if not cases:
        raise Refused(_("Nothing has happened yet that could be read."))
    facts = {"name": name, "process": process, "result": read_cases(cases) | ({"read": read} if read else {}), "by": by}
    return HistoryReading.objects.create(workspace=by.workspace, **facts)


def _stage(step: dict, kind: str, result: Mapping, taken: Mapping[str, str]) -> StageDraft:
    said = [_("In %(share)s %% of %(cases)s cases") % {"share": step["share"], "cases": result["cases"]}]
    passed = [one["cases"] for one in result.get("skips", ()) if one["step"] == step["name"]]
    said += [_passed_over(number) for number in passed]
    days = min(step["days"], 3650) if step["days"] and kind == StageKind.OPEN else None
    branches = tuple(_branches(step["name"], result, taken)) if kind == StageKind.OPEN else ()
    facts = {"expected_days": days, "branches": branches, "key": step["name"], "sources": tuple(said)}
    return StageDraft(step["name"][:200], kind, **facts)


def _passed_over(cases: int) -> str:
    return ngettext("Passed over in %(num)s case", "Passed over in %(num)s cases", cases) % {"num": cases}


def _branches(step: str, result: Mapping, taken: Mapping[str, str]) -> Iterator[BranchDraft]:
    """The other ways on that were really taken; every process leads to lost anyway."""
    days = {one["name"]: one["days"] for one in result["steps"]}
    words: dict[str, str] = {StageKind.PARKED: _("Not now"), StageKind.OPEN: _("Something is still missing")}
    for way in result.get("plan_b", ()):
        kind = taken.get(way["to"])
        if way["from"] == step and kind in words and way["to"] != step:
            wakes = min(max(days[way["to"]] or 90, 1), 3650) if kind == StageKind.PARKED else None
            told = _("In %(share)s %% of the cases that were here") % {"share": way["share"]}
            yield BranchDraft(words[kind], way["to"], wakes, sources=(told,))
