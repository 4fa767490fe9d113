"""Results that are made anew, and forgotten."""

from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone, translation

from stegvis.core.jobs import every, job
from stegvis.insights.kinds import known
from stegvis.insights.models import ColumnsKept
from stegvis.insights.operations.keeping import forget_changes, forget_results, make_and_keep
from stegvis.insights.queries.kept import is_for_columns
from stegvis.insights.queries.reading import read_framed
from stegvis.workspaces.models import Member, Workspace


@job
def make_anew(member: int, name: str, query: str, language: str, zone: str) -> None:
    """Make a report again as `member` asked for it, in the same words and days."""
    everywhere = Member.objects.across_workspaces("the job names its member")
    who = everywhere.filter(pk=member, active=True).select_related("workspace", "user").first()
    kind = known(name)
    if who is None or kind is None:
        return
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        asked = QueryDict(query, mutable=True)
        asked["view"] = "none"
        make_and_keep(read_framed(who, kind, asked), by=who)


@job
def keep_stays(workspace: int) -> None:
    """Keep the stays of a large workspace as columns, or bring what is kept of them up to date."""
    from stegvis.insights.operations.columns import drop_columns, keep_columns

    found = Workspace.objects.filter(pk=workspace).first()
    if found is not None:
        (keep_columns if is_for_columns(workspace) else drop_columns)(found)


@every(hours=1)
@job
def keep_all_stays() -> None:
    """The same wherever columns are kept: what changed since need not be read row by row for each report."""
    for workspace in ColumnsKept.objects.across_workspaces("of each").values_list("workspace_id", flat=True):
        keep_stays.call(workspace)


@every(hours=24)
@job
def forget_old_results() -> None:
    """What was kept for questions of days that are over."""
    forget_results()
    forget_changes()
