"""The forecast list: open deals by expected close, with what is said of each."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stegvis.core.lists import Column, Listing
from stegvis.core.lists.counting import count_capped
from stegvis.core.lists.listing import ListPage
from stegvis.core.lists.paging import PAGE_SIZE
from stegvis.deals.models import Deal
from stegvis.deals.periods import quarter_start
from stegvis.deals.queries.cards import name_of_company
from stegvis.deals.queries.listing import LISTING
from stegvis.insights.models import Call, ForecastCommitment
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import allowed, may

SHOWN = ("title", "company", "stage", "value", "closing", "owner")


def load_calls(rows: Sequence[SimpleNamespace], member: Member) -> None:
    """Set `call`, what counts for the quarter, and whether the reader may `commit` the deal with one press.

    Somebody else's deal needs a note, so it is `adjusted` elsewhere.
    """
    said = dict(_newest(member, [row.id for row in rows]))
    for row in rows:
        row.call = Call(said.get(row.id, Call.NONE))
        row.commit = row.owner_id in (None, member.pk) and may(member, "edit", _as_record(member, row))
        row.adjusted = not row.commit and may(member, "forecast", _as_record(member, row))
        row.calls = [(one.value, one.label) for one in Call]


def _newest(member: Member, deals: Sequence[int]):
    words = ForecastCommitment.objects.filter(workspace=member.workspace_id, deal__in=deals, quarter=quarter_start())
    return words.order_by("id").values_list("deal_id", "call")


def _as_record(member: Member, row: SimpleNamespace) -> SimpleNamespace:
    """What permissions ask of a record; the list holds only what the reader sees."""
    return SimpleNamespace(workspace_id=member.workspace_id, owner_id=row.owner_id)


COMMITMENTS = replace(
    LISTING,
    key="commitments",
    columns=[
        *(replace(one, fact="", default=True) for one in LISTING.columns if one.key in SHOWN),
        Column("call", _("Commitment"), load=load_calls, phone="full"),
    ],
    groupings=(),
)


def read_commitments(member: Member, params: QueryDict) -> ListPage:
    """A page of the open deals that `member` sees, by expected close."""
    listing: Listing = COMMITMENTS
    page = ListPage(listing, params, member, None)
    deals = page.narrow(allowed(Deal.objects.open(), member, "insights"))
    page.count = count_capped(deals)
    page.fetch(deals.annotate(company_name=name_of_company(member)), PAGE_SIZE)
    return page
