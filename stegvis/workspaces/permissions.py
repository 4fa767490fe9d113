"""The one table of permissions: role x verb -> all / team / own / none.

A workspace may change single cells (`Workspace.grants`), within the limits of `choices`: owners keep everything, what
concerns the whole workspace is all or none, viewers only look, and nobody touches what they cannot see. Who may give
a role or change a column is a matter of rank: see `may_give` and `may_change_column`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.core.json_rows import JsonRows
from stegvis.core.written import Written
from stegvis.workspaces.models import Member, Role, Team, Workspace

if TYPE_CHECKING:
    from stegvis.workspaces.models import OwnedQuerySet


class Scope(IntEnum):
    """Of whose records a verb is granted; a larger one includes the smaller."""

    NONE = 0
    OWN = 1
    TEAM = 2
    ALL = 3


@dataclass(frozen=True)
class Automation:
    """Something that acts in a workspace without a person: a job, an import, the demo. May do everything there."""

    name: str
    workspace: Workspace


Actor = Member | Automation
ROLES = [Role.OWNER, Role.ADMIN, Role.MANAGER, Role.SELLER, Role.VIEWER]
A, T, O, N = Scope.ALL, Scope.TEAM, Scope.OWN, Scope.NONE

# Columns: owner, admin, manager, seller, viewer.
TABLE: dict[str, tuple[Scope, ...]] = {
    "see": (A, A, A, A, A),
    "insights": (A, A, A, A, A),
    "coach": (A, A, A, O, N),
    "create": (A, A, A, O, N),
    "edit": (A, A, A, O, N),
    "write": (A, A, A, A, N),
    "reassign": (A, A, T, O, N),
    "delete": (A, A, T, O, N),
    "plan": (A, A, A, O, N),
    "approve": (A, A, A, N, N),
    "forecast": (A, A, A, N, N),
    "targets": (A, A, A, N, N),
    "import": (A, A, A, N, N),
    "export": (A, A, A, O, N),
    "processes": (A, A, A, N, N),
    "share": (A, A, A, N, N),
    "settings": (A, A, N, N, N),
    "members": (A, A, N, N, N),
    "permissions": (A, A, N, N, N),
    "audit": (A, A, N, N, N),
}
# Verbs about the workspace itself: there is no half of it.
WHOLE = {"import", "processes", "share", "settings", "members", "permissions", "audit"}
# Verbs about records somebody owns: never granted further than seeing.
OF_RECORDS = {
    *("insights", "coach", "edit", "write", "reassign", "delete", "plan"),
    *("export", "approve", "forecast", "targets"),
}
# What makes a member an administrator stays with those who are trusted with it.
TRUSTED = {"settings", "members", "permissions"}
NAMES = {
    "see": gettext_lazy("See"),
    "insights": gettext_lazy("See figures of"),
    "coach": gettext_lazy("Compare sellers"),
    "create": gettext_lazy("Create"),
    "edit": gettext_lazy("Change"),
    "write": gettext_lazy("Write on the timeline"),
    "reassign": gettext_lazy("Give to someone else"),
    "delete": gettext_lazy("Delete"),
    "plan": gettext_lazy("Share a plan with the buyer"),
    "approve": gettext_lazy("Approve prices below the floor"),
    "forecast": gettext_lazy("Adjust the forecast of"),
    "targets": gettext_lazy("Set targets of"),
    "import": gettext_lazy("Import"),
    "export": gettext_lazy("Export"),
    "processes": gettext_lazy("Change processes"),
    "share": gettext_lazy("Share views"),
    "settings": gettext_lazy("Change settings"),
    "members": gettext_lazy("Invite and change members"),
    "permissions": gettext_lazy("Change permissions"),
    "audit": gettext_lazy("Read the audit log"),
}


def grant(workspace: Workspace, role: str, verb: str) -> Scope:
    """The scope that `role` has for `verb` in `workspace`; raises KeyError for an unknown verb."""
    scope = _cell(workspace, role, verb)
    return min(scope, _cell(workspace, role, "see")) if verb in OF_RECORDS else scope


def default(role: str, verb: str) -> Scope:
    """The scope that `role` has for `verb` where nobody changed it."""
    return TABLE[verb][ROLES.index(Role(role))]


def choices(role: str, verb: str) -> list[Scope]:
    """What a workspace may set the cell to, largest first; one scope only where the cell is fixed."""
    if role == Role.OWNER:
        return [A]
    if verb == "see":
        return [A, T, O]
    if role == Role.VIEWER and verb not in ("insights", "export", "audit"):
        return [N]
    if verb in TRUSTED and ROLES.index(Role(role)) > ROLES.index(Role.MANAGER):
        return [N]
    return [A, N] if verb in WHOLE else [A, T, O, N]


def may_give(actor: Actor, role: str) -> bool:
    """Whether `actor`, as far as rank goes, may make somebody a `role` or change somebody who is one: up to its own."""
    return isinstance(actor, Automation) or _rank(actor.role) <= _rank(role)


def may_change_column(actor: Actor, role: str) -> bool:
    """Whether `actor` may change what `role` is granted: of roles below its own only, so nobody raises themselves."""
    return may(actor, "permissions") and (isinstance(actor, Automation) or _rank(actor.role) < _rank(role))


def _rank(role: str) -> int:
    return ROLES.index(Role(role))


def _cell(workspace: Workspace, role: str, verb: str) -> Scope:
    """The cell as changed, as long as the change is still one of the choices."""
    changed = workspace.grants.get(role, {}).get(verb)
    if changed is not None and Scope[changed.upper()] in choices(role, verb):
        return Scope[changed.upper()]
    return default(role, verb)


def scope_of(actor: Actor, verb: str) -> Scope:
    """The scope that `actor` has for `verb`."""
    if isinstance(actor, Automation):
        return Scope.ALL
    return grant(actor.workspace, actor.role, verb) if actor.active else Scope.NONE


def colleagues(member: Member, scope: Scope) -> list[int] | None:
    """Whose records `scope` covers: None for everybody's, else members' ids."""
    if scope == Scope.ALL:
        return None
    if scope == Scope.TEAM:
        return [member.pk, *teammates(member)]
    return [member.pk] if scope == Scope.OWN else []


def seen_scope(member: Member) -> dict[str, list[int]] | None:
    """Whose records `member` sees, as a value for written queries: {} for everybody's, None for nobody's."""
    owners = colleagues(member, scope_of(member, "see"))
    return None if owners == [] else {"owners": owners} if owners else {}


def teammates(member: Member) -> list[int]:
    """Ids of the members of the member's teams, itself included; asked once for each member object.

    The member of a request brings them along (`MATES`): pages ask nothing for them.
    """
    if "_teammates" not in member.__dict__:
        member.__dict__["_teammates"] = [pk for (pk,) in TEAMMATES(member=member.pk)]
    return member.__dict__["_teammates"]


def _of_teams(member: int) -> QuerySet:
    teams = Team.objects.across_workspaces("a member is of one workspace").filter(members=member).values("pk")
    return Team.members.through.objects.filter(team_id__in=teams).values_list("member_id")


TEAMMATES = Written(_of_teams)
# What a query of members annotates so that each brings its teammates along, for `bring_mates`.
MATES = JsonRows(
    Team.members.through.objects.filter(team__members=OuterRef("pk"), team__deletion=None).order_by(), id="member_id"
)


def bring_mates(member: Member, rows: Iterable[Mapping[str, int]]) -> None:
    """Keep what came along by MATES."""
    member.__dict__["_teammates"] = [row["id"] for row in rows]


def may(actor: Actor, verb: str, record=None) -> bool:
    """Whether `actor` may `verb`, on `record` where one is given (anything with `workspace_id`, maybe `owner_id`)."""
    if record is not None and record.workspace_id != workspace_of(actor).pk:
        return False
    scope = scope_of(actor, verb)
    if scope in (Scope.ALL, Scope.NONE) or record is None:
        return scope > Scope.NONE and not _hidden(actor, record)
    return _covers(actor, scope, record) and not _hidden(actor, record)


def allowed(records: "OwnedQuerySet", actor: Actor, verb: str) -> "OwnedQuerySet":
    """Those of the owned `records` with which `actor` may `verb`: what `may` says of each, as a set."""
    if isinstance(actor, Automation):
        return records.filter(workspace=actor.workspace)
    seen, scope = records.visible_to(actor), scope_of(actor, verb)
    owners = colleagues(actor, scope)
    if scope == Scope.NONE or owners is None:
        return seen.none() if scope == Scope.NONE else seen
    return seen.filter(Q(owner__isnull=True) | Q(owner__in=owners))


def may_see_field(actor: Actor, field) -> bool:
    """Whether `actor` may know of an own field of the workspace and its values."""
    return isinstance(actor, Automation) or actor.role == Role.OWNER or actor.role in field.seen_by


def seen_by_all(field) -> bool:
    """Whether no role is kept from an own field."""
    return {Role.OWNER.value, *field.seen_by} == {role.value for role in ROLES}


def may_edit_field(actor: Actor, field) -> bool:
    """Whether `actor` may change values of an own field, on records that it may change."""
    if isinstance(actor, Automation) or actor.role == Role.OWNER:
        return True
    return may_see_field(actor, field) and actor.role in field.edited_by


def require(actor: Actor, verb: str, record=None) -> None:
    """Raise PermissionDenied, with a sentence for the person, unless `actor` may `verb`."""
    if not may(actor, verb, record):
        raise PermissionDenied(_("Your role does not allow this. Ask an admin of the workspace."))


def member_of(actor: Actor) -> Member | None:
    """The member behind `actor`; None for an automation."""
    return None if isinstance(actor, Automation) else actor


def signed(actor: Actor) -> dict[str, Any]:
    """Who did it, as history keeps it: the fields `by` and `automation`."""
    return {"by": member_of(actor), "automation": actor.name if isinstance(actor, Automation) else ""}


def workspace_of(actor: Actor) -> Workspace:
    """The workspace in which `actor` acts."""
    return actor.workspace


def _covers(actor, scope: Scope, record) -> bool:
    """Nobody's records are covered like one's own: somebody has to be able to pick them up."""
    owner = getattr(record, "owner_id", None)
    return owner is None or owner == actor.pk or owner in (colleagues(actor, scope) or ())


def _hidden(actor, record) -> bool:
    if record is None or isinstance(actor, Automation) or not getattr(record, "private", False):
        return False
    if record.owner_id == actor.pk:
        return False
    # What is not a record of sellers has nobody named on it.
    return record.pk is None or not hasattr(record, "named") or not record.named.filter(pk=actor.pk).exists()
