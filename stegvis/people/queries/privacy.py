"""What people agreed to, how they must not be contacted, and what a workspace decided."""

from collections.abc import Iterable

from stegvis.people.models import Consent, NoContact, Person, PrivacySettings
from stegvis.people.queries.duplicates import merged_ids
from stegvis.workspaces.models import Workspace


def bars(do_not_contact: str, way: str) -> bool:
    """Whether a person's wish rules out `way` (email or phone)."""
    return do_not_contact in (way, NoContact.ALL)


def decided(workspace: Workspace) -> PrivacySettings:
    """What the workspace decided, or what holds where nothing was."""
    return PrivacySettings.objects.filter(workspace=workspace).first() or PrivacySettings(workspace=workspace)


def consents_of(person: Person) -> list[Consent]:
    """All consents that a person gave and withdrew, the newest first."""
    rows = Consent.objects.filter(workspace=person.workspace_id, person_id__in=merged_ids(person))
    return list(rows.select_related("by").order_by("-id"))


def standing(consents: Iterable[Consent]) -> dict[str, Consent]:
    """The consent that counts for each purpose: the one of the last day, of one day the last recorded."""
    found: dict[str, Consent] = {}
    for one in sorted(consents, key=lambda consent: (consent.on, consent.pk)):
        found[one.purpose] = one
    return found
