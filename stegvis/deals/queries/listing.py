"""The list of deals: columns, filters, what is counted and summed beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.core.lists import Column, Count, Days, Listing, YesNo
from stegvis.core.lists.counting import CAP
from stegvis.core.lists.listing import ListPage
from stegvis.core.lists.paging import PAGE_SIZE, Order, nullable
from stegvis.core.written import Written
from stegvis.deals.conversion import Total, rates_on
from stegvis.deals.filters import FILTERS, PROCESS, are_tallied, owners_in
from stegvis.deals.models import Deal, DealCompetitor
from stegvis.deals.paths import LOST
from stegvis.deals.queries.cards import company_name, name_of_company
from stegvis.deals.queries.grouping import GROUPINGS
from stegvis.deals.queries.tallies import Bin, read_tallies
from stegvis.people.filters import OfCompany, OfPerson
from stegvis.processes.models import Stage, StageKind
from stegvis.workspaces.models import Member
from stegvis.workspaces.own.columns import with_own_fields
from stegvis.workspaces.permissions import colleagues, scope_of


@dataclass(frozen=True)
class Status:
    """What a tab of the list shows: deals in stages of `kinds` (all when empty), those settled last first or not."""

    key: str
    words: str | Promise
    kinds: tuple[str, ...]
    settled: bool = False


STATUSES = {
    one.key: one
    for one in (
        Status("open", pgettext_lazy("deals", "Open"), (StageKind.OPEN,)),
        Status("won", pgettext_lazy("deals", "Won"), (StageKind.WON, StageKind.AFTER_WON), settled=True),
        Status("lost", pgettext_lazy("deals", "Lost"), (StageKind.LOST, StageKind.AFTER_LOST), settled=True),
        Status("parked", pgettext_lazy("deals", "Parked"), (StageKind.PARKED,)),
        Status("after_won", _("After won"), (StageKind.AFTER_WON,), settled=True),
        Status("after_lost", _("After lost"), (StageKind.AFTER_LOST,), settled=True),
        Status("all", pgettext_lazy("deals", "All"), ()),
    )
}


def load_tags(rows: Sequence[SimpleNamespace], member: Member) -> None:
    """Set `tags` to the names of the deal's tags, in order."""
    pairs = TAGGED(deals=[row.id for row in rows])
    for row in rows:
        row.tags = [name for deal, name in pairs if deal == row.id]


def _tagged(deals: Sequence[int]) -> QuerySet:
    return Deal.tags.through.objects.filter(deal__in=deals).order_by("tag__name").values_list("deal", "tag__name")


TAGGED = Written(_tagged)


def load_competitors(rows: Sequence[SimpleNamespace], member: Member) -> None:
    """Set `competitors` to name and "lost to" of who is in play on the deal."""
    found = DealCompetitor.objects.filter(
        workspace=member.workspace_id, deal__in=[row.id for row in rows], competitor__deletion=None
    )
    facts = list(found.order_by("id").values_list("deal", "competitor__name", "won", "deal__status"))
    for row in rows:
        row.competitors = [(name, won and status in LOST) for deal, name, won, status in facts if deal == row.id]


def load_ages(rows: Sequence[SimpleNamespace], member: Member) -> None:
    """Set `age`, whole days in the stage (None: unknown), and `stale`."""
    now = timezone.now()
    for row in rows:
        row.age = (now - row.entered_at).days if row.entered_at else None
        row.stale = row.stale_at is not None and row.stale_at <= now


COLUMNS = (
    Column("title", _("Deal"), fields=("title", "private"), fixed=True, phone="", fact="title"),
    Column("company", _("Company"), fields=("company_name",), phone="full", fact="company"),
    Column("stage", _("Stage"), fields=("stage__name", "stage__kind", "stage__position"), phone=""),
    Column("value", _("Value"), fields=("amount", "currency"), number=True, phone="", fact="value"),
    Column("closing", _("Expected close"), fields=("expected_close",), sort="closing", phone="", fact="close"),
    Column("owner", _("Owner"), fields=("owner_id", "owner__name"), phone="", fact="owner", verb="reassign"),
    Column(
        "age", _("In the stage"), fields=("entered_at", "stale_at", "stage__expected_days"), load=load_ages, number=True
    ),
    Column("next", _("Next step"), fields=("status", "next_task_id", "next_task__title", "next_on"), phone="full"),
    Column("tags", _("Tags"), load=load_tags, fact="tags"),
    Column("competitors", _("Competitors"), load=load_competitors, default=False),
    Column("source", _("Source"), fields=("source",), default=False, fact="source"),
    Column("created", _("Created"), fields=("created_at",), sort="created_at", first_down=True, default=False),
    Column("closed", _("Decided"), fields=("closed_at",), sort="closed_at", first_down=True, default=False),
)
LISTING = Listing(
    key="deals",
    fields=("owner_id",),
    columns=COLUMNS,
    filters=(
        *FILTERS,
        PROCESS,
        Days("closed", _("Decided"), column="closed_at", extra=True),
        OfCompany("company", _("Company"), extra=True),
        OfPerson("person", _("Person"), lookup="people", extra=True),
        YesNo("next", _("Next step"), by=lambda deals, wanted, reader: _with_next(deals, wanted), extra=True),
        YesNo("stale", _("Stale"), by=lambda deals, wanted, reader: _stale(deals, wanted), extra=True),
    ),
    sort="closing",
    groupings=GROUPINGS,
)
# What was decided is looked at by the day of the decision.
SETTLED = replace(
    LISTING,
    sort="-closed",
    columns=[replace(one, default=one.key == "closed") if one.key in ("closing", "closed") else one for one in COLUMNS],
)


@dataclass
class DealList:
    """A page of deals, the tab it is of, and the sum of all that pass (None where only some were looked at)."""

    page: ListPage
    status: Status
    total: Total | None


def read_list(member: Member, params: QueryDict, chosen: Sequence[str] | None = None) -> DealList:
    """The page of the list that `params` ask for; `chosen` are remembered columns."""
    status = STATUSES.get(params.get("status", ""), STATUSES["open"])
    listing = deals_listing(member, settled=status.settled)
    page = ListPage(listing, params, member, chosen)
    # The first page and the kept sums need no query made here, which takes longer to make than to answer.
    narrowed: Any = SimpleLazyObject(lambda: page.narrow(_of_status(Deal.objects.visible_to(member), status)))
    held = _tallied(member, page, status) if are_tallied(page.filters) else _counted(narrowed, status)
    page.count = Count(held.deals, held.capped)
    if held.deals:
        first = None if page.is_filtered else partial(_first, member, status, page.fields)
        named: Any = SimpleLazyObject(lambda: narrowed.annotate(company_name=name_of_company(member)))
        page.fetch(named, PAGE_SIZE, first)
    rates = rates_on(member.workspace, held.amounts)
    return DealList(page, status, held.total(rates, member.workspace.currency))


def deals_listing(member: Member, *, settled: bool = False) -> Listing:
    """The list with the fields that the member's workspace added; `settled`: as of deals that were decided."""
    return with_own_fields(SETTLED if settled else LISTING, member, "deal")


def deal_row(member: Member, pk: int, column: Column) -> SimpleNamespace | None:
    """One deal as `column` shows it; None where `member` does not see it."""
    deals = Deal.objects.visible_to(member).annotate(company_name=name_of_company(member))
    return LISTING.row(deals, pk, column, reader=member)


def _first(member: Member, status: Status, fields: Sequence[str], order: Order, size: int) -> list[dict] | None:
    """The first rows of what `member` sees of a tab, by a written query; None where some rows are in no order."""
    if nullable(Deal, order):
        return None
    seen = colleagues(member, scope_of(member, "see"))
    if seen == []:
        return []
    values = {"workspace": member.workspace_id, "member": member.pk} | ({"owners": seen} if seen else {})
    return [dict(zip(fields, row, strict=True)) for row in FIRST(status.kinds, tuple(fields), order, size, **values)]


def _rows(
    kinds: Sequence[str], fields: Sequence[str], order: Order, size: int, workspace: int, member: int, owners=None
) -> QuerySet:
    seen = Deal.objects.seen_by(workspace, member, owners)
    seen = seen.filter(status__in=kinds) if len(kinds) > 1 else seen.filter(status=kinds[0]) if kinds else seen
    sign = "-" if order.descending else ""
    named = seen.annotate(company_name=company_name(member, owners)).order_by(f"{sign}{order.field}", f"{sign}id")
    return named.values_list(*fields)[:size]


FIRST = Written(_rows)


def _of_status(deals: QuerySet, status: Status) -> QuerySet:
    if not status.kinds:
        return deals
    return deals.filter(status=status.kinds[0]) if len(status.kinds) == 1 else deals.filter(status__in=status.kinds)


def _tallied(member: Member, page: ListPage, status: Status) -> Bin:
    processes = {int(value) for used in page.filters if used.on and used.filter is PROCESS for value in used.value}
    rows = STAGES(workspace=member.workspace_id)
    chosen = (row for row in rows if not processes or row[1] in processes)
    ids = [pk for pk, _process, kind in chosen if not status.kinds or kind in status.kinds]
    return read_tallies(member, ids, owners_in(page.filters, member)).of(ids)


STAGES = Written(
    lambda workspace: Stage.objects.filter(workspace=workspace).order_by().values_list("pk", "process_id", "kind")
)


def _counted(narrowed: QuerySet, status: Status) -> Bin:
    """What passes, up to the cap. The order chooses the index that is walked."""
    held = Bin()
    order = ("-closed_at", "-id") if status.settled else ("closing", "id")
    for currency, amount in narrowed.order_by(*order).values_list("currency", "amount")[: CAP + 1]:
        held.add(1, currency, amount or Decimal(0))
    held.capped, held.deals = held.deals > CAP, min(held.deals, CAP)
    return held


def _with_next(deals: QuerySet, wanted: bool) -> QuerySet:
    """Deals that have a next task; without one are open deals only: no other needs any."""
    return deals.exclude(next_task=None) if wanted else deals.filter(status=StageKind.OPEN, next_task=None)


def _stale(deals: QuerySet, wanted: bool) -> QuerySet:
    stale = {"status": StageKind.OPEN, "stale_at__lte": timezone.now()}
    return deals.filter(**stale) if wanted else deals.exclude(**stale)
