"""What the palette offers about workspaces: places of Settings, other workspaces, signing out."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext as _

from stegvis.ui.palette import Command
from stegvis.workspaces.queries import memberships
from stegvis.workspaces.settings_nav import entries


def workspace_commands(request: HttpRequest, on: ResolverMatch | None) -> Iterable[Command]:
    """Those that `request.member` may use."""
    member = request.member  # type: ignore[attr-defined]
    for entry, address in entries(member):
        label = _("Settings: %(place)s") % {"place": entry.label}
        yield Command("go", label, address, "settings", first=False)
    for other in memberships(member.user):
        if other.workspace_id != member.workspace_id:
            label = _("Workspace: %(name)s") % {"name": other.workspace.name}
            yield Command("go", label, f"/w/{other.workspace.slug}/deals/", "layers", words=_("switch"), first=False)
    yield Command("you", _("Sign out"), reverse("account_logout"), "log-out", post={}, first=False)
