"""Being away, and what one wants to be told."""

import datetime
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.telling import CHANNELS, GROUPS


@transaction.atomic
def set_absence(
    since: datetime.date | None, until: datetime.date | None, substitute: Member | None, *, by: Member
) -> Member:
    """Say from when until when `by` is away and who stands in; without a first day it is there. Raises Refused."""
    if since and until and until < since:
        raise Refused(_("The last day away is before the first."))
    if substitute and (substitute.pk == by.pk or substitute.workspace_id != by.workspace_id or not substitute.active):
        raise Refused(_("Choose another active member as your substitute."))
    by.absent_from, by.absent_until = since, until if since else None
    by.substitute = substitute if since else None
    by.save(update_fields=["absent_from", "absent_until", "substitute"])
    days = {"from": str(since or ""), "until": str(by.absent_until or "")}
    audit("absence_set", by=by, detail=days | {"substitute": by.substitute.name if by.substitute else ""})
    return by


@transaction.atomic
def choose_channels(channels: Mapping[str, Collection[str]], digest_hour: int | None, *, by: Member) -> Member:
    """Say by which ways which groups of notices arrive, and at which hour the daily mail goes (None: never)."""
    by.channels = {group: [one for one in CHANNELS if one in channels.get(group, ())] for group in GROUPS}
    by.digest_hour = digest_hour
    by.save(update_fields=["channels", "digest_hour"])
    return by
