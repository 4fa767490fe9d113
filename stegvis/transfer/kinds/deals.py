"""Deals, with as much of their history as the columns tell."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from stegvis.deals.models import Period
from stegvis.deals.operations.recording import Line, PastDeal, Step, record_deals
from stegvis.processes.models import Process, Stage, StageKind
from stegvis.transfer.cells import Facts, RowRefused
from stegvis.transfer.fields import ENTERED
from stegvis.transfer.kinds import Outcome
from stegvis.transfer.kinds.following import follow_deals
from stegvis.transfer.kinds.matching import matched_deals
from stegvis.transfer.kinds.paths import decided_at, decision_before, steps_of
from stegvis.transfer.kinds.proofs import Proofs, read_proofs
from stegvis.transfer.kinds.requiring import Required
from stegvis.transfer.kinds.updating import update_deals
from stegvis.transfer.lookups.companies import Companies, Reference
from stegvis.transfer.lookups.members import Members
from stegvis.transfer.lookups.people import People, PersonReference
from stegvis.transfer.lookups.products import Products
from stegvis.transfer.lookups.stages import Stages, status_kind
from stegvis.transfer.lookups.words import competitors, lost_reasons, tags, teams
from stegvis.transfer.models import Act
from stegvis.transfer.own import own_of
from stegvis.transfer.reading import Row
from stegvis.transfer.run import Run, Trace
from stegvis.workspaces.own.definitions import is_own

_CENT = Decimal("0.01")
_WAITING = (StageKind.OPEN, StageKind.PARKED)
_LOST = (StageKind.LOST, StageKind.AFTER_LOST)
_PERSON = {"person", "person_email", "people"}
_RIVALS = {"competitors", "lost_to"}
_PRODUCTS = {"product", "lines"}


@dataclass(slots=True)
class Candidate:
    """A row on its way to become a deal."""

    row: Row
    facts: dict[str, Any]
    process: Process
    stage: Stage
    reference: Reference
    steps: list[Step] = field(default_factory=list)
    known: int | None = None


class DealImporter:
    """Makes deals of rows, or updates those that are there; see Importer."""

    def __init__(self, run: Run, facts: Facts, process: Process | None):
        self.run, self.facts, self.required = run, facts, Required(run, "deal")
        self.stages = Stages(run, process)
        self.members, self.companies, self.people = Members(run), Companies(run), People(run)
        self.products, self.tags, self.teams, self.reasons = Products(run), tags(run), teams(run), lost_reasons(run)
        self.rivals = competitors(run)
        self.proofs = Proofs(run, self.members)
        keys = dict.fromkeys(key for *_, key, _, _ in facts.columns)
        # What no column fills is not looked for in each row.
        self.entered = [(key, key.removeprefix(ENTERED)) for key in keys if key.startswith(ENTERED)]
        self.names_people, self.fills_own = not _PERSON.isdisjoint(keys), any(map(is_own, keys))
        self.names_rivals, self.names_products = not _RIVALS.isdisjoint(keys), not _PRODUCTS.isdisjoint(keys)

    def take(self, rows: list[Row]) -> Outcome:
        """Make, update or pass over the deals of `rows`."""
        outcome = Outcome()
        candidates = self._candidates(rows, outcome)
        matched_deals(self.run, candidates)
        wanted = self._wanted(candidates, outcome)
        self.companies.prepare(one.reference for one in wanted)
        if self.names_people:
            self.people.prepare(person for one in wanted for person in self._person_references(one))
        new = [one for one in wanted if one.known is None]
        self._record(self.required.sift(new, lambda one: (one.row, one.facts), outcome), outcome)
        update_deals(self.run, [(one, self._deal(one)) for one in wanted if one.known is not None], outcome)
        return outcome

    def finish(self) -> None:
        """Put each deal behind the one that it follows, where that is there by its number."""
        follow_deals(self.run)

    def _candidates(self, rows: list[Row], outcome: Outcome) -> list[Candidate]:
        found = []
        for row in rows:
            try:
                found.append(self._candidate(row))
            except RowRefused as refusal:
                outcome.rejected.append((row, refusal))
        return found

    def _candidate(self, row: Row) -> Candidate:
        facts = self.facts(row.cells)
        if "evidence_given" in facts:
            facts["evidence_given"] = read_proofs(facts["evidence_given"])
        process = self.stages.process(facts.get("process"))
        reference = Reference(facts.get("company_external_id", ""), facts.get("company", ""))
        candidate = Candidate(row, facts, process, self._stage(facts, process), reference)
        candidate.steps = self._steps(candidate)
        return candidate

    def _stage(self, facts: dict[str, Any], process: Process) -> Stage:
        """Where the deal is: its stage, unless the status says that it has been won or lost in it."""
        kind = status_kind(facts["status"]) if "status" in facts else None
        if "stage" not in facts:
            return self.stages.first(process, kind or StageKind.OPEN)
        stage = self.stages.find(process, facts["stage"])
        if kind in (StageKind.WON, StageKind.LOST) and stage.kind in _WAITING:
            facts["last_open"] = stage
            return self.stages.first(process, kind)
        return stage

    def _wanted(self, candidates: list[Candidate], outcome: Outcome) -> list[Candidate]:
        """Those to make or update; a number that comes twice in a file is a duplicate of its first row."""
        wanted, seen = [], set()
        for one in candidates:
            number = one.facts.get("external_id")
            again = number in seen if number and self.run.mapping.duplicates != "create" else False
            if again or (one.known is not None and self.run.mapping.duplicates == "skip"):
                outcome.skipped += 1
            else:
                wanted.append(one)
            seen.add(number)
        return wanted

    def _record(self, candidates: list[Candidate], outcome: Outcome) -> None:
        deals = [self._deal(one) for one in candidates]
        ids = record_deals(deals, by=self.run.actor, now=self.run.now) if deals else []
        outcome.created += len(ids)
        traces = zip(ids, candidates, strict=True)
        self.run.traces += [
            Trace("deal", pk, Act.CREATED, one.row.number, parent=one.facts.get("after", "")) for pk, one in traces
        ]

    def _deal(self, one: Candidate) -> PastDeal:
        facts = one.facts
        lines = self._lines(facts) if self.names_products else []
        rivals, winner = self._rivals(one) if self.names_rivals else ((), None)
        return PastDeal(
            title=facts.get("title") or _title(one, lines),
            steps=one.steps,
            currency=facts.get("currency") or self.run.currency,
            amount=facts.get("value"),
            company_id=self.companies.id_of(one.reference),
            owner_id=self.members.id_of(facts.get("owner")),
            team_id=self.teams.id_of(facts.get("team")),
            external_id=facts.get("external_id", ""),
            source=facts.get("source", ""),
            description=facts.get("description", ""),
            private=facts.get("private", False),
            created_at=facts.get("created_at"),
            expected_close=self._expected_close(one),
            wake_on=facts.get("wake_on"),
            lost_reason_id=self.reasons.id_of(facts.get("lost_reason")),
            person_ids=self._person_ids(one) if self.names_people else (),
            tag_ids=self.tags.ids_of(facts["tags"]) if "tags" in facts else (),
            named_ids=[pk for name in facts["named"] if (pk := self.members.id_of(name))] if "named" in facts else (),
            lines=lines,
            amount_from_lines=facts.get("amount_from_lines", False),
            own=own_of(facts) if self.fills_own else None,
            rival_ids=rivals,
            won_by_id=winner,
            evidence=self.proofs.of(facts["evidence_given"], one.steps[-1].stage) if "evidence_given" in facts else (),
        )

    def _rivals(self, one: Candidate) -> tuple[Sequence[int], int | None]:
        """Who was in play, and who won it: only a lost deal was won by one of them."""
        facts, is_lost = one.facts, one.steps[-1].stage.kind in _LOST
        winner = self.rivals.id_of(facts.get("lost_to")) if is_lost else None
        playing = self.rivals.ids_of(facts.get("competitors", ()))
        if winner and winner not in playing:
            playing.append(winner)
        return playing, winner

    def _steps(self, one: Candidate) -> list[Step]:
        entered: dict[int, Step] = {}
        for key, name in self.entered:
            if at := one.facts.get(key):
                stage = self.stages.find(one.process, name)
                if stage.id not in entered or at < entered[stage.id].at:
                    entered[stage.id] = Step(stage, at)
        steps = steps_of(one.facts, one.stage, entered)
        return self._with_what_went_before(one, steps)

    def _with_what_went_before(self, one: Candidate, steps: list[Step]) -> list[Step]:
        """The open stage it was won or lost in, and the decision before a stage that comes after it."""
        last_open, decision = one.facts.get("last_open"), decision_before(one.stage.kind)
        if last_open is None and decision is None:
            return steps
        known = {step.stage.id for step in steps}
        if last_open and last_open.id not in known:
            return [*steps[:-1], Step(last_open, None), steps[-1]]
        if decision and (at := decided_at(one.facts, decision)):
            stage = self.stages.of_kind(one.process, decision)
            return [*steps[:-1], Step(stage, at), steps[-1]] if stage and stage.id not in known else steps
        return steps

    def _expected_close(self, one: Candidate) -> date | None:
        """Of an open deal, a closing date without more is when it is expected to close."""
        known = one.facts.get("expected_close")
        closing = one.facts.get("closed_at")
        if known or closing is None or one.stage.kind not in _WAITING:
            return known
        return closing.astimezone(self.run.zone).date()

    def _lines(self, facts: dict[str, Any]) -> list[Line]:
        if "lines" in facts:
            return [self._line(told) for told in facts["lines"]]
        product = self.products.find(facts["product"]) if "product" in facts else None
        if product is None:
            return []
        quantity, value = facts.get("quantity", Decimal(1)), facts.get("value")
        price = None if value is None else (value / quantity).quantize(_CENT)
        return [Line(product[1], product[0], quantity, price)]

    def _line(self, told: dict[str, Any]) -> Line:
        """A line as our own exports write it."""
        found = self.products.find(told["name"]) if told.get("listed") else None
        price = None if told.get("price") is None else Decimal(told["price"])
        period = told.get("period", Period.ONCE)
        return Line(told["name"], found[0] if found else None, Decimal(told.get("quantity", 1)), price, period)

    def _person_references(self, one: Candidate) -> list[PersonReference]:
        facts = one.facts
        if not facts.keys() & _PERSON:
            return []
        company = self.companies.id_of(one.reference)
        named = [PersonReference(facts.get("person", ""), facts.get("person_email", ""), company)]
        named += [PersonReference(*_name_and_email(text), company) for text in facts.get("people", ())]
        return [reference for reference in named if reference]

    def _person_ids(self, one: Candidate) -> list[int]:
        found = (self.people.id_of(reference) for reference in self._person_references(one))
        return list(dict.fromkeys(pk for pk in found if pk))


def _title(one: Candidate, lines: list[Line]) -> str:
    """What it is about, and a number that tells it from the others."""
    about = lines[0].name if lines else one.reference.name
    number = one.facts.get("external_id") or str(one.row.number)
    return f"{about} · {number}"[:300] if about else number


def _name_and_email(text: str) -> tuple[str, str]:
    name, _, email = text.partition(" <")
    return (name, email.rstrip(">")) if email else ("", name) if "@" in name else (name, "")
