"""Sending mail through the workspace's own server, else through the installation's, else not at all.

The installation's server is one line of the environment, STEGVIS_SMTP_URL:
smtp+starttls://user:password@mail.example.com:587?sender=crm@example.com  (smtp+tls://… and smtp://… likewise)
"""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.models import MailSettings, Workspace
from stegvis.workspaces.sealing import Unreadable, unseal

PATIENCE_SECONDS = 10
SECURITIES = {"smtp": "none", "smtp+tls": "tls", "smtp+starttls": "starttls"}
PORTS = {"none": 25, "tls": 465, "starttls": 587}


@dataclass(frozen=True)
class Server:
    """An SMTP server and the address mail comes from; `security` is starttls, tls or none."""

    host: str
    port: int
    security: str
    username: str
    password: str
    sender: str


def server_for(workspace: Workspace | None) -> Server | None:
    """The server mails of `workspace` go through, or None; Refused where its password cannot be read any more."""
    own = MailSettings.objects.filter(workspace=workspace).first() if workspace else None
    return _of_workspace(own) if own else installation_server()


def server_for_person(workspaces: Sequence[Workspace]) -> Server | None:
    """The server for a mail that opens the account of somebody in these workspaces: the installation's, else that of
    the only workspace. With several, the owner of one would read what opens the others.
    """
    installation = installation_server()
    return installation if installation or len(workspaces) != 1 else server_for(workspaces[0])


def installation_server() -> Server | None:
    """The server of the whole installation, or None."""
    address = settings.SMTP_URL
    if not address:
        return None
    parts = urlsplit(address)
    security = SECURITIES[parts.scheme]
    sender = parse_qs(parts.query).get("sender", [""])[0] or unquote(parts.username or "")
    secrets = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname or "", parts.port or PORTS[security], security, *secrets, sender)


def send(server: Server, to: str, subject: str, text: str) -> None:
    """Send a plain mail now. Raises Refused with a sentence that says at which step it failed."""
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_tls=server.security == "starttls",
        use_ssl=server.security == "tls",
        timeout=PATIENCE_SECONDS,
    )
    try:
        EmailMessage(subject, text, server.sender, [to], connection=connection).send()
    except (OSError, smtplib.SMTPException) as error:
        raise Refused(_why(error)) from error


def _of_workspace(own: MailSettings) -> Server:
    try:
        password = unseal(own.password)
    except Unreadable as error:
        raise Refused(_("The saved mail password cannot be read any more. Enter it again.")) from error
    return Server(own.host, own.port, own.security, own.username, password, own.sender)


def _why(error: Exception) -> str:
    """What failed, without the server's own words: they could tell an admin what else answers in this network."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("The mail server refused the user name and password.")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _("The mail server does not let you send from this address.")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _("The mail server refused the recipient.")
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return _("The mail server does not speak the chosen security.")
    return _("The mail server could not be reached. Check its name, port and security.")
