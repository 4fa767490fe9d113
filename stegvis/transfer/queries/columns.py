"""The second step: every column of the file with examples, what it becomes, and why."""

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from stegvis.processes.models import Process, Stage
from stegvis.transfer.completing import suggested_columns
from stegvis.transfer.fields import ENTERED, FIELDS
from stegvis.transfer.keeping import table_of
from stegvis.transfer.mapping import mapping_from_json
from stegvis.transfer.models import Import, SavedMapping, State
from stegvis.transfer.own import fillable, told_by_names
from stegvis.transfer.reading import Table
from stegvis.transfer.reading.understanding import Note
from stegvis.transfer.suggesting import KINDS, Suggestion, suggest_mapping
from stegvis.transfer.wording.because import because_words
from stegvis.transfer.wording.fields import field_groups
from stegvis.transfer.wording.file import shortened
from stegvis.workspaces.models import Member

LOOK_ROWS = 20_000
_EXAMPLES, _UNSURE, _EARLIER = 3, 0.55, 30


@dataclass
class ColumnShown:
    """One column: its place, header, some values, in how many rows it is filled, what it becomes and why.

    `asks` says that a person should look; `wrong` what was refused when the form was sent.
    """

    place: int
    header: str
    examples: str
    filled: int
    key: str | None
    because: str
    asks: bool
    wrong: str = ""


@dataclass(frozen=True)
class Known:
    """What is known of the columns from elsewhere: a saved mapping, or an earlier import of such a file."""

    name: str
    asked: dict[str, Any]
    columns: dict[str, str | None]


@dataclass
class ColumnsPage:
    """All that the second step shows. `looked` is the number of rows in which columns were counted."""

    columns: list[ColumnShown]
    groups: list[tuple[str, list[tuple[str, str]]]]
    looked: int
    whole: bool
    known: str = ""
    saved: list[SavedMapping] = field(default_factory=list)

    @property
    def found(self) -> int:
        """How many columns become something."""
        return sum(1 for one in self.columns if one.key)

    @property
    def asking(self) -> int:
        """How many columns need a person."""
        return sum(1 for one in self.columns if one.asks or one.wrong)


def read_columns_page(
    member: Member, batch: Import, *, use: SavedMapping | None = None, sent=None, wrong=None
) -> ColumnsPage:
    """The second step of `batch`; `use` is a saved mapping to take, `sent` what a refused form said, `wrong` why."""
    table = table_of(batch)
    suggested = suggestions(member, batch, table)
    known = _known_from(use, table) if use else None if batch.asked.get("columns") else known_mapping(member, batch)
    chosen = sent if sent is not None else _chosen(batch, known)
    filled, looked = _filled(table)
    samples = table.samples(_EXAMPLES)
    columns = [
        _column(batch, place, one, chosen, known, filled[place], samples.get(one.header, []))
        for place, one in enumerate(suggested)
    ]
    for one in columns:
        one.wrong = (wrong or {}).get(table.headers[one.place], "")
    stages = _stages_entered(member, batch, columns)
    return ColumnsPage(
        columns=columns,
        groups=list(field_groups(batch.kind, stages, fillable(member, batch.kind))),
        looked=looked,
        whole=looked < LOOK_ROWS,
        known=known.name if known and not use else "",
        saved=saved_mappings(member, batch.kind),
    )


def headers_of(batch: Import) -> list[str]:
    """The headers of the file, as it was understood."""
    return list(batch.understanding.get("headers", []))


def suggestions(member: Member, batch: Import, table: Table) -> list[Suggestion]:
    """What the headers and values suggest for each column."""
    own = fillable(member, batch.kind)
    ours = told_by_names(own, table.headers)
    if batch.kind in KINDS and not set(table.headers) - ours.keys() <= FIELDS[batch.kind].keys():
        stages = _stage_names(member) if batch.kind == "deals" else []
        found_by = suggest_mapping(batch.kind, table.headers, table.samples(), stage_names=stages)
        return [_ours(one, ours) for one in found_by]
    found = suggested_columns(batch.kind, table, own)
    keys = {header: found[header].field for header in table.headers if header in found}
    return [
        Suggestion(header, keys.get(header), 1.0 if keys.get(header) else 0.0, Note("header_known", {}))
        if keys.get(header)
        else Suggestion(header, None, 0.0, Note("unknown"))
        for header in table.headers
    ]


def _ours(one: Suggestion, ours: dict[str, str]) -> Suggestion:
    """A column that is called like a field of the workspace becomes that."""
    return Suggestion(one.header, ours[one.header], 1.0, Note("own_field")) if one.header in ours else one


def known_mapping(member: Member, batch: Import) -> Known | None:
    """The newest saved mapping, else the newest import that was run, all of whose columns stand in this file."""
    headers = set(headers_of(batch))
    saved = SavedMapping.objects.filter(workspace=member.workspace_id, kind=batch.kind)
    for one in saved.order_by("-saved_at")[:_EARLIER]:
        if one.asked.get("columns") and one.asked["columns"].keys() <= headers:
            return _known(one.name, one.asked, batch.kind)
    for earlier in _earlier(member, batch):
        if earlier.mapping.get("columns") and earlier.mapping["columns"].keys() <= headers:
            return _known(earlier.name, _decided(earlier), batch.kind)
    return None


def saved_mappings(member: Member, kind: str) -> list[SavedMapping]:
    """The mappings somebody named, by name."""
    return list(SavedMapping.objects.filter(workspace=member.workspace_id, kind=kind).order_by("name")[:50])


def _earlier(member: Member, batch: Import) -> list[Import]:
    done = (State.DONE, State.RUNNING, State.UNDONE)
    imports = Import.objects.filter(workspace=member.workspace_id, kind=batch.kind, state__in=done)
    return list(imports.exclude(pk=batch.pk).order_by("-pk")[:_EARLIER])


def _decided(earlier: Import) -> dict[str, Any]:
    """What was done, with how dates and figures of each column were read: a few mended rows cannot tell it again.

    A record that is here by now is the one that came in with the first file: it stays as it is.
    """
    formats = earlier.understanding.get("columns", {})
    columns = {}
    for header, told in earlier.mapping["columns"].items():
        column = dict(told) if isinstance(told, dict) else {"field": told}
        shape = formats.get(header, {})
        if column["field"] and shape.get("date_order"):
            column.setdefault("date_order", shape["date_order"])
        columns[header] = column
    kept = ("stages", "members", "products", "reasons", "match", "currency", "process", "make_products")
    asked = {name: earlier.mapping[name] for name in kept if name in earlier.mapping}
    return {**asked, "columns": columns}


def _known(name: str, asked: dict[str, Any], kind: str) -> Known:
    columns = mapping_from_json({"columns": asked["columns"]}, kind=kind).columns
    return Known(name, asked, {header: column.field for header, column in columns.items()})


def _known_from(saved: SavedMapping, table: Table) -> Known:
    return _known(saved.name, saved.asked, saved.kind)


def _chosen(batch: Import, known: Known | None) -> dict[str, str | None] | None:
    if batch.asked.get("columns") and known is None:
        mapping = mapping_from_json({"columns": batch.asked["columns"]}, kind=batch.kind)
        return {header: column.field for header, column in mapping.columns.items()}
    return known.columns if known else None


def _column(batch, place, one: Suggestion, chosen, known: Known | None, filled: int, values) -> ColumnShown:
    key, because, asks = one.field, one.because, False
    if chosen is not None:
        key = chosen.get(one.header)
        if key != one.field:
            because = Note("remembered", {"name": known.name}) if known else Note("chosen")
    else:
        asks = bool(filled) and (one.because.code == "unknown" if key is None else one.confidence < _UNSURE)
    return ColumnShown(
        place=place,
        header=shortened(one.header, 120),
        examples=" · ".join(shortened(value, 40) for value in values),
        filled=filled,
        key=key,
        because=because_words(batch.kind, because),
        asks=asks,
    )


def _filled(table: Table) -> tuple[list[int], int]:
    """In how many of the first rows each column holds something, and how many rows those were."""
    counts, rows = [0] * len(table.headers), 0
    for row in islice(table.rows(), LOOK_ROWS):
        rows += 1
        for place, cell in enumerate(row.cells[: len(counts)]):
            counts[place] += cell != ""
    return counts, rows


def _stages_entered(member: Member, batch: Import, columns: list[ColumnShown]) -> list[str]:
    """The stages whose entry a column may tell: those of the file's own words, and ours."""
    told = [one.key.removeprefix(ENTERED) for one in columns if one.key and one.key.startswith(ENTERED)]
    return list(dict.fromkeys([*told, *(_stage_names(member) if batch.kind == "deals" else [])]))


def _stage_names(member: Member) -> list[str]:
    versions = Process.objects.filter(workspace=member.workspace_id, archived_at=None).values("current")
    stages = Stage.objects.filter(workspace=member.workspace_id, version__in=versions)
    return list(dict.fromkeys(stages.order_by("process__position", "position").values_list("name", flat=True)))[:60]
