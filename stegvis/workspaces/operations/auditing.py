"""The audit log: written where it happens, read in settings, never changed."""

from stegvis.workspaces.models import AuditEntry
from stegvis.workspaces.permissions import Actor, Automation


def audit(act: str, *, by: Actor, detail: dict | None = None, address: str | None = None) -> AuditEntry:
    """Note that `by` did `act` (a word of the list in the audit view) in its workspace."""
    who = by.name if isinstance(by, Automation) else (by.email or by.name)
    return AuditEntry.objects.create(workspace=by.workspace, act=act, who=who, detail=detail or {}, address=address)
