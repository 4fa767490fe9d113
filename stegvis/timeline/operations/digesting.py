"""The day's tasks by mail: once a day, at the member's hour in its zone, to who has any and wants it."""

import datetime
import logging
from collections.abc import Iterator

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.core.errors import Refused
from stegvis.timeline.models import Digest, Task
from stegvis.ui.formats import date_short
from stegvis.workspaces import mailing
from stegvis.workspaces.links import site_address
from stegvis.workspaces.middleware import zone_of
from stegvis.workspaces.models import Member

logger = logging.getLogger(__name__)
# A worker that was off for hours sends no morning mail in the evening.
PATIENCE = 6
MOST = 30
SALT = "stegvis.digest"


def members_to_mail(now: datetime.datetime) -> Iterator[tuple[Member, datetime.date]]:
    """Active members whose hour has come today and who got no mail about the day yet, each with its day."""
    everywhere = Member.objects.across_workspaces("one job mails the members of all")
    wanting = everywhere.filter(active=True, user__is_active=True, digest_hour__isnull=False).exclude(email="")
    for member in wanting.select_related("user", "workspace").order_by("pk").iterator():
        local = now.astimezone(zone_of(member))
        if member.digest_hour <= local.hour < member.digest_hour + PATIENCE and not _was_sent(member, local.date()):
            yield member, local.date()


def mail_digest(member: Member, day: datetime.date) -> bool:
    """Mail the tasks of `member` until `day`; whether a mail went out. Marked before it is sent, so never twice."""
    server = mailing.server_for(member.workspace)
    tasks = list(_due(member, day)[: MOST + 1]) if server else []
    if server is None or not tasks or member.is_absent(day) or not _claim(member, day):
        return False
    with translation.override((member.user and member.user.language) or member.workspace.language):
        subject = ngettext("%(num)s task for today", "%(num)s tasks for today", len(tasks)) % {"num": len(tasks)}
        try:
            mailing.send(server, member.email, subject, _text(member, tasks, day))
        except Refused as refusal:
            logger.warning("A digest could not be mailed: %s", refusal)
            Digest.objects.filter(workspace=member.workspace_id, member=member, day=day).delete()
            return False
    return True


def stop_token(member: Member) -> str:
    """What lets whoever reads the mail end it without signing in; it can do nothing else."""
    return signing.dumps(member.pk, salt=SALT)


def stop_digest(token: str) -> Member | None:
    """End the daily mail of the member the token was made for; None for a token that nobody made."""
    member = member_of_token(token)
    if member is not None:
        Member.objects.filter(workspace=member.workspace_id, pk=member.pk).update(digest_hour=None)
    return member


def member_of_token(token: str) -> Member | None:
    """The member the token was made for."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Member.objects.across_workspaces("the signature names the member").filter(pk=pk).first()


def _was_sent(member: Member, day: datetime.date) -> bool:
    return Digest.objects.filter(workspace=member.workspace_id, member=member, day=day).exists()


def _claim(member: Member, day: datetime.date) -> bool:
    try:
        with transaction.atomic():
            Digest.objects.create(workspace=member.workspace, member=member, day=day)
    except IntegrityError:
        return False
    return True


def _due(member: Member, day: datetime.date):
    mine = Task.objects.filter(workspace=member.workspace_id, assignee=member, done_at=None, due_on__lte=day)
    return mine.filter(Q(deal=None) | Q(deal__deletion=None)).order_by("due_on", "id")


def _text(member: Member, tasks: list[Task], day: datetime.date) -> str:
    lines = [f"- {task.title}{_late(task, day)}" for task in tasks[:MOST]]
    if len(tasks) > MOST:
        lines.append(_("… and more"))
    site = site_address()
    today = site + reverse("pages:today", args=[member.workspace.slug])
    stop = site + reverse("digest_stop", args=[stop_token(member)])
    end = _("No more of these mails: %(link)s") % {"link": stop}
    return "\n".join([*lines, "", today, "", end])


def _late(task: Task, day: datetime.date) -> str:
    return f" ({_('late, %(day)s') % {'day': date_short(task.due_on)}})" if task.due_on and task.due_on < day else ""
