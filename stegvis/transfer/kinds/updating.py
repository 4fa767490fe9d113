"""Changing records that are there already: only what the file says, with the old values kept for an undo.

All records of a chunk go together: one by one they took a hundred times as long as new ones.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from stegvis.core.bulk import insert_rows
from stegvis.deals.models import Deal, DealLine, Evidence, StageMove, Stakeholder
from stegvis.deals.operations.recording import (
    EVIDENCE_COLUMNS,
    LINE_COLUMNS,
    PastDeal,
    Step,
    evidence_rows,
    extend_paths,
    line_rows,
)
from stegvis.people.models import Company, ContactPoint, Person
from stegvis.people.naming import name_key
from stegvis.people.operations.contacting import rows_of
from stegvis.people.reaching import Point
from stegvis.processes.models import StageKind
from stegvis.transfer.kinds import Outcome
from stegvis.transfer.kinds.rivals import add_rivals
from stegvis.transfer.models import Act
from stegvis.transfer.reading import Row
from stegvis.transfer.run import Run, Trace
from stegvis.workspaces.operations.editing_many import Edit, edit_records, lock_records
from stegvis.workspaces.own.definitions import is_own

if TYPE_CHECKING:
    from stegvis.transfer.kinds.deals import Candidate

    Told = Mapping[int, tuple[Candidate, PastDeal]]

T = TypeVar("T")

# Which facts of a row stand behind which fields of a deal; without the fact the field is left alone.
_DEAL_FACTS = {
    "title": "title",
    "created_at": "created_at",
    "amount_from_lines": "amount_from_lines",
    "value": "amount",
    "currency": "currency",
    "company": "company_id",
    "company_external_id": "company_id",
    "owner": "owner_id",
    "team": "team_id",
    "source": "source",
    "description": "description",
    "private": "private",
    "expected_close": "expected_close",
    "wake_on": "wake_on",
    "lost_reason": "lost_reason_id",
}


@dataclass(slots=True)
class Update:
    """A row about a company or person that is there: fields by attribute names, and what is added beside them."""

    row: Row
    record_id: int
    fields: Mapping[str, Any]
    contacts: Iterable[Point] = ()
    tag_ids: Iterable[int] = ()
    parent: str = ""


def update_records(run: Run, model: type[Company] | type[Person], updates: Sequence[Update], outcome: Outcome) -> None:
    """Bring companies or people up to what their rows say."""
    for part in rounds([(one.record_id, one) for one in updates]):
        records = lock_records(model.objects.filter(workspace=run.workspace), part.keys())
        edits = [Edit(records[pk], one.fields) for pk, one in part.items()]
        before = [_json(old) for old in edit_records(edits, by=run.actor, now=run.now, derive=_key)]
        _add_contacts(records, part, before)
        _add_tags(model, {pk: one.tag_ids for pk, one in part.items()}, before)
        for (pk, one), old in zip(part.items(), before, strict=True):
            outcome.updated += bool(old)
            outcome.skipped += not old
            if old:
                at, kind = records[pk].updated_at, str(model._meta.model_name)
                run.traces.append(Trace(kind, pk, Act.UPDATED, one.row.number, old, one.parent, at))


def _key(record: Company | Person) -> dict[str, Any]:
    return {"name_key": name_key(record.name)}


def rounds(pairs: Sequence[tuple[int, T]]) -> Iterator[dict[int, T]]:
    """What rows say of records, by the record's id; what a later row says of the same one waits for the next round."""
    waiting = list(pairs)
    while waiting:
        part: dict[int, T] = {}
        again = []
        for pk, one in waiting:
            if pk in part:
                again.append((pk, one))
            else:
                part[pk] = one
        yield part
        waiting = again


def _add_contacts(records: Mapping[int, Any], part: Mapping[int, Update], before: list[dict[str, Any]]) -> None:
    """Ways to reach them that are not known yet; nothing is taken away."""
    if not any(one.contacts for one in part.values()):
        return
    first = next(iter(records.values()))
    side = f"{first._meta.model_name}_id"
    points = ContactPoint.objects.filter(workspace=first.workspace_id, **{f"{side}__in": list(records)})
    known = set(points.values_list(side, "kind", "key"))
    new = [[one for one in told.contacts if (pk, one.kind, one.key) not in known] for pk, told in part.items()]
    made = iter(
        ContactPoint.objects.bulk_create(
            [row for pk, some in zip(part, new, strict=True) for row in rows_of(records[pk], some)]
        )
    )
    for old, some in zip(before, new, strict=True):
        if some:
            old["contacts"] = [next(made).pk for _one in some]


def _add_tags(model: type, wanted: Mapping[int, Iterable[int]], before: list[dict[str, Any]]) -> None:
    if not any(wanted.values()):
        return
    through, side = model.tags.through, f"{model._meta.model_name}_id"  # type: ignore[attr-defined]
    known = set(through.objects.filter(**{f"{side}__in": list(wanted)}).values_list(side, "tag_id"))
    rows = []
    for (pk, tags), old in zip(wanted.items(), before, strict=True):
        if new := sorted({tag for tag in tags if (pk, tag) not in known}):
            old["tags"] = new
            rows += [(pk, tag) for tag in new]
    insert_rows(through, (side, "tag_id"), rows)


def update_deals(run: Run, told: "Sequence[tuple[Candidate, PastDeal]]", outcome: Outcome) -> None:
    """Bring deals up to what their rows say, their paths included."""
    for part in rounds([(one.known or 0, (one, wanted)) for one, wanted in told]):
        deals = Deal.objects.filter(workspace=run.workspace).select_related("stage")
        _update_deals(run, lock_records(deals, part.keys()), part, outcome)


def _update_deals(run: Run, deals: Mapping[int, Deal], part: "Told", outcome: Outcome) -> None:
    edits = [Edit(deals[pk], _fields(one, wanted)) for pk, (one, wanted) in part.items()]
    before = [_json(old) for old in edit_records(edits, by=run.actor, now=run.now)]
    _add_lines(run, part, before)
    _add_people(run, part, before)
    _add_tags(Deal, {pk: wanted.tag_ids for pk, (_one, wanted) in part.items()}, before)
    _add_evidence(run, part, before)
    _extend(run, deals, part, before)
    # Behind the steps: whoever loses a deal anew is asked anew who won it.
    add_rivals(run, part, before)
    for (pk, (one, _wanted)), old in zip(part.items(), before, strict=True):
        outcome.updated += bool(old)
        outcome.skipped += not old
        after = one.facts.get("after", "")
        if old or after:
            run.traces.append(Trace("deal", pk, Act.UPDATED, one.row.number, old, after, deals[pk].updated_at))


def _fields(one: "Candidate", wanted: PastDeal) -> dict[str, Any]:
    fields = {field for fact, field in _DEAL_FACTS.items() if fact in one.facts}
    if wanted.company_id is None:
        fields.discard("company_id")
    if one.facts.get("lost_reason") and wanted.steps[-1].stage.kind != StageKind.LOST:
        fields.discard("lost_reason_id")
    own = {name: value for name, value in one.facts.items() if is_own(name)}
    return {name: getattr(wanted, name) for name in fields} | own


def _add_lines(run: Run, part: "Told", before: list[dict[str, Any]]) -> None:
    """Products where the deal has none."""
    wanting = [pk for pk, (_one, wanted) in part.items() if wanted.lines]
    lines = DealLine.objects.filter(workspace=run.workspace, deal__in=wanting)
    known = set(lines.values_list("deal_id", flat=True)) if wanting else set()
    rows = []
    for (pk, (_one, wanted)), old in zip(part.items(), before, strict=True):
        if wanted.lines and pk not in known:
            old["lines"] = True
            rows += line_rows(run.workspace.pk, pk, wanted.lines)
    if rows:
        insert_rows(DealLine, LINE_COLUMNS, rows)


def _add_people(run: Run, part: "Told", before: list[dict[str, Any]]) -> None:
    wanting = [pk for pk, (_one, wanted) in part.items() if wanted.person_ids]
    involved = Stakeholder.objects.filter(workspace=run.workspace, deal__in=wanting)
    known = set(involved.values_list("deal_id", "person_id")) if wanting else set()
    rows = []
    for (pk, (_one, wanted)), old in zip(part.items(), before, strict=True):
        if new := sorted({person for person in wanted.person_ids if (pk, person) not in known}):
            old["people"] = new
            rows += [(run.workspace.pk, pk, person) for person in new]
    if rows:
        insert_rows(Stakeholder, ("workspace_id", "deal_id", "person_id"), rows)


def _add_evidence(run: Run, part: "Told", before: list[dict[str, Any]]) -> None:
    """Ticks that the deal lacks; those that it has stay as they are."""
    wanting = [pk for pk, (_one, wanted) in part.items() if wanted.evidence]
    given = Evidence.objects.filter(workspace=run.workspace, deal__in=wanting)
    known = set(given.values_list("deal_id", "lineage")) if wanting else set()
    rows = []
    for (pk, (_one, wanted)), old in zip(part.items(), before, strict=True):
        if new := [proof for proof in wanted.evidence if (pk, proof.lineage) not in known]:
            old["evidence"] = [proof.lineage for proof in new]
            rows += evidence_rows(run.workspace.pk, pk, new, run.now)
    if rows:
        insert_rows(Evidence, EVIDENCE_COLUMNS, rows)


def _extend(run: Run, deals: Mapping[int, Deal], part: "Told", before) -> None:
    """Append the steps that are new to the paths of deals that are elsewhere by now."""
    moved = [pk for pk, (one, _wanted) in part.items() if one.stage.pk != deals[pk].stage_id]
    paths = moves_of(run, moved)
    longer = {}
    for (pk, (_one, wanted)), old in zip(part.items(), before, strict=True):
        if pk in paths and (steps := unknown_steps(paths[pk], wanted.steps)):
            old |= {"lost_reason_id": deals[pk].lost_reason_id, "path": len(paths[pk])}
            longer[pk] = steps
    extend_paths([(deals[pk], steps) for pk, steps in longer.items()], by=run.actor, now=run.now)


def moves_of(run: Run, deals: Iterable[int]) -> dict[int, list[tuple]]:
    """The moves of each of `deals` as (stage, time), in order."""
    paths: dict[int, list[tuple]] = {pk: [] for pk in deals}
    rows = StageMove.objects.filter(workspace=run.workspace, deal__in=list(paths)).order_by("deal", "sequence")
    for pk, stage, at in rows.values_list("deal_id", "to_stage_id", "at") if paths else ():
        paths[pk].append((stage, at))
    return paths


def unknown_steps(moves: Sequence[tuple], steps: Sequence[Step]) -> list[Step]:
    """Those of `steps` that are not among a deal's `moves` and not before its last dated one."""
    last = max((at for _, at in moves if at), default=None)
    new = [step for step in steps if (step.stage.pk, step.at) not in moves]
    return [step for step in new if step.at is None or last is None or step.at >= last]


def _json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if is_own(name) else as_json(value) for name, value in values.items()}


def as_json(value: Any) -> Any:
    """A field's value as JSON keeps it: numbers of amounts and dates as text."""
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)
