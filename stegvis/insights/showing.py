"""A report as a page, a file or a program reads it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from stegvis.insights.report import DATE, DAYS, MONEY, NUMBER, PERCENT, Cell, Chart, Report, Series, Table, Value
from stegvis.ui import formats

PART = "part"


def told(value: Value, kind: str, currency: str) -> str:
    """A value in the reader's words; empty for None."""
    if value is None:
        return ""
    if kind == MONEY:
        return formats.money(Decimal(str(value)), currency)
    if kind == PERCENT:
        return formats.percent(round(float(value), 1))  # type: ignore[arg-type]
    if kind == DAYS:
        return formats.days(round(float(value)))  # type: ignore[arg-type]
    if kind == DATE and isinstance(value, date):
        return formats.date_long(value)
    return formats.number(value) if kind == NUMBER and not isinstance(value, str | date) else str(value)


def told_short(value: Value, kind: str, currency: str) -> str:
    """The same in a headline and beside a mark in a chart, where amounts have three figures."""
    if value is None:
        return ""
    return formats.money_short(round(float(value)), currency) if kind == MONEY else told(value, kind, currency)  # type: ignore[arg-type]


def chart_facts(chart: Chart, currency: str, deals: str) -> dict[str, Any]:
    """What the element that draws `chart` reads; `deals` is the address to which a part is added."""
    return {
        "kind": chart.kind,
        "labels": list(chart.labels),
        "more": chart.more,
        "unit": chart.unit,
        "series": [
            {
                "name": one.name,
                "tone": one.tone,
                "values": list(one.values),
                "low": list(one.low),
                "said": _said(one, chart, currency),
                "links": [f"{deals}{quote(part)}" if part else "" for part in one.parts],
            }
            for one in chart.series
        ],
    }


def _said(one: Series, chart: Chart, currency: str) -> list[str]:
    """Each value in words, with the lower bound where a bar goes from one to the other."""
    said = [told_short(value, chart.unit, currency) for value in one.values]
    if chart.kind != "range" or not one.low:
        return said
    low = [told_short(value, chart.unit, currency) for value in one.low]
    return [f"{first} \N{EN DASH} {last}" if last else "" for first, last in zip(low, said, strict=True)]


def rows_of(table: Table) -> Iterator[list[Any]]:
    """The rows of a table as files hold them: figures as such, rounded to hundredths; nothing for None."""
    for row in [*table.rows, *([table.foot] if table.foot else [])]:
        yield [plain(cell.value) for cell in row]


def plain(value: Value) -> Any:
    """A value as a spreadsheet takes it."""
    if value is None:
        return ""
    return round(value, 2) if isinstance(value, float) else value


def as_facts(report: Report) -> dict[str, Any]:
    """The whole report for programs: amounts as text, days as 2026-11-30."""
    return {
        "sentences": list(report.sentences),
        "stats": [{"label": one.label, "value": _fact(one.value), "kind": one.kind} for one in report.stats],
        "tables": [_table_facts(one) for one in report.all_tables],
        "proposals": [one.sentence for one in report.proposals],
        "notes": list(report.notes),
        "currency": report.currency,
        "empty": report.empty,
    }


def _table_facts(table: Table) -> dict[str, Any]:
    return {"key": table.key, "title": table.title, "rows": [_row_facts(table, row) for row in table.rows]}


def _row_facts(table: Table, row) -> dict[str, Any]:
    return {column.key: _fact(cell.value) for column, cell in zip(table.columns, row, strict=True)}


def _fact(value: Value) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else plain(value) if value is not None else None


def cell_words(cell: Cell, kind: str, currency: str) -> str:
    """A cell in the reader's words."""
    return told(cell.value, kind, currency)
