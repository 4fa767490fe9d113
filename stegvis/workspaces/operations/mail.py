"""The workspace's mail server."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces import mailing
from stegvis.workspaces.models import MailSettings, Member, Role
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, may, may_give, require
from stegvis.workspaces.sealing import seal

VERB = "mail_server"
FACTS = ("host", "port", "security", "username", "password", "sender")


@transaction.atomic
def set_mail(server: mailing.Server, *, by: Member) -> MailSettings:
    """Send the workspace's mail through `server`. An empty password keeps the saved one, for the same server and user
    only: nobody should get a password they do not know sent to a server of theirs. Raises PermissionDenied, Refused.
    """
    _require_owner(by)
    own = MailSettings.objects.filter(workspace=by.workspace).first() or MailSettings(workspace=by.workspace)
    if not server.password and own.password and (own.host, own.username) != (server.host, server.username):
        raise Refused(_("Another server or user name needs its password entered again."))
    own.host, own.port, own.security = server.host, server.port, server.security
    own.username, own.sender = server.username, server.sender
    own.password = seal(server.password) or (own.password if server.username else "")
    own.save()
    audit("mail_changed", by=by, detail={"server": own.host, "sender": own.sender})
    return own


@transaction.atomic
def remove_mail(*, by: Member) -> None:
    """Send no more mail through the workspace's own server. Raises PermissionDenied."""
    _require_owner(by)
    own = MailSettings.objects.filter(workspace=by.workspace).first()
    if own is not None:
        # The password stays sealed in what is kept.
        keep_undo(VERB, {name: getattr(own, name) for name in FACTS}, by=by, what=own.host)
        own.delete()
        audit("mail_changed", by=by, detail={"server": ""})


@takes_back(VERB)
def _send_again(before: Mapping[str, Any], by: Actor) -> None:
    if not isinstance(by, Member):
        raise Refused(_("This can no longer be taken back."))
    _require_owner(by)
    if MailSettings.objects.filter(workspace=by.workspace).exists():
        raise Refused(_("Another mail server was set up in the meantime."))
    MailSettings.objects.create(workspace=by.workspace, **before)
    audit("mail_changed", by=by, detail={"server": before["host"]})


def may_change_mail(by: Member) -> bool:
    """Whether `by` may choose the server: owners only, as links that open an owner's account go through it."""
    return may(by, "settings") and may_give(by, Role.OWNER)


def send_test_mail(*, by: Member) -> str:
    """Send a mail to whoever asks, and return the address. Raises PermissionDenied, and Refused with what failed."""
    require(by, "settings")
    server = mailing.server_for(by.workspace)
    if server is None:
        raise Refused(_("No mail server is set up yet."))
    text = _("This mail was sent by Stegvis to see whether the mail server of %(workspace)s works. It does.")
    mailing.send(server, by.email, _("Test mail from Stegvis"), text % {"workspace": by.workspace.name})
    return by.email


def _require_owner(by: Member) -> None:
    if not may_change_mail(by):
        raise PermissionDenied(_("Only an owner can choose the mail server: links that open accounts go through it."))
