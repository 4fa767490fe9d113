"""Mails the worker sends: the request that asked for one does not wait for a mail server."""

import logging

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task as job

from stegvis.core.errors import Refused
from stegvis.core.jobs.chunks import chunked_job
from stegvis.core.jobs.schedule import every
from stegvis.workspaces import mailing
from stegvis.workspaces.links import invitation_link, password_link, site_address
from stegvis.workspaces.models import Handover, Invitation, Member, User
from stegvis.workspaces.operations.handing import step_handover
from stegvis.workspaces.operations.purging import empty_trash, erase_part
from stegvis.workspaces.operations.reading import forget_notices
from stegvis.workspaces.queries.notices import in_words, notices_to_mail

logger = logging.getLogger(__name__)


@job
def mail_invitation(workspace_id: int, invitation_id: int, site: str) -> None:
    """Mail the link of an invitation, in the workspace's language; without a server it is there to copy."""
    open_ones = Invitation.objects.filter(workspace=workspace_id, pk=invitation_id).open()
    invitation = open_ones.select_related("workspace", "invited_by__user").first()
    server = mailing.server_for(invitation.workspace) if invitation else None
    if invitation is None or server is None:
        return
    with translation.override(invitation.workspace.language):
        facts = {"workspace": invitation.workspace.name, "who": invitation.invited_by.name}
        facts["link"] = invitation_link(invitation, site)
        subject = _("%(who)s invites you to %(workspace)s") % facts
        text = _(
            "%(who)s invites you to work in %(workspace)s on Stegvis. The link works once, for two weeks:\n\n%(link)s"
        )
        signed = f"{text % facts}\n\n{signature_of(invitation.invited_by)}".rstrip()
        mailing.send(server, invitation.email, subject, signed)


def signature_of(member: Member) -> str:
    """What a member writes below its mails."""
    return member.user.signature if member.user else ""


@job
def mail_password_link(user_id: int, site: str) -> None:
    """Mail a link to set a new password, in the user's language."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    members = Member.objects.across_workspaces("any workspace's server may carry it").filter(user=user, active=True)
    workspaces = [member.workspace for member in members.select_related("workspace")]
    server = mailing.server_for_person(workspaces)
    if server is None:
        return
    with translation.override(user.language or (workspaces[0].language if workspaces else "en")):
        text = _(
            "Somebody asked for a new password for your account. "
            "If it was you, set it here within three days:\n\n%(link)s"
        )
        link = password_link(user, site)
        mailing.send(server, user.email, _("A new password for Stegvis"), text % {"link": link})


@job
def mail_notices(workspace_id: int, notices: list[int]) -> None:
    """Mail what members were told, each in their language; nothing where no server is set up."""
    for notice in notices_to_mail(workspace_id, notices):
        server = mailing.server_for(notice.member.workspace)
        if server is None:
            return
        member = notice.member
        with translation.override(member.user.language or member.workspace.language):
            for told in in_words(member, [notice]):
                text = f"{told.sentence}\n\n{site_address()}{told.href}"
                _send_anyway(server, member.email, told.sentence, text)


def _send_anyway(server: mailing.Server, to: str, subject: str, text: str) -> None:
    """One address that is refused keeps no other member's mail back."""
    try:
        mailing.send(server, to, subject, text)
    except Refused as refusal:
        logger.warning("A notice could not be mailed: %s", refusal)


@every(hours=24)
@job
def forget_old_notices() -> None:
    """Notices that were read three months ago, and all of last year's."""
    forget_notices(timezone.now())


@chunked_job
def erase_chunk(workspace_id: int, deletion_id: int) -> dict[str, int] | None:
    """Erase records of the trash for good, part by part."""
    more = erase_part(workspace_id, deletion_id)
    return {"workspace_id": workspace_id, "deletion_id": deletion_id} if more else None


@every(hours=24)
@job
def erase_old_trash() -> None:
    """What has lain in the trash for 30 days is erased, and what could be undone until then no longer can."""
    empty_trash(timezone.now())


@chunked_job
def hand_over(workspace_id: int, handover_id: int) -> dict | None:
    """One step of a handover, or of taking it back."""
    handover = Handover.objects.select_related("by").get(workspace=workspace_id, pk=handover_id)
    more = step_handover(handover, by=handover.by)
    return {"workspace_id": workspace_id, "handover_id": handover_id} if more else None
