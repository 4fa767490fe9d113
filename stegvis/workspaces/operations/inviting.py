"""Inviting people, and joining."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.jobs.enqueueing import enqueue_on_commit
from stegvis.workspaces.models import Invitation, Member, User
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.locking import actor_now, hold
from stegvis.workspaces.operations.members import require_rank
from stegvis.workspaces.operations.users import NewUser, create_user, find_user
from stegvis.workspaces.permissions import require

LASTS = timedelta(days=14)


@transaction.atomic
def invite_member(email: str, role: str, *, by: Member, site: str = "") -> Invitation:
    """An invitation of `email` as `role`, which replaces an open one of the same address.

    With `site` (this installation's address) it is also mailed, where a mail server is configured. Raises
    PermissionDenied, and Refused for who is a member already.
    """
    workspace = hold(by.workspace)
    by = actor_now(by, workspace)  # type: ignore[assignment]
    require(by, "members")
    require_rank(by, role)
    email = email.strip().lower()
    members = Member.objects.filter(workspace=workspace, email__iexact=email, active=True)
    if members.exclude(user=None).exists():
        raise Refused(_("%(email)s is a member already.") % {"email": email})
    Invitation.objects.filter(workspace=workspace, email=email).open().update(revoked_at=timezone.now())
    ends = timezone.now() + LASTS
    made = Invitation.objects.create(workspace=workspace, email=email, role=role, invited_by=by, expires_at=ends)
    audit("invited", by=by, detail={"email": email, "role": role})
    if site:
        _mail(made, site)
    return made


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Member) -> Invitation:
    """Make the link of `invitation` worthless. Raises PermissionDenied, and Refused when it was used already."""
    workspace = hold(by.workspace)
    require(actor_now(by, workspace), "members", invitation)
    changed = Invitation.objects.filter(workspace=workspace, pk=invitation.pk, accepted_at=None)
    if not changed.update(revoked_at=timezone.now()):
        raise Refused(_("This invitation was accepted already."))
    audit("invitation_revoked", by=by, detail={"email": invitation.email})
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User | NewUser) -> Member:
    """Make `by` a member; somebody new gets an account. The e-mail address must be the invited one.

    A member known only from imported history, or one who left, comes back as who they were. Raises Refused when the
    invitation no longer works, is another's, or a new user's address has an account.
    """
    workspace = hold(invitation.workspace)
    invitation = Invitation.objects.get(workspace=workspace, pk=invitation.pk)
    if not invitation.is_open:
        raise Refused(_("This invitation has been used, revoked or has expired."))
    if by.email.strip().lower() != invitation.email:
        raise Refused(_("This invitation is for another e-mail address than the one you are signed in with."))
    user = _account(by)
    member = _place_for(user, invitation)
    member.workspace = workspace
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    audit("invitation_accepted", by=member, detail={"role": member.role})
    return member


def _account(by: User | NewUser) -> User:
    if isinstance(by, User):
        return by
    if find_user(by.email):
        raise Refused(_("There is an account for this e-mail address already. Sign in to join."))
    return create_user(by)


def _place_for(user: User, invitation: Invitation) -> Member:
    """The member `user` is from now on: the one it was, the one history knows by this address, or a new one."""
    members = Member.objects.filter(workspace=invitation.workspace_id)
    known = members.filter(Q(user=user) | Q(user=None, email__iexact=user.email)).order_by("-user_id", "id").first()
    if known and known.user_id and known.active:
        return known
    member = known or Member(workspace_id=invitation.workspace_id)
    member.user, member.name, member.email = user, str(user), user.email
    member.role, member.active, member.joined_at = invitation.role, True, timezone.now()
    member.save()
    return member


def _mail(invitation: Invitation, site: str) -> None:
    from stegvis.workspaces.jobs import mail_invitation

    enqueue_on_commit(mail_invitation, invitation.workspace_id, invitation.pk, site)
