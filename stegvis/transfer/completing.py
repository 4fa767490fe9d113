"""Completing a mapping: what was not said is suggested, so that nothing is left open when an import begins."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from stegvis.deals.models import LostReason, Product
from stegvis.processes.models import Process, Stage
from stegvis.transfer.fields import FIELDS
from stegvis.transfer.mapping import Column, Mapping
from stegvis.transfer.own import told_by_names
from stegvis.transfer.reading import Table, as_text
from stegvis.transfer.suggesting import (
    KINDS as SUGGESTED,
)
from stegvis.transfer.suggesting import (
    suggest_mapping,
    suggest_stage_mapping,
    suggest_value_mapping,
)
from stegvis.workspaces.models import CustomField, Workspace

_PRODUCT_COLUMNS = {
    "name": ("product", "name", "produkt", "produktnavn", "produktnamn", "nazwa", "product name"),
    "code": ("code", "sku", "article", "artikelnummer", "varenummer", "kod", "indeks", "product code"),
    "price": ("price", "sales price", "list price", "unit price", "pris", "cena", "sales_price"),
    "currency": ("currency", "valuta", "waluta"),
    "period": ("period", "billing period"),
}


def complete(
    mapping: Mapping, table: Table, workspace: Workspace, process: Process | None, own: Sequence[CustomField] = ()
) -> Mapping:
    """`mapping` with its columns suggested where it names none, and every stage, product and reason in `table` mapped.

    Reads the file once when it has such columns. `process` is where stages are looked for; without one, stages
    stay under their own names (the process is made of them). `own` are the workspace's fields that may be filled.
    """
    columns = mapping.columns or suggested_columns(mapping.kind, table, own)
    mapping = replace(mapping, columns={header: columns.get(header, Column(None)) for header in table.headers})
    several = _place(table, mapping, "process") is not None
    found = distinct(table, mapping, ("stage", "product", "lost_reason"))
    products = _names(Product, workspace) if found["product"] else []
    reasons = _names(LostReason, workspace) if found["lost_reason"] else []
    return replace(
        mapping,
        stages={**_stages(found["stage"], None if several else process), **mapping.stages},
        products={**_values(found["product"], products), **mapping.products},
        reasons={**_values(found["lost_reason"], reasons), **mapping.reasons},
    )


def suggested_columns(kind: str, table: Table, own: Sequence[CustomField] = ()) -> dict[str, Column]:
    """A column's field by its key (as our own exports name it), else by what headers and values suggest."""
    ours = {header: Column(key) for header, key in told_by_names(own, table.headers).items()}
    if set(table.headers) - ours.keys() <= FIELDS[kind].keys():
        return {header: ours.get(header) or Column(header) for header in table.headers}
    if kind not in SUGGESTED:
        return _product_columns(table)
    suggested = suggest_mapping(kind, table.headers, table.samples())
    return {one.header: Column(one.field) for one in suggested} | ours


def distinct(table: Table, mapping: Mapping, keys: Iterable[str]) -> dict[str, list[str]]:
    """The different values of the columns that fill `keys`, in order of first appearance in the whole file."""
    places = {key: _place(table, mapping, key) for key in keys}
    wanted = [(place, {}) for place in places.values() if place is not None]
    for row in table.rows() if wanted else ():
        for place, seen in wanted:
            if row.cells[place] != "":
                seen.setdefault(as_text(row.cells[place]).strip())
    listed = {place: [text for text in seen if text] for place, seen in wanted}
    return {key: listed.get(place, []) for key, place in places.items()}


def distinct_pairs(table: Table, mapping: Mapping, keys: Iterable[str]) -> list[tuple[str, ...]]:
    """The different combinations of the columns that fill `keys` ("" where there is none), in order of appearance."""
    places = [_place(table, mapping, key) for key in keys]
    seen: dict[tuple[str, ...], None] = {}
    for row in table.rows():
        seen.setdefault(tuple("" if place is None else as_text(row.cells[place]).strip() for place in places))
    return list(seen)


def _place(table: Table, mapping: Mapping, key: str) -> int | None:
    return next((place for place, header in enumerate(table.headers) if mapping.columns[header].field == key), None)


def _stages(theirs: list[str], process: Process | None) -> dict[str, str | None]:
    if process is None or process.current is None:
        return {name: name for name in theirs}
    ours = Stage.objects.filter(workspace=process.workspace_id, version=process.current_id)
    return suggest_stage_mapping(theirs, [(stage.name, stage.name, stage.kind) for stage in ours])


def _values(theirs: list[str], ours: list[str]) -> dict[str, str | None]:
    """What is not known keeps its own name: it is made, if the mapping wants that."""
    return {name: ours_name or name for name, ours_name in suggest_value_mapping(theirs, ours).items()}


def _names(model: type, workspace: Workspace) -> list[str]:
    return list(model.objects.filter(workspace=workspace).values_list("name", flat=True))  # type: ignore[attr-defined]


def _product_columns(table: Table) -> dict[str, Column]:
    """Price lists have few columns; the first header that is known for a field takes it."""
    from stegvis.transfer.suggesting.words import words

    found: dict[str, Column] = {}
    for key, names in _PRODUCT_COLUMNS.items():
        spoken = {words(name) for name in names}
        header = next((header for header in table.headers if words(header) in spoken and header not in found), None)
        if header:
            found[header] = Column(key)
    return found
