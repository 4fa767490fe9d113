"""Results that are made anew, and forgotten."""

from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone, translation

from stegvis.core.jobs import every, job
from stegvis.insights.kinds import known
from stegvis.insights.operations.keeping import forget_results, make_and_keep
from stegvis.insights.queries.reading import read_framed
from stegvis.workspaces.models import Member


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


@every(hours=24)
@job
def forget_old_results() -> None:
    """What was kept for questions of days that are over."""
    forget_results()
