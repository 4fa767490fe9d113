"""The board of one process, as a member sees it through filters."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add

from django.db.models import QuerySet
from django.http import QueryDict

from stegvis.core.lists import Listing, Option
from stegvis.core.lists.addresses import varied
from stegvis.core.lists.listing import ListPage
from stegvis.deals.conversion import Total, rates_on
from stegvis.deals.filters import FILTERS, are_tallied, offered, owners_in
from stegvis.deals.models import Deal
from stegvis.deals.periods import quarter_start
from stegvis.deals.queries.cards import Card, Stack, card_of, few, stacks_of
from stegvis.deals.queries.stages import StageRow, Stages, stages_of
from stegvis.deals.queries.tallies import Bin, Tallies, count_deals, read_tallies
from stegvis.processes.models import StageKind
from stegvis.ui.marks import depth
from stegvis.workspaces.models import Member
from stegvis.workspaces.own.columns import with_own_fields

LISTING = Listing("board", (), FILTERS, "")


def board_page(member: Member, params: QueryDict) -> ListPage:
    """The filters of the board as `params` use them, those of the workspace's own fields too."""
    return ListPage(with_own_fields(LISTING, member, "deal"), params, member, None)


@dataclass(frozen=True)
class Column:
    """A stage on the board. `former`: of an earlier version, gone from the current one; `stack` None: head only."""

    stage: StageRow
    ids: Sequence[int]
    depth: int
    deals: int
    capped: bool
    total: Total | None
    weighted: Total | None
    former: bool = False
    stack: Stack | None = None


@dataclass(frozen=True)
class Outcome:
    """A way out of the open stages: `to` is the stage a card dropped here goes to."""

    kind: str
    to: StageRow
    deals: int
    capped: bool
    total: Total | None


@dataclass(frozen=True)
class Phase:
    """A phase of the buyer over so many columns."""

    name: str
    span: int


@dataclass
class Board:
    """Everything that a board shows. `page` holds filters and addresses; `process` is None in a bare workspace."""

    page: ListPage
    process: Option | None
    processes: Sequence[Option]
    stages: Stages
    columns: list[Column] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def deals(self) -> int:
        """How many open deals it shows, at least."""
        return sum(column.deals for column in self.columns)

    @property
    def capped(self) -> bool:
        """Whether there may be more."""
        return any(column.capped for column in self.columns)

    @property
    def total(self) -> Total | None:
        """Their sum, where it is known."""
        return _sum([column.total for column in self.columns])

    @property
    def weighted(self) -> Total | None:
        """Their sum by the stages' probabilities; stages without one count for nothing."""
        return None if self.capped else _sum([column.weighted for column in self.columns if column.weighted])

    @property
    def phases(self) -> list[Phase]:
        """The buyer's phases over the columns, neighbours of one phase as one; empty where no stage has a phase."""
        names = [column.stage.buyer_phase or "" for column in self.columns]
        found: list[Phase] = []
        for name in names:
            if found and found[-1].name == name:
                found[-1] = Phase(name, found[-1].span + 1)
            else:
                found.append(Phase(name, 1))
        return found if any(names) else []

    def outcome_query(self, kind: str) -> str:
        """The query of the list that holds exactly the deals behind a way out."""
        begin = quarter_start().isoformat() if kind in (StageKind.WON, StageKind.LOST) else None
        process = self.process.value if self.process else None
        return varied(self.page.params, {"process": process, "status": kind, "closed-from": begin})


def read_board(member: Member, params: QueryDict, *, cards: bool = True) -> Board:
    """The board that `params` ask for; without `cards` only what is counted: heads, sums and ways out."""
    page = board_page(member, params)
    process = chosen_process(member, params)
    stages = stages_of(member, int(process.value)) if process else Stages()
    board = Board(page, process, offered("process", member), stages)
    if not stages.rows:
        return board
    tallies = _tallies(member, page, stages)
    rates = rates_on(member.workspace, tallies.currencies)
    stacks = _stacks(member, page, stages, tallies) if cards else {}
    board.columns = [
        _column(place, head, ids, stages, tallies.of(ids), rates, member, stacks.get(head.id))
        for place, (head, ids) in enumerate(stages.columns(tallies.occupied))
    ]
    board.outcomes = _outcomes(member, stages, tallies, rates)
    return board


def read_stack(member: Member, stage: StageRow, stages: Stages, params: QueryDict, after: tuple[int, int]) -> Stack:
    """More cards of the column of `stage`, from `after` (rank, id) on."""
    page = board_page(member, params)
    ids = {head.id: ids for head, ids in stages.columns([stage.id])}.get(stage.id, [stage.id])
    owners = owners_in(page.filters, member)
    return stacks_of(member, {stage.id: ids}, stages, seen_deals(member, page), owners, after)[stage.id]


def find_card(member: Member, board: Board, deal_id: int) -> tuple[Column | None, Card | None]:
    """The column and card of one deal on `board`; None and None when it is not there, or no longer."""
    card = card_of(member, deal_id, board.stages, seen_deals(member, board.page))
    column = next((one for one in board.columns if card and card.stage in one.ids), None)
    return (column, card) if column else (None, None)


def chosen_process(member: Member, params: QueryDict) -> Option | None:
    """The process that `?process=` names, else the workspace's first."""
    options = {option.value: option for option in offered("process", member)}
    return options.get(params.get("process", "")) or next(iter(options.values()), None)


def seen_deals(member: Member, page: ListPage) -> QuerySet:
    """The deals that `member` may see and that pass the filters."""
    return page.narrow(Deal.objects.visible_to(member))


def _tallies(member: Member, page: ListPage, stages: Stages) -> Tallies:
    quarterly = stages.of_kind(StageKind.WON, StageKind.LOST, StageKind.AFTER_LOST)
    if are_tallied(page.filters):
        return read_tallies(member, list(stages.by_id), owners_in(page.filters, member), quarterly)
    whole = stages.of_kind(StageKind.OPEN, StageKind.PARKED, StageKind.AFTER_WON)
    settled = [*quarterly, *stages.of_kind(StageKind.AFTER_WON)]
    return count_deals(member, page.narrow, whole, settled)


def _stacks(member: Member, page: ListPage, stages: Stages, tallies: Tallies) -> dict[int, Stack]:
    occupied = set(tallies.occupied)
    columns = {head.id: [one for one in ids if one in occupied] for head, ids in stages.columns(occupied)}
    filled = {head: ids for head, ids in columns.items() if ids}
    owners = owners_in(page.filters, member)
    whole = are_tallied(page.filters) and (owners is None or few(owners))
    return stacks_of(member, filled, stages, None if whole else seen_deals(member, page), owners)


def _column(place: int, head: StageRow, ids, stages: Stages, held: Bin, rates, member: Member, stack) -> Column:
    total = held.total(rates, member.workspace.currency)
    weighted = total.share(head.probability) if total and head.probability is not None else None
    tone = depth(place, len(stages.current(StageKind.OPEN)))
    stack = stack or Stack([])
    return Column(head, ids, tone, held.deals, held.capped, total, weighted, not head.is_current, stack)


def _outcomes(member: Member, stages: Stages, tallies: Tallies, rates) -> list[Outcome]:
    """Won and lost count this quarter's decisions, wherever the deals went afterwards; the others what is there."""
    after = {StageKind.WON: StageKind.AFTER_WON, StageKind.LOST: StageKind.AFTER_LOST}
    made = []
    for kind in (StageKind.WON, StageKind.LOST, StageKind.PARKED, StageKind.AFTER_WON):
        recent = kind in after
        ids = stages.of_kind(kind, after[kind]) if recent else stages.of_kind(kind)
        held = tallies.of(ids, recent=recent)
        total = held.total(rates, member.workspace.currency)
        made += [Outcome(kind, to, held.deals, held.capped, total) for to in stages.current(kind)[:1]]
    return made


def _sum(totals: Sequence[Total | None]) -> Total | None:
    known = [total for total in totals if total is not None]
    return reduce(add, known) if known and len(known) == len(totals) else None
