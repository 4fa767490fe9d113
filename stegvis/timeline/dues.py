"""The day and the moment something is due, in the zone of who is to do it."""

import datetime
from zoneinfo import ZoneInfo

from stegvis.workspaces.middleware import zone_of
from stegvis.workspaces.models import Member, Workspace

Due = tuple[datetime.date | None, datetime.datetime | None]


def zone_for(assignee: Member | None, workspace: Workspace) -> ZoneInfo:
    """The zone in which a task of `assignee` has its day; the workspace's for nobody's."""
    if assignee is None:
        return ZoneInfo(workspace.time_zone)
    assignee.workspace = workspace
    return zone_of(assignee)


def due_at(day: datetime.date | None, time: datetime.time | None, zone: ZoneInfo) -> datetime.datetime | None:
    """The moment of a day and a time in `zone`; None without both. In the hour a change of clocks leaves out: after."""
    if day is None or time is None:
        return None
    return datetime.datetime.combine(day, time, zone).astimezone(datetime.UTC)


def time_of(moment: datetime.datetime | None, zone: ZoneInfo) -> datetime.time | None:
    """The time of day of `moment` in `zone`."""
    return moment.astimezone(zone).time().replace(second=0, microsecond=0) if moment else None


def today_of(member: Member) -> datetime.date:
    """The day it is where `member` is."""
    return datetime.datetime.now(zone_of(member)).date()
