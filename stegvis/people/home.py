"""Which country a workspace is at home in: what a phone number without country code means."""

from functools import lru_cache

from babel.core import get_global

from stegvis.workspaces.models import Workspace


def home_country(workspace: Workspace) -> str:
    """The two-letter country of the workspace's time zone; empty where a zone belongs to none (UTC)."""
    return country_of_zone(workspace.time_zone)


@lru_cache(maxsize=256)
def country_of_zone(zone: str) -> str:
    """ "Europe/Stockholm" is in SE."""
    country = get_global("zone_territories").get(zone, "")
    return country if len(country) == 2 and country.isalpha() else ""
