"""What becomes of members: their role, their leaving and coming back, a link when they lost their password."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.links import password_link
from stegvis.workspaces.models import Member, Role, Workspace
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.locking import actor_now, hold, member_now
from stegvis.workspaces.operations.sessions import end_sessions_of
from stegvis.workspaces.permissions import Actor, may, may_give, require


@transaction.atomic
def change_role(member: Member, role: str, *, by: Actor) -> Member:
    """Make `member` a `role`. Nobody gives or takes a role above their own, and the last owner stays one.

    Raises PermissionDenied, Refused.
    """
    workspace, member, by = held_member(member, by)
    require_rank(by, member.role, role)
    if member.role == role:
        return member
    if member.role == Role.OWNER:
        _keep_an_owner(workspace, member)
    before, member.role = member.role, Role(role)
    member.save(update_fields=["role"])
    audit("role_changed", by=by, detail={"member": member.name, "from": before, "to": role})
    return member


@transaction.atomic
def deactivate_member(member: Member, *, by: Actor) -> Member:
    """Take the workspace away from `member`; what it owns and did stays under its name. The last owner stays.

    Raises PermissionDenied, Refused.
    """
    workspace, member, by = held_member(member, by)
    require_rank(by, member.role)
    if isinstance(by, Member) and by.pk == member.pk:
        raise Refused(_("You cannot take the workspace away from yourself. Ask another admin."))
    if member.role == Role.OWNER:
        _keep_an_owner(workspace, member)
    _set_active(member, False, by)
    end_sessions_of(member)
    return member


@transaction.atomic
def reactivate_member(member: Member, *, by: Actor) -> Member:
    """Give the workspace back to `member`, in the role it had. Raises PermissionDenied."""
    __, member, by = held_member(member, by)
    require_rank(by, member.role)
    return _set_active(member, True, by)


@transaction.atomic
def make_reset_link(member: Member, site: str, *, by: Actor) -> str:
    """An address at which `member` sets a new password: for installations that send no mail.

    Who holds it can be that person everywhere, so it is Refused for members of workspaces in which `by` may not do
    the same. Raises PermissionDenied, Refused.
    """
    __, member, by = held_member(member, by)
    require_rank(by, member.role)
    if member.user is None or not member.active:
        raise Refused(_("%(name)s has no account here. Send an invitation instead.") % {"name": member.name})
    refuse_elsewhere(member, by, _("%(name)s is also in another workspace. Only they can reset the password, by mail."))
    audit("reset_link_made", by=by, detail={"member": member.name})
    return password_link(member.user, site)


def refuse_elsewhere(member: Member, by: Actor, sentence: str) -> None:
    """Raise Refused, with a sentence about %(name)s, unless `by` may do the same wherever `member` works."""
    if any(not _may_reset(other, by) for other in _elsewhere(member)):
        raise Refused(sentence % {"name": member.name})


def require_rank(by: Actor, *roles: str) -> None:
    """Raise PermissionDenied unless `by` may give all these `roles`."""
    if not all(may_give(by, role) for role in roles):
        raise PermissionDenied(_("Only somebody of this role or a higher one can do that."))


def held_member(member: Member, by: Actor) -> tuple[Workspace, Member, Actor]:
    """All three as they are once it is our turn, and `by` allowed to change members."""
    workspace = hold(by.workspace)
    by = actor_now(by, workspace)
    require(by, "members", member)
    return workspace, member_now(member, workspace), by


def _keep_an_owner(workspace: Workspace, leaving: Member) -> None:
    owners = Member.objects.filter(workspace=workspace, role=Role.OWNER, active=True, user__is_active=True)
    if not owners.exclude(pk=leaving.pk).exists():
        raise Refused(_("This is the last owner. Make somebody else an owner first."))


def _set_active(member: Member, active: bool, by: Actor) -> Member:
    if member.active != active:
        member.active = active
        member.save(update_fields=["active"])
        audit("member_reactivated" if active else "member_deactivated", by=by, detail={"member": member.name})
    return member


def _elsewhere(member: Member) -> list[Member]:
    everywhere = Member.objects.across_workspaces("an account is one, whatever workspaces it is in")
    return list(everywhere.filter(user=member.user_id, active=True).exclude(pk=member.pk))


def _may_reset(other: Member, by: Actor) -> bool:
    if not isinstance(by, Member):
        return False
    everywhere = Member.objects.across_workspaces("whether the same person also decides there")
    same = (
        everywhere.filter(workspace=other.workspace_id, user=by.user_id, active=True)
        .select_related("workspace")
        .first()
    )
    return same is not None and may(same, "members") and may_give(same, other.role)
