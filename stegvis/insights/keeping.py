"""Reports as JSON and back, so that they can be kept."""

from datetime import date
from decimal import Decimal
from typing import Any

from stegvis.insights.report import Cell, Change, Chart, Column, Proposed, Report, Series, Stat, Table, Value


def to_json(report: Report) -> dict[str, Any]:
    """`report` as JSON holds it."""
    return {
        "sentences": list(report.sentences),
        "stats": [
            [one.label, _written(one.value), one.kind, one.note, one.part, one.tone, one.href] for one in report.stats
        ],
        "charts": [_chart(one) for one in report.charts],
        "tables": [_table(one) for one in report.tables],
        "notes": list(report.notes),
        "currency": report.currency,
        "empty": report.empty,
        "proposals": [[one.sentence, one.part, [[to.key, to.label] for to in one.changes]] for one in report.proposals],
    }


def from_json(body: dict[str, Any]) -> Report:
    """The report that `to_json` wrote."""
    return Report(
        sentences=body["sentences"],
        stats=[Stat(label, _read(value), *rest) for label, value, *rest in body["stats"]],
        charts=[_chart_of(one) for one in body["charts"]],
        tables=[_table_of(one) for one in body["tables"]],
        notes=body["notes"],
        currency=body["currency"],
        empty=body["empty"],
        proposals=[
            Proposed(sentence, part, [Change(*one) for one in changes])
            for sentence, part, changes in body.get("proposals", ())
        ],
    )


def _written(value: Value) -> Any:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _read(value: Any) -> Value:
    if not isinstance(value, dict):
        return value
    return Decimal(value["decimal"]) if "decimal" in value else date.fromisoformat(value["day"])


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": table.title,
        "columns": [[one.key, one.label, one.kind] for one in table.columns],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "foot": [_cell(cell) for cell in table.foot],
    }


def _cell(cell: Cell) -> list[Any]:
    return [_written(cell.value), cell.part, cell.tone, cell.href]


def _table_of(body: dict[str, Any]) -> Table:
    columns = [Column(*one) for one in body["columns"]]
    rows = [[_cell_of(cell) for cell in row] for row in body["rows"]]
    return Table(body["key"], body["title"], columns, rows, [_cell_of(cell) for cell in body["foot"]])


def _cell_of(body: list[Any]) -> Cell:
    return Cell(_read(body[0]), *body[1:])


PLAIN = ("key", "title", "sentence", "kind", "unit", "wide", "more")


def _chart(chart: Chart) -> dict[str, Any]:
    series = [[one.name, list(one.values), list(one.parts), one.tone, list(one.low)] for one in chart.series]
    plain = {name: getattr(chart, name) for name in PLAIN}
    return plain | {"labels": list(chart.labels), "series": series, "table": _table(chart.table)}


def _chart_of(body: dict[str, Any]) -> Chart:
    made = {"series": [Series(*one) for one in body["series"]], "table": _table_of(body["table"])}
    return Chart(**(body | made))
