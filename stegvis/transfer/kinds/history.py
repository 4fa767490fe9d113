"""Stage history: events become the moves of deals."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from stegvis.deals.models import Deal
from stegvis.deals.operations.recording import PastDeal, Step, extend_paths, record_deals
from stegvis.processes.models import Process, Stage
from stegvis.transfer.cells import Facts, RowRefused
from stegvis.transfer.identity import own_id
from stegvis.transfer.kinds import Outcome
from stegvis.transfer.kinds.updating import moves_of
from stegvis.transfer.lookups.companies import Companies, Reference
from stegvis.transfer.lookups.members import Members
from stegvis.transfer.lookups.stages import Stages
from stegvis.transfer.models import Act
from stegvis.transfer.reading import Row
from stegvis.transfer.run import Run, Trace


@dataclass(slots=True)
class Told:
    """An event that can be read."""

    row: Row
    facts: dict[str, Any]


class HistoryImporter:
    """Takes whole cases: new ones become deals, known ones get the events they lack. Counts are of events."""

    def __init__(self, run: Run, facts: Facts, process: Process | None):
        self.run, self.facts = run, facts
        self.stages, self.members, self.companies = Stages(run, process), Members(run), Companies(run)

    def take(self, rows: list[Row]) -> Outcome:
        """Record the events of `rows`, which hold each case whole and in order."""
        outcome = Outcome()
        cases = self._cases(rows, outcome)
        known = self._known(cases.keys())
        self.companies.prepare(_company(events) for events in cases.values())
        self._record({case: events for case, events in cases.items() if case not in known}, outcome)
        self._extend(known, cases, outcome)
        return outcome

    def _cases(self, rows: list[Row], outcome: Outcome) -> dict[str, list[Told]]:
        cases: dict[str, list[Told]] = {}
        for row in rows:
            try:
                facts = self.facts(row.cells)
                for key, code in (("case", "missing_case"), ("stage", "missing_stage")):
                    if key not in facts:
                        raise RowRefused(code)
                facts["at stage"] = self.stages.find(self.stages.process(facts.get("process")), facts["stage"])
            except RowRefused as refusal:
                outcome.rejected.append((row, refusal))
            else:
                cases.setdefault(facts["case"], []).append(Told(row, facts))
        return cases

    def _known(self, cases) -> dict[str, Deal]:
        deals = Deal.objects.filter(workspace=self.run.workspace).select_related("stage__version").order_by("-id")
        found = {deal.external_id: deal for deal in deals.filter(external_id__in=set(cases))}
        ours = own_id(self.run.workspace).living(Deal, cases - found.keys())
        by_id = deals.in_bulk(ours.values()) if ours else {}
        return found | {number: by_id[pk] for number, pk in ours.items()}

    def _record(self, cases: dict[str, list[Told]], outcome: Outcome) -> None:
        whole = {}
        for case, events in cases.items():
            process = events[0].facts["at stage"].process_id
            same = [event for event in events if event.facts["at stage"].process_id == process]
            strangers = [event for event in events if event not in same]
            outcome.rejected += [(event.row, RowRefused("other_process", value=case)) for event in strangers]
            whole[case] = same
        deals = [self._deal(case, events) for case, events in whole.items()]
        ids = record_deals(deals, by=self.run.actor, now=self.run.now) if deals else []
        for pk, events in zip(ids, whole.values(), strict=True):
            outcome.created += len(events)
            self.run.made["deal"] += 1
            self.run.traces.append(Trace("deal", pk, Act.CREATED, events[0].row.number))

    def _deal(self, case: str, events: list[Told]) -> PastDeal:
        """What an event says of the deal is so until a later one says otherwise."""
        facts: dict[str, Any] = {}
        for event in events:
            facts |= event.facts
        steps = [self._step(event) for event in events]
        return PastDeal(
            title=facts.get("title") or case,
            steps=steps,
            currency=facts.get("currency") or self.run.currency,
            amount=facts.get("value"),
            company_id=self.companies.id_of(_company(events)),
            owner_id=next((step.by_id for step in reversed(steps) if step.by_id), None),
            external_id=case,
        )

    def _step(self, event: Told) -> Step:
        facts = event.facts
        by = self.members.id_of(facts.get("member"))
        return Step(
            facts["at stage"], facts.get("time"), by, facts.get("reason", ""), _texts(facts.get("missing_criteria", ()))
        )

    def _extend(self, known: dict[str, Deal], cases: dict[str, list[Told]], outcome: Outcome) -> None:
        """Append to known deals what they lack."""
        paths = moves_of(self.run, [deal.pk for deal in known.values()])
        longer: dict[str, list[Step]] = {}
        for case, deal in known.items():
            if new := self._new_steps(deal, paths[deal.pk], cases[case], outcome):
                longer[case] = new
        before = {case: known[case].lost_reason_id for case in longer}
        extend_paths([(known[case], steps) for case, steps in longer.items()], by=self.run.actor, now=self.run.now)
        for case, steps in longer.items():
            deal, outcome.updated = known[case], outcome.updated + len(steps)
            old = {"lost_reason_id": before[case], "path": len(paths[deal.pk])}
            row = cases[case][0].row.number
            self.run.traces.append(Trace("deal", deal.pk, Act.UPDATED, row, old, at=deal.updated_at))

    def _new_steps(self, deal: Deal, moves: list[tuple], events: list[Told], outcome: Outcome) -> list[Step]:
        """Only what is not there yet, and only behind what is there."""
        left, last = Counter(moves), max((at for _, at in moves if at), default=None)
        new: list[Step] = []
        for event in events:
            step = replace(self._step(event), stage=self._stage_of(deal, event))
            if step.stage is None:
                outcome.rejected.append((event.row, RowRefused("other_process", value=event.facts["case"])))
            elif left[step.stage.pk, step.at] > 0:
                left[step.stage.pk, step.at] -= 1
                outcome.skipped += 1
            elif step.at and last and step.at < last:
                outcome.rejected.append((event.row, RowRefused("earlier_than_history", value=step.at.isoformat())))
            else:
                new.append(step)
        return new

    def _stage_of(self, deal: Deal, event: Told) -> Stage | None:
        """The event's stage in the version in which the deal runs."""
        stage: Stage = event.facts["at stage"]
        if stage.version_id == deal.stage.version_id:
            return stage
        return next(
            (one for one in self.stages.of_version(deal.stage.version_id) if one.lineage == stage.lineage), None
        )


def _texts(told: Sequence[Any]) -> tuple[str, ...]:
    return tuple(one[:500] for one in told if isinstance(one, str))


def _company(events: list[Told]) -> Reference:
    return Reference("", next((event.facts["company"] for event in events if "company" in event.facts), ""))
