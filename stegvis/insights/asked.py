"""What a reader asks a report for: whose eyes, which process, which days, through which filters."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from stegvis.core.lists.filters import InUse
from stegvis.core.lists.listing import ListPage
from stegvis.deals.periods import begin_of
from stegvis.insights.periods import BEGIN, Span, said
from stegvis.processes.models import Process
from stegvis.workspaces.models import Member, Workspace


@dataclass(frozen=True)
class Asked:
    """One question to a report. Days are the member's, `end` is included; `page` holds filters and addresses.

    `process` is None where all are asked for (or several); `version` is the id of a published version, or None.
    """

    member: Member
    process: Process | None
    version: int | None
    start: date
    end: date
    today: date
    page: ListPage
    # Whether the figures leave the program: then they are of what the asker may export, too.
    takes_out: bool = False

    @property
    def workspace(self) -> Workspace:
        """Where it is asked."""
        return self.member.workspace

    @property
    def filters(self) -> list[InUse]:
        """All filters as they are used, the period among them."""
        return self.page.filters

    @property
    def begin(self) -> datetime:
        """The first moment of the period."""
        return begin_of(self.start)

    @property
    def after(self) -> datetime:
        """The first moment that is no longer in the period."""
        return begin_of(self.end + timedelta(days=1))

    @property
    def is_all_time(self) -> bool:
        """Whether the period has no beginning."""
        return self.start == BEGIN

    @property
    def period_words(self) -> str:
        """The period as a sentence names it."""
        return said(Span(self.start, self.end))

    def used(self, key: str) -> InUse | None:
        """A filter as it is used."""
        return next((one for one in self.filters if one.filter.key == key), None)

    def narrow(self, deals: QuerySet) -> QuerySet:
        """`deals` with only those that pass all filters."""
        narrowed = self.page.narrow(deals)
        return narrowed if self.process is None else narrowed.filter(process=self.process.pk)
