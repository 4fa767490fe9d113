"""A report as somebody asks for it, and the deals behind one of its figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404, QueryDict

from stegvis.core.lists.counting import count_capped
from stegvis.core.lists.listing import ListPage
from stegvis.core.lists.paging import PAGE_SIZE
from stegvis.deals.queries.cards import name_of_company
from stegvis.deals.queries.listing import deals_listing
from stegvis.insights.asked import Asked
from stegvis.insights.kinds import LONGEST_PART, Kind
from stegvis.insights.queries.asking import read_asked, view_key
from stegvis.insights.report import Report
from stegvis.workspaces.models import Member
from stegvis.workspaces.queries.lists import ListFrame, read_frame

EMPTY = Report()


@dataclass
class Reading:
    """What was asked of a report, the saved views of its kind, and what it says; `as_of`: when, where that is old.

    `under_way`: it says nothing yet, as the worker is about to make it; `failed`: the worker could not.
    """

    kind: Kind
    frame: ListFrame
    asked: Asked
    report: Report = EMPTY
    as_of: datetime | None = None
    under_way: bool = False
    failed: bool = False
    # Where it is kept: under which key; the newest move and changes of sight; all from before it was made.
    key: str = ""
    state: int = 0
    sight: Sequence[int] = ()

    @property
    def is_awaited(self) -> bool:
        """Whether a newer one is being made."""
        return self.under_way or self.as_of is not None

    def made(self) -> "Reading":
        """The same with the report made now."""
        self.report = self.kind.make(self.asked)
        return self


def read_framed(member: Member, kind: Kind, params: QueryDict) -> Reading:
    """What an address asks a report of `kind` for, before it is made."""
    frame = read_frame(member, view_key(kind), params)
    return Reading(kind, frame, read_asked(member, kind, frame.params))


def read_report(member: Member, kind: Kind, params: QueryDict) -> Reading:
    """The report of `kind` that an address asks for, made now."""
    return read_framed(member, kind, params).made()


def read_for_export(member: Member, kind: Kind, params: QueryDict) -> Reading:
    """The same of those deals only that `member` may take out."""
    reading = read_framed(member, kind, params)
    reading.asked = replace(reading.asked, takes_out=True)
    return reading.made()


def read_deals(member: Member, kind: Kind, params: QueryDict) -> ListPage:
    """A page of the deals behind the figure that `?part=` names; Http404 where the report has none of that name."""
    part = params.get("part", "")
    if not part or len(part) > LONGEST_PART or "\x00" in part:
        raise Http404
    asked = read_asked(member, kind, params)
    try:
        deals = kind.deals(asked, part)
    except (KeyError, ValueError, TypeError, OverflowError) as missing:
        raise Http404 from missing
    # The report's filters have been applied; the list only sorts and pages.
    listing = replace(deals_listing(member, settled=True), filters=(), groupings=())
    page = ListPage(listing, params, member, None)
    page.count = count_capped(deals)
    page.fetch(deals.annotate(company_name=name_of_company(member)), PAGE_SIZE)
    return page
