"""What people agree to, and what a workspace has decided about privacy."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.people.models import Consent, Person, PrivacySettings, Purpose
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.permissions import Actor, require, signed


@transaction.atomic
def record_consent(
    person: Person,
    purpose: str,
    *,
    by: Actor,
    given: bool,
    on: date | None = None,
    source: str = "",
    evidence: str = "",
) -> Consent:
    """Add that `person` agreed to `purpose`, or took that back, on a day (today where none is said).

    Raises PermissionDenied, and Refused for a day to come, an unknown purpose or who was erased.
    """
    refresh(person)
    require(by, "edit", person)
    if person.erased_at or purpose not in Purpose.values:
        raise Refused(_("This cannot be recorded."))
    if on and on > timezone.localdate():
        raise Refused(_("This day is still to come."))
    return Consent.objects.create(
        workspace_id=person.workspace_id,
        person_id=person.pk,
        purpose=purpose,
        given=given,
        on=on or timezone.localdate(),
        source=source.replace("\x00", "")[:200],
        evidence=evidence.replace("\x00", ""),
        **signed(by),
    )


@transaction.atomic
def set_privacy_settings(*, by: Actor, basis: str, months: int | None) -> PrivacySettings:
    """Decide the basis of new people, and after how many silent months people show up. Raises PermissionDenied."""
    require(by, "settings")
    decided, _new = PrivacySettings.objects.update_or_create(
        workspace=by.workspace, defaults={"basis": basis, "months": months}
    )
    audit("workspace_changed", by=by, detail={"basis": basis, "months": months})
    return decided
