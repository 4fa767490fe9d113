"""From an address, or the words of a command, to what a report is asked."""

from django.http import QueryDict
from django.utils import timezone

from stegvis.core.lists import Listing
from stegvis.core.lists.listing import ListPage
from stegvis.insights.asked import Asked
from stegvis.insights.filters import COMMON
from stegvis.insights.kinds import Kind
from stegvis.insights.periods import chosen_span
from stegvis.processes.models import Process
from stegvis.workspaces.models import Member
from stegvis.workspaces.own.columns import with_own_fields


def read_asked(member: Member, kind: Kind, params: QueryDict) -> Asked:
    """What `params` ask a report of `kind` for. Never raises: what is not understood is in `page.notices`."""
    listing = with_own_fields(Listing(view_key(kind), (), (*COMMON, *kind.filters), ""), member, "deal")
    page = ListPage(listing, params, member, None)
    used = {one.filter.key: one for one in page.filters}
    today = timezone.localdate()
    start, end = chosen_span(used["period"], kind.period, today)
    version = used["version"].value or ()
    return Asked(
        member=member,
        process=_process(member, kind, used["process"].value or ()),
        version=int(version[0]) if len(version) == 1 else None,
        start=start,
        end=end,
        today=today,
        page=page,
    )


def view_key(kind: Kind) -> str:
    """Under which name the saved views of a report are kept."""
    return f"insights-{kind.name}"


def _process(member: Member, kind: Kind, chosen) -> Process | None:
    """The one that was chosen; where a report needs one and none was, the first that is in use."""
    found = Process.objects.filter(workspace=member.workspace_id)
    if len(chosen) == 1 or (chosen and kind.one_process):
        return found.filter(pk=chosen[0]).first()
    if not kind.one_process:
        return None
    return found.filter(current__isnull=False, archived_at=None).order_by("position", "id").first()
