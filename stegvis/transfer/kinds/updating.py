"""Changing a record that is there already: only what the file says, with the old values kept for an undo."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import models

from stegvis.core.bulk import insert_rows
from stegvis.deals.models import Deal, DealLine
from stegvis.deals.operations.recording import LINE_COLUMNS, PastDeal, Step, extend_path, line_rows
from stegvis.people.models import Company, ContactPoint, Person
from stegvis.people.operations.contacting import rows_of
from stegvis.people.reaching import Point
from stegvis.processes.models import StageKind
from stegvis.transfer.models import Act
from stegvis.transfer.run import Run, Trace
from stegvis.workspaces.models import Owned
from stegvis.workspaces.operations.editing import edit_record

if TYPE_CHECKING:
    from stegvis.transfer.kinds.deals import Candidate

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


def update_record(run: Run, record: Owned, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Set the fields (attribute names) of `wanted` that differ; returns their old values as JSON."""
    changed = {name: value for name, value in wanted.items() if getattr(record, name) != value}
    before = {name: as_json(getattr(record, name)) for name in changed}
    if changed:
        edit_record(
            record,
            {_field(record, name): _object(record, name, value) for name, value in changed.items()},
            by=run.actor,
        )
    return before


def update_deal(run: Run, deal: Deal, wanted: PastDeal, one: "Candidate") -> dict[str, Any] | None:
    """Bring `deal` up to what the row says, its path included; the trace's `before`, None when nothing was new."""
    fields = {field for fact, field in _DEAL_FACTS.items() if fact in one.facts}
    if wanted.company_id is None:
        fields.discard("company_id")
    if one.facts.get("lost_reason") and wanted.steps[-1].stage.kind != StageKind.LOST:
        fields.discard("lost_reason_id")
    before = update_record(run, deal, {name: getattr(wanted, name) for name in fields})
    before |= add_to_deal(deal, wanted)
    if steps := unknown_steps(deal, wanted.steps) if one.stage.pk != deal.stage_id else []:
        before |= extend(run, deal, steps)
    if not before:
        return None
    run.traces.append(Trace("deal", deal.pk, Act.UPDATED, one.row.number, before, at=deal.updated_at))
    return before


def add_to_deal(deal: Deal, wanted: PastDeal) -> dict[str, Any]:
    """Add people and tags that `deal` lacks, and products where it has none; what an undo takes off again."""
    added: dict[str, Any] = {}
    if wanted.lines and not deal.lines.exists():
        insert_rows(DealLine, LINE_COLUMNS, line_rows(deal.workspace_id, deal.pk, wanted.lines))
        added["lines"] = True
    people = sorted(set(wanted.person_ids) - set(deal.stakeholders.values_list("person_id", flat=True)))
    for person in people:
        deal.stakeholders.create(workspace_id=deal.workspace_id, person_id=person)
    tags = sorted(set(wanted.tag_ids) - set(deal.tags.values_list("pk", flat=True))) if wanted.tag_ids else []
    deal.tags.add(*tags)
    return added | ({"people": people} if people else {}) | ({"tags": tags} if tags else {})


def extend(run: Run, deal: Deal, steps: list[Step]) -> dict[str, Any]:
    """Append steps to a deal's path; what an undo needs to take them off again."""
    before = {"lost_reason_id": deal.lost_reason_id, "path": deal.moves.count()}
    extend_path(deal, steps, by=run.actor, now=run.now)
    return before


def add_belongings(record: Company | Person, contacts: Iterable[Point], tag_ids: Iterable[int]) -> dict[str, Any]:
    """Add ways to reach `record` and tags that it lacks; nothing is taken away. What an undo takes off again."""
    known = set(record.contact_points.values_list("kind", "key"))
    new = [point for point in contacts if (point.kind, point.key) not in known]
    made = ContactPoint.objects.bulk_create(rows_of(record, new))
    tags = sorted(set(tag_ids) - set(record.tags.values_list("pk", flat=True)))
    record.tags.add(*tags)
    return ({"contacts": [point.pk for point in made]} if made else {}) | ({"tags": tags} if tags else {})


def unknown_steps(deal: Deal, steps: list[Step]) -> list[Step]:
    """Those of `steps` that are not among the deal's moves and not before its last dated one."""
    moves = list(deal.moves.values_list("to_stage_id", "at"))
    last = max((at for _, at in moves if at), default=None)
    new = [step for step in steps if (step.stage.pk, step.at) not in moves]
    return [step for step in new if step.at is None or last is None or step.at >= last]


def as_json(value: Any) -> Any:
    """A field's value as JSON keeps it: numbers of amounts and dates as text."""
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


def _field(record: models.Model, name: str) -> str:
    return record._meta.get_field(name).name


def _object(record: models.Model, name: str, value: Any) -> Any:
    """History tells related things by name, so they are handed over as objects."""
    field = record._meta.get_field(name)
    if not isinstance(field, models.ForeignKey) or value is None:
        return value
    return field.related_model._base_manager.get(pk=value)  # type: ignore[union-attr]
