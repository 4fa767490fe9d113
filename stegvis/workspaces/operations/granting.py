"""Changing one cell of the table of permissions."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.models import Workspace
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.locking import actor_now, hold
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, Scope, choices, default, grant, may_change_column, require

VERB = "permission"


@transaction.atomic
def set_grant(role: str, verb: str, scope: Scope, *, by: Actor) -> Workspace:
    """Grant `role` the `verb` for `scope` in the workspace of `by`; a cell set to its default is no longer changed.

    Raises PermissionDenied (also for one's own role and those above), and Refused outside the limits.
    """
    workspace, asked = hold(by.workspace), by
    by = actor_now(by, workspace)
    require(by, "permissions")
    if not may_change_column(by, role):
        raise PermissionDenied(_("You can only change what roles below your own may do."))
    if scope not in choices(role, verb):
        raise Refused(_("This permission cannot be set like that."))
    before = grant(workspace, role, verb)
    workspace.grants = _with_cell(workspace.grants, role, verb, scope)
    workspace.save(update_fields=["grants"])
    detail = {"role": role, "verb": verb, "from": before.name.lower(), "to": scope.name.lower()}
    audit("permission_changed", by=by, detail=detail)
    if before != scope:
        keep_undo(VERB, {"role": role, "verb": verb, "scope": before.name}, by=asked)
    return workspace


@takes_back(VERB)
def _grant_again(before: Mapping[str, Any], by: Actor) -> None:
    set_grant(before["role"], before["verb"], Scope[before["scope"]], by=by)


def _with_cell(grants: dict, role: str, verb: str, scope: Scope) -> dict:
    column = {one: value for one, value in grants.get(role, {}).items() if one != verb}
    if scope != default(role, verb):
        column[verb] = scope.name.lower()
    others = {one: cells for one, cells in grants.items() if one != role}
    return others | {role: column} if column else others
