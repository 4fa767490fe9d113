"""The places of Settings. An app adds its own from `AppConfig.ready`; one whose address does not exist is left out."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.ui.rail import exists
from stegvis.ui.render import render
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import may


@dataclass(frozen=True)
class Entry:
    """One place: a URL name that takes `slug`, its words, position, and the verb whose holders are shown it."""

    key: str
    name: str
    label: str | Promise
    position: int
    verb: str = "settings"


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add a place, or replace the one with the same key."""
    _entries[entry.key] = entry


def entries(member: Member) -> list[tuple[Entry, str]]:
    """The places `member` may go to, in order, each with its address."""
    chosen = sorted(_entries.values(), key=lambda entry: entry.position)
    slug = member.workspace.slug
    return [(one, reverse(one.name, args=[slug])) for one in chosen if exists(one.name) and may(member, one.verb)]


def render_settings(request: HttpRequest, template: str, place: str, **context) -> HttpResponse:
    """A page of Settings: a template that extends "workspaces/settings.html"; `place` is the key of its entry."""
    nav = entries(request.member)  # type: ignore[attr-defined]
    return render(request, template, settings_nav=nav, settings_place=place, **context)


register(Entry("profile", "workspaces:profile", _("You"), 5, verb="see"))
register(Entry("security", "workspaces:security", _("Sign-in"), 7, verb="see"))
register(Entry("workspace", "workspaces:workspace", _("Workspace"), 10))
register(Entry("members", "workspaces:members", _("Members"), 20, verb="see"))
register(Entry("teams", "workspaces:teams", _("Teams"), 30, verb="see"))
register(Entry("permissions", "workspaces:permissions", _("Permissions"), 40, verb="see"))
register(Entry("processes", "processes:processes", _("Processes"), 50, verb="processes"))
register(Entry("fields", "workspaces:own_fields", _("Custom fields"), 65))
register(Entry("tags", "workspaces:tags", _("Tags"), 70))
register(Entry("mail", "workspaces:mail", _("Mail"), 80))
register(Entry("data", "transfer:data", _("Data"), 90, verb="import"))
register(Entry("trash", "workspaces:trash", _("Trash"), 95, verb="delete"))
register(Entry("audit", "workspaces:audit", _("Audit log"), 100, verb="audit"))
register(Entry("about", "workspaces:about", _("About"), 110, verb="see"))
