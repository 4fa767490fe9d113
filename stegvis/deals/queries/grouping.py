"""How the list of deals can be grouped."""

import datetime
from collections.abc import Collection, Mapping

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from stegvis.core.lists import Grouping
from stegvis.core.lists.grouping import Amounts
from stegvis.deals.conversion import convert, rates_on
from stegvis.deals.models.deal import FAR_OFF
from stegvis.people.filters import member_names
from stegvis.processes.models import Stage, StageKind
from stegvis.ui.formats import money
from stegvis.workspaces.models import Member


def _stages(ids: Collection[int], reader: Member) -> Mapping[int, str]:
    """Stages by name, with the process where there are several."""
    found = Stage.objects.filter(workspace=reader.workspace_id, pk__in=ids).values_list("pk", "name", "process__name")
    rows = list(found)
    several = len({process for _pk, _name, process in rows}) > 1
    return {pk: f"{process} · {name}" if several else name for pk, name, process in rows}


def _statuses(kinds: Collection[str], reader: Member) -> Mapping[str, str]:
    return {kind: str(StageKind(kind).label) for kind in kinds}


def _month(day: datetime.date) -> datetime.date | None:
    return None if day >= FAR_OFF else day.replace(day=1)


def _of_month(deals: QuerySet, month: datetime.date | None) -> QuerySet:
    if month is None:
        return deals.filter(closing__gte=FAR_OFF)
    following = (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return deals.filter(closing__gte=month, closing__lt=following)


def _months(months: Collection[datetime.date], reader: Member) -> Mapping[datetime.date, str]:
    return {month: date_format(month, "F Y") for month in months}


def _total(amounts: Amounts, reader: Member) -> str:
    """A sum in the base currency; what has no rate stands behind it."""
    total = convert(amounts, rates_on(reader.workspace, amounts), reader.workspace.currency)
    parts = [money(total.amount, total.base), *(money(amount, currency) for currency, amount in total.apart)]
    return " + ".join(parts)


GROUPINGS = (
    Grouping("stage", _("Stage"), "stage_id", "closing", _stages, total=_total),
    Grouping("owner", _("Owner"), "owner_id", "closing", member_names, none=_("No owner"), total=_total),
    Grouping("status", _("Status"), "status", "closing", _statuses, total=_total),
    Grouping(
        "month",
        _("Month of the expected close"),
        "closing",
        "",
        _months,
        none=_("No date"),
        of=_month,
        narrow=_of_month,
        total=_total,
    ),
)
