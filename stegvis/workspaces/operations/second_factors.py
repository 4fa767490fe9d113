"""Passkeys, authenticator apps and recovery codes: allauth keeps them; this keeps what follows from them."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.models import Member, User, Workspace
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.locking import actor_now, hold
from stegvis.workspaces.operations.members import held_member, refuse_elsewhere, require_rank
from stegvis.workspaces.permissions import Actor, require


def keep_second_factor(user: User) -> bool:
    """Keep on `user` whether it has a second factor; returns that."""
    has = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    if user.second_factor != has:
        user.second_factor = has
        user.save(update_fields=["second_factor"])
    return has


@transaction.atomic
def demand_second_factor(demanded: bool, *, by: Actor) -> Workspace:
    """Let members in only with a second factor, or without one again. Raises PermissionDenied."""
    workspace = hold(by.workspace)
    require(actor_now(by, workspace), "permissions")
    if workspace.second_factor != demanded:
        workspace.second_factor = demanded
        workspace.save(update_fields=["second_factor"])
        audit("second_factor_demanded", by=by, detail={"demanded": demanded})
    return workspace


@transaction.atomic
def reset_second_factors(member: Member, *, by: Actor) -> Member:
    """Take away the second factors of `member`, who lost them: a password is enough until it sets up new ones.

    Raises PermissionDenied, and Refused for members of workspaces in which `by` may not do the same, or without any.
    """
    _workspace, member, by = held_member(member, by)
    require_rank(by, member.role)
    refuse_elsewhere(member, by, _("%(name)s is also in another workspace, so this cannot be done here."))
    removed = Authenticator.objects.filter(user=member.user_id).delete()[0] if member.user_id else 0
    if not removed:
        raise Refused(_("%(name)s has no second factor.") % {"name": member.name})
    keep_second_factor(member.user)
    audit("second_factors_reset", by=by, detail={"member": member.name})
    return member
