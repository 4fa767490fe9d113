"""The third step: whose words mean what here."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from stegvis.core.folding import fold, squeeze
from stegvis.deals.models import LostReason, Product
from stegvis.processes.models import Process, Stage
from stegvis.transfer.keeping import table_of
from stegvis.transfer.lookups.stages import status_kind
from stegvis.transfer.mapping import all_matches, mapping_from_json
from stegvis.transfer.models import Import, Kind
from stegvis.transfer.reading import as_text
from stegvis.transfer.suggesting import suggest_stage_mapping, suggest_value_mapping
from stegvis.transfer.wording.file import shortened
from stegvis.workspaces.models import Member

MOST_ROWS, MOST_VALUES = 200_000, 100
LEFT_OUT, THEIR_OWN = "", "="
_FIELDS = {
    "stage": ("stage",),
    "member": ("owner", "member", "assignee"),
    "reason": ("lost_reason",),
    "product": ("product",),
}
_HOUR = 60 * 60
_MAKING = (Kind.DEALS, Kind.STAGE_HISTORY)


@dataclass(frozen=True)
class Pair:
    """One of their words and what it means here: an option's value. `count` is in how many rows it stands."""

    theirs: str
    shown: str
    count: int
    ours: str


@dataclass(frozen=True)
class Pairs:
    """All their words of one sort, with the options for each; `more` were too many to show."""

    name: str
    pairs: list[Pair]
    options: list[tuple[str, str]]
    more: int = 0


@dataclass(frozen=True)
class StageOption:
    """One of our stages, as a select shows it."""

    name: str
    kind: str
    kind_words: str


@dataclass
class ValuesPage:
    """All that the third step shows. `processes` and `process` (an id, or "new") only where stages are mapped."""

    groups: dict[str, Pairs]
    processes: list[Process] = field(default_factory=list)
    process: str = ""
    new_name: str = ""
    stages: list[StageOption] = field(default_factory=list)
    new_stages: list[StageOption] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    duplicates: str = "skip"
    match: list[str] = field(default_factory=list)
    matches: list[str] = field(default_factory=list)
    currency: str = ""
    asks_currency: bool = False
    makes_companies: bool | None = None
    makes_products: bool | None = None


def read_values_page(member: Member, batch: Import) -> ValuesPage:
    """The third step of `batch`, as far as it has been decided; the rest is suggested."""
    mapping = mapping_from_json(batch.asked, kind=batch.kind)
    fields = {column.field for column in mapping.columns.values() if column.field}
    found = survey(batch)
    page = ValuesPage(
        groups={},
        duplicates=mapping.duplicates,
        match=list(mapping.match),
        matches=list(all_matches(batch.kind)),
        currency=mapping.currency or member.workspace.currency,
        asks_currency=bool({"value", "price"} & fields) and "currency" not in fields,
        makes_companies=mapping.make_companies if "company" in fields and batch.kind in _MAKING else None,
        makes_products=mapping.make_products if "product" in fields else None,
    )
    page.entered = [key.partition(":")[2] for key in fields if key.startswith("entered:")]
    if batch.kind in (Kind.DEALS, Kind.STAGE_HISTORY) and "process" not in fields:
        _add_stages(member, batch, page, found["stage"], mapping)
    if found["member"]:
        page.groups["member"] = _members(member, found["member"], mapping.members)
    for name, model, told in (("reason", LostReason, mapping.reasons), ("product", Product, mapping.products)):
        if found[name]:
            page.groups[name] = _named(member, name, found[name], model, told)
    return page


def process_of(member: Member, chosen: str, new_name: str) -> Process | None:
    """The process that a posted form names by its id; None for a new one and for an id that is none of ours."""
    processes = Process.objects.filter(workspace=member.workspace_id, archived_at=None).exclude(current=None)
    return processes.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 19 else None


def survey(batch: Import) -> dict[str, list[tuple[str, int]]]:
    """The different values of the columns that hold stages, members, reasons and products, each with its count.

    In order of first appearance, from the first MOST_ROWS rows. Kept for an hour: steps are gone back and forth.
    """
    places = _places(batch)
    told = json.dumps([batch.pk, batch.sha256, batch.understanding, places], sort_keys=True, default=str)
    key = f"transfer-survey-{hashlib.sha256(told.encode()).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = _count(batch, places)
        cache.set(key, found, _HOUR)
    return found


def _places(batch: Import) -> dict[str, int]:
    columns = mapping_from_json({"columns": batch.asked.get("columns", {})}, kind=batch.kind).columns
    headers = list(batch.understanding.get("headers", []))
    fields = {column.field: header for header, column in columns.items() if column.field and header in headers}
    return {
        name: headers.index(fields[key]) for name, keys in _FIELDS.items() for key in keys if key in fields
    }  # fmt: skip


def _count(batch: Import, places: dict[str, int]) -> dict[str, list[tuple[str, int]]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in _FIELDS}
    wanted = [(counts[name], place) for name, place in places.items()]
    for row in islice(table_of(batch).rows(), MOST_ROWS) if wanted else ():
        for counted, place in wanted:
            cell = row.cells[place]
            if cell != "":
                counted[as_text(cell).strip()] += 1
    return {name: [(text, count) for text, count in counted.items() if text] for name, counted in counts.items()}


def _add_stages(member: Member, batch: Import, page: ValuesPage, found: list[tuple[str, int]], mapping) -> None:
    processes = Process.objects.filter(workspace=member.workspace_id, archived_at=None).exclude(current=None)
    page.processes = list(processes.select_related("current"))
    theirs = [text for text, _count in found]
    ours = {one.pk: _stages_of(member, one) for one in page.processes[:20]}
    chosen = _chosen_process(batch, page, mapping.process, theirs, ours)
    page.process = str(chosen.pk) if chosen else "new"
    page.new_name = mapping.process or Path(batch.name).stem[:200]
    page.stages = [_option(stage.name, stage.kind) for stage in ours.get(chosen.pk, [])] if chosen else []
    page.new_stages = [_option(text, status_kind(text)) for text in theirs]
    if chosen and theirs:
        listed = [(stage.name, stage.name, stage.kind) for stage in ours[chosen.pk]]
        suggested = suggest_stage_mapping(theirs, listed)
        told = {text: mapping.stages.get(text, suggested.get(text)) for text in theirs}
        names = {stage.name for stage in page.stages}
        told = {text: name if name in names else None for text, name in told.items()}
        page.groups["stage"] = _pairs("stage", found, told, [])


def _chosen_process(batch: Import, page: ValuesPage, name: str | None, theirs, ours) -> Process | None:
    """The one that was named, else for deals the first; for a log only one whose stages are those of the log."""
    if name:
        return next((one for one in page.processes if squeeze(one.name) == squeeze(name)), None)
    if batch.kind == Kind.DEALS:
        return page.processes[0] if page.processes else None
    spoken = {squeeze(text) for text in theirs}
    fitting = (
        one for one in page.processes if spoken and spoken <= {squeeze(stage.name) for stage in ours.get(one.pk, [])}
    )
    return next(fitting, None)


def _stages_of(member: Member, process: Process) -> list[Stage]:
    return list(Stage.objects.filter(workspace=member.workspace_id, version=process.current_id))


def _option(name: str, kind: str) -> StageOption:
    from stegvis.processes.models import StageKind

    return StageOption(name, kind, str(StageKind(kind).label))


def _members(member: Member, found: list[tuple[str, int]], told: dict[str, str | None]) -> Pairs:
    """Members by name or e-mail; who is nobody here becomes an inactive member of that name."""
    people = list(Member.objects.filter(workspace=member.workspace_id).order_by("-active", "name")[:500])
    known: dict[str, str] = {}
    for one in people:
        for word in (one.email, one.name, f"{one.name} <{one.email}>"):
            known.setdefault(fold(word), _address(one))
    chosen: dict[str, str | None] = {}
    for text, _n in found:
        wanted = told.get(text, text)
        chosen[text] = None if wanted is None else known.get(fold(wanted), THEIR_OWN)
    options = [(THEIR_OWN, _("New, inactive member")), (LEFT_OUT, _("Nobody"))]
    return _pairs("member", found, chosen, [*options, *((_address(one), _member_words(one)) for one in people)])


def _address(one: Member) -> str:
    return f"{one.name} <{one.email}>" if one.email else one.name


def _member_words(one: Member) -> str:
    return one.name if one.active else _("%(name)s, inactive") % {"name": one.name}


def _named(member: Member, name: str, found: list[tuple[str, int]], model, told: dict[str, str | None]) -> Pairs:
    """Reasons and products: ours of the same name, else a new one."""
    ours = list(model.objects.filter(workspace=member.workspace_id).values_list("name", flat=True)[:500])
    suggested = suggest_value_mapping([text for text, _n in found], ours)
    chosen: dict[str, str | None] = {}
    for text, _n in found:
        wanted = told.get(text, suggested.get(text) or text)
        chosen[text] = None if wanted is None else wanted if wanted in ours else THEIR_OWN
    new = _("A new reason") if name == "reason" else _("A new product")
    options = [(THEIR_OWN, new), (LEFT_OUT, _("Leave out")), *((one, one) for one in ours)]
    return _pairs(name, found, chosen, options)


def _pairs(name: str, found: list[tuple[str, int]], chosen: dict[str, str | None], options) -> Pairs:
    shown = [Pair(text, shortened(text, 60), count, chosen[text] or LEFT_OUT) for text, count in found[:MOST_VALUES]]
    return Pairs(name, shown, options, max(0, len(found) - MOST_VALUES))


def decided_values(sent: dict[str, str]) -> dict[str, str | None]:
    """What a form says of their words, as a mapping's JSON: None leaves a word out, their own word makes a new one."""
    told: dict[str, str | None] = {}
    for theirs, ours in sent.items():
        told[theirs] = None if ours == LEFT_OUT else theirs if ours == THEIR_OWN else ours
    return told


def as_asked(page: ValuesPage) -> dict[str, Any]:
    """What the page shows as a mapping's JSON: what is run is what was seen."""
    names = {"stage": "stages", "member": "members", "reason": "reasons", "product": "products"}
    asked: dict[str, Any] = {
        names[name]: decided_values({one.theirs: one.ours for one in group.pairs})
        for name, group in page.groups.items()
    }
    if page.process:
        chosen = next((one.name for one in page.processes if str(one.pk) == page.process), page.new_name)
        asked["process"] = chosen
    return asked
