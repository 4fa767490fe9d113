"""Secret links to a plan: made for one person, shown once, ended at any time."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.buyers.models import PlanLink, SharedPlan
from stegvis.core.errors import Refused
from stegvis.core.secrets import digest_of
from stegvis.people.models import Person
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.permissions import Actor, member_of, require

DAYS = 90
MOST_DAYS = 730
MOST_LINKS = 50
OPENED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_link(
    plan: SharedPlan, *, by: Actor, name: str = "", person: Person | None = None, language: str = "", days: int = DAYS
) -> tuple[PlanLink, str]:
    """A link for `person`, or somebody called `name`, that works for `days`; with its token, which is kept nowhere.

    Without a `language` the page speaks the person's, else the plan's. Raises PermissionDenied, Refused.
    """
    require(by, "plan", plan.deal)
    name = " ".join((person.name if person else name).replace("\x00", "").split())[:100]
    if not name:
        raise Refused(_("Say for whom the link is."))
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("A link works for 1 to %(number)s days.") % {"number": MOST_DAYS})
    if plan.links.filter(revoked_at=None, expires_at__gt=timezone.now()).count() >= MOST_LINKS:
        raise Refused(_("A plan has at most %(number)s links.") % {"number": MOST_LINKS})
    token = secrets.token_urlsafe(32)
    link = PlanLink.objects.create(
        workspace_id=plan.workspace_id,
        plan=plan,
        person=person,
        name=name,
        language=language,
        digest=digest_of(token),
        made_by=member_of(by),
        expires_at=timezone.now() + timedelta(days=days),
    )
    audit("plan_shared", by=by, detail={"deal": plan.deal_id, "for": name})
    return link, token


@transaction.atomic
def revoke_link(link: PlanLink, *, by: Actor) -> None:
    """End `link` now and for good; a second time changes nothing. Raises PermissionDenied."""
    require(by, "plan", link.plan.deal)
    ended = PlanLink.objects.filter(workspace=link.workspace_id, pk=link.pk, revoked_at=None)
    if ended.update(revoked_at=timezone.now()):
        audit("plan_link_revoked", by=by, detail={"deal": link.plan.deal_id, "for": link.name})


def note_opening(link: PlanLink) -> None:
    """Remember that the buyer has looked; at most once a minute, since looking should not wait for a write."""
    now = timezone.now()
    if link.opened_at is None or now - link.opened_at > OPENED_EVERY:
        PlanLink.objects.filter(workspace=link.workspace_id, pk=link.pk).update(opened_at=now)
