"""People on deals: as what they take part in the buyer's decision, how they stand, how much they weigh."""

from dataclasses import dataclass
from typing import Any

from stegvis.core.bulk import insert_rows, reserve_ids
from stegvis.deals.models import Deal, Stakeholder
from stegvis.timeline.placing import place_anew
from stegvis.transfer.cells import Facts, RowRefused
from stegvis.transfer.kinds import Outcome
from stegvis.transfer.lookups.about import About
from stegvis.transfer.models import Act
from stegvis.transfer.reading import Row
from stegvis.transfer.run import Run, Trace

PART = ("role", "stance", "influence")
_COLUMNS = ("id", "workspace_id", "deal_id", "person_id", *PART)


@dataclass(slots=True)
class Told:
    """A row that can be read."""

    row: Row
    key: tuple[int, int]
    part: dict[str, Any]


class StakeholderImporter:
    """Puts people on deals, or says of those who are there what the file says; see Importer."""

    def __init__(self, run: Run, facts: Facts):
        self.run, self.facts, self.about = run, facts, About(run, facts)

    def take(self, rows: list[Row]) -> Outcome:
        """Add, change or pass over the people of `rows`."""
        outcome = Outcome()
        told = self._told(rows, outcome)
        known = self._known({one.key[0] for one in told})
        new: dict[tuple[int, int], Told] = {}
        for one in told:
            if one.key in known and self.run.mapping.duplicates != "skip":
                self._change(known[one.key], one, outcome)
            elif one.key in known or one.key in new:
                outcome.skipped += 1
            else:
                new[one.key] = one
        self._add(list(new.values()), outcome)
        return outcome

    def _told(self, rows: list[Row], outcome: Outcome) -> list[Told]:
        read, told = [], []
        for row in rows:
            try:
                read.append((row, self.facts(row.cells)))
            except RowRefused as refusal:
                outcome.rejected.append((row, refusal))
        self.about.prepare([facts for _row, facts in read])
        for row, facts in read:
            try:
                told.append(Told(row, self._key(facts), _part(facts)))
            except RowRefused as refusal:
                outcome.rejected.append((row, refusal))
        return told

    def _key(self, facts: dict[str, Any]) -> tuple[int, int]:
        about = self.about.of(facts)
        if not about.deal_id:
            raise RowRefused("missing_case")
        if not about.person_id:
            raise RowRefused("missing_person")
        return about.deal_id, about.person_id

    def _known(self, deals: set[int]) -> dict[tuple[int, int], Stakeholder]:
        rows = Stakeholder.objects.filter(workspace=self.run.workspace, deal__in=deals).order_by("-id")
        return {(one.deal_id, one.person_id): one for one in rows} if deals else {}

    def _add(self, new: list[Told], outcome: Outcome) -> None:
        if not new:
            return
        ids = list(reserve_ids(Stakeholder, len(new)))
        plain = {"role": "", "stance": Stakeholder.Stance.UNKNOWN.value, "influence": None}
        rows = []
        for pk, one in zip(ids, new, strict=True):
            part = plain | one.part
            rows.append((pk, self.run.workspace.pk, *one.key, *part.values()))
            self.run.traces.append(Trace("stakeholder", pk, Act.CREATED, one.row.number, {"became": part}))
        insert_rows(Stakeholder, _COLUMNS, rows)
        outcome.created += len(new)
        for deal in Deal.objects.filter(workspace=self.run.workspace, pk__in={one.key[0] for one in new}):
            place_anew(deal)

    def _change(self, one: Stakeholder, told: Told, outcome: Outcome) -> None:
        before = {name: getattr(one, name) for name in told.part if getattr(one, name) != told.part[name]}
        if not before:
            outcome.skipped += 1
            return
        for name in before:
            setattr(one, name, told.part[name])
        one.save(update_fields=list(before))
        outcome.updated += 1
        became = {name: getattr(one, name) for name in PART}
        trace = Trace("stakeholder", one.pk, Act.UPDATED, told.row.number, {**before, "became": became})
        self.run.traces.append(trace)


def _part(facts: dict[str, Any]) -> dict[str, Any]:
    found = {name: facts[name] for name in PART if name in facts}
    return found | ({"influence": int(found["influence"])} if "influence" in found else {})
