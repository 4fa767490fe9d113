"""What reminds members by mail."""

from django.utils import timezone

from stegvis.core.jobs import every, job
from stegvis.timeline.operations.digesting import mail_digest, members_to_mail


@every(minutes=10)
@job
def send_digests() -> None:
    """The day's tasks, to each member at its hour in its zone; who has none gets no mail."""
    for member, day in members_to_mail(timezone.now()):
        mail_digest(member, day)
