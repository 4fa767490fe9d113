"""Telling those whom an entry concerns: members named in it, and those who follow the record."""

import re

from stegvis.timeline.homes import kind_of
from stegvis.timeline.models import EntryKind
from stegvis.timeline.queries.people import mentionable
from stegvis.workspaces.models import Member, Owned
from stegvis.workspaces.operations.telling import notify
from stegvis.workspaces.permissions import Actor
from stegvis.workspaces.queries.following import followers
from stegvis.workspaces.telling import KINDS

ACTS = {
    EntryKind.NOTE: "noted",
    EntryKind.CALL: "called",
    EntryKind.MEETING: "met",
    EntryKind.FILE: "filed",
}


def members_named(text: str, record: Owned) -> list[Member]:
    """The members named in `text` ("@Alice Berg") who see `record`; of two names the longer one counts."""
    if "@" not in text:
        return []
    known = {member.name: member for member in reversed(mentionable(record)) if member.name}
    names = sorted(known, key=len, reverse=True)
    pattern = "|".join(rf"@{re.escape(name)}(?!\w)" for name in names)
    found = re.findall(pattern, text) if names else []
    return [known[name[1:]] for name in dict.fromkeys(found)]


def tell_of_entry(kind: str, record: Owned, named: list[Member], *, by: Actor) -> None:
    """Tell the members `named` in an entry on `record`, and those who follow it (or its company) of the entry."""
    if kind_of(record) not in KINDS:
        return
    notify(named, "mentioned", record, by=by)
    if kind in ACTS:
        company = getattr(record, "company_id", None)
        following = followers(record, [("company", company)] if company else [])
        notify([one for one in following if one not in named], ACTS[EntryKind(kind)], record, by=by)
