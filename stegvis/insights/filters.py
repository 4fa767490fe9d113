"""By what every report can be narrowed: what deals are narrowed by, and the period."""

from collections.abc import Sequence
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.core.lists import Choices, Contains, Filter, Option
from stegvis.deals.filters import FILTERS, offered
from stegvis.insights.periods import Period
from stegvis.processes.models import ProcessVersion
from stegvis.workspaces.models import Member


def by_version(queryset: QuerySet, versions: Sequence[str], member: Member) -> QuerySet:
    """Deals that run in one of the versions of a process."""
    return queryset.filter(stage__version__in=versions)


def versions(member: Member) -> list[Option]:
    """All published versions, newest first; asked once for each member object."""
    if "_versions" not in member.__dict__:
        rows = ProcessVersion.objects.filter(workspace=member.workspace_id, process__deletion=None)
        named = rows.order_by("process__position", "process_id", "-number").values_list(
            "pk", "process__name", "number", "name"
        )
        member.__dict__["_versions"] = [
            Option(str(pk), f"{process} {number}" + (f" · {name}" if name else ""))
            for pk, process, number, name in named
        ]
    return member.__dict__["_versions"]


PERIOD = Period("period", _("Period"), column="")
PROCESS = Choices("process", _("Process"), choose=partial(offered, "process"), lookup="process")
VERSION = Choices("version", _("Version"), choose=versions, by=by_version, extra=True)
SOURCE = Contains("source", _("Source"), lookup=lambda text: _source(text), extra=True)
OF_DEALS = {one.key: one for one in FILTERS}
COMMON: tuple[Filter, ...] = (
    PROCESS,
    PERIOD,
    OF_DEALS["team"],
    OF_DEALS["owner"],
    SOURCE,
    VERSION,
    *(one for key, one in OF_DEALS.items() if key not in ("team", "owner")),
)


def _source(text: str):
    from django.db.models import Q

    return Q(source__icontains=text)
