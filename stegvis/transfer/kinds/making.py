"""Which importer and which order of rows belong to an import."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Protocol

from stegvis.processes.models import Process, StageKind
from stegvis.transfer.cells import Facts, parser
from stegvis.transfer.completing import distinct_pairs
from stegvis.transfer.fields import field_of
from stegvis.transfer.kinds import Importer, Outcome
from stegvis.transfer.kinds.companies import CompanyImporter
from stegvis.transfer.kinds.deals import DealImporter
from stegvis.transfer.kinds.entries import EntryImporter
from stegvis.transfer.kinds.history import HistoryImporter
from stegvis.transfer.kinds.people import PersonImporter
from stegvis.transfer.kinds.products import ProductImporter
from stegvis.transfer.kinds.stakeholders import StakeholderImporter
from stegvis.transfer.kinds.tasks import TaskImporter
from stegvis.transfer.lookups.stages import status_kind
from stegvis.transfer.models import Kind
from stegvis.transfer.operations.founding import found_missing
from stegvis.transfer.operations.receiving import table_of
from stegvis.transfer.own import Parsers
from stegvis.transfer.reading import Bookmark, Row, Table
from stegvis.transfer.run import Run
from stegvis.transfer.scratch import Event, Scratch
from stegvis.workspaces.own.definitions import is_own

_SIMPLE: dict[str, Callable[[Run, Facts], Importer]] = {
    Kind.COMPANIES: CompanyImporter,
    Kind.PEOPLE: PersonImporter,
    Kind.PRODUCTS: ProductImporter,
    Kind.TASKS: TaskImporter,
    Kind.NOTES: EntryImporter,
    Kind.CALLS: EntryImporter,
    Kind.STAKEHOLDERS: StakeholderImporter,
}


class Source(Protocol):
    """Rows in the order in which they are to be taken, and what takes them."""

    def begin(self) -> None:
        """Before each chunk, in its transaction."""

    def next_rows(self, most: int) -> list[Row]:
        """The next rows behind the import's checkpoint: about `most`, none at the end."""

    def take(self, rows: list[Row]) -> Outcome:
        """Take a chunk."""

    def checkpoint(self, last: Row) -> tuple[int, list[int] | None]:
        """Where to go on behind `last`."""

    def finish(self) -> None:
        """After the last chunk, in the transaction that ends the import."""


class TableSource:
    """The rows of a file in their order."""

    def __init__(self, run: Run):
        self.run, self.table = run, table_of(run.batch)
        self.facts = facts_of(run, self.table)
        self.importer: Importer | None = None
        self.open_rows: Iterator[Row] | None = None

    def begin(self) -> None:
        """Made at the first chunk: importers look things up, and that belongs into the transaction."""
        if self.importer is None:
            self.importer = self._importer()

    def next_rows(self, most: int) -> list[Row]:
        """At most `most` rows; the file stays open between chunks."""
        if self.open_rows is None:
            place = self.run.batch.offset
            self.open_rows = self.table.rows(self.run.batch.next_row or None, Bookmark(*place) if place else None)
        return list(islice(self.open_rows, most))

    def take(self, rows: list[Row]) -> Outcome:
        """Hand the rows to the importer."""
        assert self.importer is not None  # noqa: S101 - begin() comes first
        return self.importer.take(rows)

    def checkpoint(self, last: Row) -> tuple[int, list[int] | None]:
        """The next row, and the nearest known place in the file."""
        place = self.table.bookmark(last.number)
        return last.number + 1, list(place) if place else None

    def finish(self) -> None:
        """Some importers have something left to do when all rows are known."""
        finish = getattr(self.importer, "finish", None)
        if finish:
            finish()

    def _importer(self) -> Importer:
        if self.run.batch.kind != Kind.DEALS:
            return _SIMPLE[self.run.batch.kind](self.run, self.facts)
        return DealImporter(self.run, self.facts, self._process())

    def _process(self) -> Process | None:
        """The process of rows that name none. Processes that are not there are made, once, by the first chunk."""
        told = {column.field for column in self.run.mapping.columns.values()}
        if self.run.batch.next_row == 0 and ("process" in told or self.run.batch.process is None):
            pairs = distinct_pairs(self.table, self.run.mapping, ("process", "stage", "status"))
            stages = ((process, stage, _kind(stage, status)) for process, stage, status in pairs if stage)
            found_missing(self.run, list(stages))
        return self.run.batch.process


class HistorySource:
    """The events of a log, case by case, whatever their order in the file."""

    def __init__(self, run: Run):
        self.run, self.table = run, table_of(run.batch)
        self.facts = facts_of(run, self.table)
        self.scratch = Scratch(run.batch, self.table, self.facts)
        self.importer: HistoryImporter | None = None
        self.open_events: Iterator[Event] | None = None
        self.waiting: Event | None = None
        self.last = 0

    def begin(self) -> None:
        """The process is made of the whole log, once, by the first chunk."""
        if self.importer is not None:
            return
        if self.run.batch.next_row == 0:
            told = self.scratch.stages()
            stages = [(process, stage, _kind(stage, kind)) for process, stage, kind in told]
            found_missing(self.run, stages)
        self.importer = HistoryImporter(self.run, self.facts, self.run.batch.process)

    def next_rows(self, most: int) -> list[Row]:
        """About `most` events: the last case is taken whole. `next_row` counts events in the order of cases."""
        if self.open_events is None:
            self.open_events = self.scratch.events(self.run.batch.next_row)
            self.waiting = next(self.open_events, None)
        rows: list[Row] = []
        case = None
        while self.waiting and (len(rows) < most or self.waiting.case == case):
            rows.append(self.waiting.row)
            case, self.last = self.waiting.case, self.waiting.place
            self.waiting = next(self.open_events, None)
        return rows

    def take(self, rows: list[Row]) -> Outcome:
        """Hand whole cases to the importer: what belongs to the last case is asked for here."""
        assert self.importer is not None  # noqa: S101 - begin() comes first
        return self.importer.take(rows)

    def checkpoint(self, last: Row) -> tuple[int, list[int] | None]:
        """How many events are done."""
        return self.last + 1, None

    def finish(self) -> None:
        """The scratch file has served."""
        self.scratch.remove()


def source_for(run: Run) -> Source:
    """The source of an import's rows, by its kind."""
    return HistorySource(run) if run.batch.kind == Kind.STAGE_HISTORY else TableSource(run)


def facts_of(run: Run, table: Table) -> Facts:
    """The reader of a table's rows, by the mapping's columns."""
    columns, seen = [], table.understanding
    own = Parsers(run.actor, run.batch.by, run.mapping.kind, run.currency)
    for place, header in enumerate(table.headers):
        told = run.mapping.columns.get(header)
        if told is None or told.field is None:
            continue
        field, shape = field_of(run.mapping.kind, told.field), seen.format_of(header)
        if is_own(told.field):
            mark = told.decimal_mark or shape.decimal_mark or seen.decimal_mark
            fill = own.of(told.field, date_order=told.date_order or shape.date_order, decimal_mark=mark)
            columns += [(place, header, field, fill)] if fill else []
            continue
        read = parser(
            field,
            zone=run.zone,
            date_order=told.date_order or shape.date_order,
            decimal_mark=told.decimal_mark or shape.decimal_mark or seen.decimal_mark,
            factor=Decimal(told.factor) if told.factor else None,
        )
        columns.append((place, header, field, read))
    return Facts(columns)


def _kind(stage: str, told: str) -> str:
    """One of our kinds, or words that say more than "open"; else the name of the stage lets it be guessed."""
    if told in StageKind.values:
        return told
    kind = status_kind(told) if told else "open"
    return kind if kind != "open" else status_kind(stage)
