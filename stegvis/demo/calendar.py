"""When things happen in the demo: on working days, in office hours, never in the future."""

import math
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

DAYS = 425  # fourteen months


class Calendar:
    """The demo's time: ends now, in the workspace's zone, and is the same for the same day and seed."""

    def __init__(self, now: datetime, zone: str, chance: Random) -> None:
        self.zone = ZoneInfo(zone)
        # Whole hours: what is drawn between a deal's beginning and now is then the same a minute later.
        self.now = now.astimezone(self.zone).replace(minute=0, second=0, microsecond=0)
        self.chance = chance

    def start(self) -> datetime:
        """When a deal begins: every second one within the last quarter, so that there is work on the board."""
        ago = self.chance.random() * (DAYS if self.chance.random() < 0.6 else 75) + 0.2
        moment = self.office_hour(self.now - timedelta(days=ago))
        return moment if self.is_past(moment) else self.office_hour(moment - timedelta(days=3))

    def after(self, moment: datetime, days: float) -> datetime:
        """A moment of work about `days` later: some are quick, a few take very long."""
        factor = math.exp(self.chance.gauss(-0.1, 0.7))
        later = self.office_hour(moment + timedelta(days=max(days * factor, 0.1)))
        return max(later, moment + timedelta(minutes=20))  # the same day may have an earlier hour

    def between(self, first: datetime, last: datetime) -> datetime:
        """A moment of work between two others."""
        moment = self.office_hour(first + (last - first) * self.chance.random())
        return min(max(moment, first), last)

    def is_past(self, moment: datetime) -> bool:
        """Whether it has happened by now."""
        return moment < self.now

    def office_hour(self, moment: datetime) -> datetime:
        """The same day, or the Monday after a weekend, at some time between eight and five."""
        local = moment.astimezone(self.zone)
        local += timedelta(days=max(0, 7 - local.isoweekday() + 1) if local.isoweekday() > 5 else 0)
        minutes = 8 * 60 + self.chance.randrange(9 * 60)
        return datetime.combine(local.date(), time(minutes // 60, minutes % 60), self.zone)
