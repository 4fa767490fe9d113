"""What people agreed to, how they must not be contacted, and what a workspace decided."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from stegvis.people.models import Consent, NoContact, Person, PrivacySettings
from stegvis.people.queries.duplicates import merged_ids
from stegvis.workspaces.models import FieldChange, Workspace


def bars(do_not_contact: str, way: str) -> bool:
    """Whether a person's wish rules out `way` (email or phone)."""
    return do_not_contact in (way, NoContact.ALL)


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody does not want to be contacted: how, since which day, who wrote it down, and how we know."""

    name: str
    wish: str
    on: datetime.date
    who: str
    source: str


def wishes_of(people: Sequence[Person], ways: Iterable[str] = ("phone", "email")) -> list[Wish]:
    """The wishes of those of `people` who rule out one of `ways`. Two queries where there are any, else none."""
    ways = list(ways)
    barred = {one.pk: one for one in people if any(bars(one.do_not_contact, way) for way in ways)}
    if not barred:
        return []
    workspace = next(iter(barred.values())).workspace_id
    changes = FieldChange.objects.filter(
        workspace=workspace, kind="person", record_id__in=barred, field="do_not_contact"
    )
    noted = {one.record_id: one for one in changes.exclude(after="").select_related("by").order_by("id")}
    withdrawn = Consent.objects.filter(workspace=workspace, person_id__in=barred, given=False).exclude(source="")
    sources = dict(withdrawn.order_by("on", "id").values_list("person_id", "source"))
    return [_wish(one, noted.get(pk), sources.get(pk, "")) for pk, one in barred.items()]


def _wish(person: Person, noted: FieldChange | None, source: str) -> Wish:
    """Who was here with the wish from the first day has no change that tells of it."""
    at = noted.at if noted else person.created_at
    who = (noted.by.name if noted.by else noted.automation) if noted else ""
    wish = str(NoContact(person.do_not_contact).label)
    return Wish(person.name, wish, timezone.localtime(at).date(), who, source or person.source)


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
