"""Whom the composer offers: people who can have taken part, and members who can be mentioned."""

from typing import Any

from django.db.models import QuerySet

from stegvis.people.models import Person
from stegvis.timeline.forms import EntryForm
from stegvis.timeline.homes import kind_of, model_of
from stegvis.workspaces.models import Member, Owned
from stegvis.workspaces.permissions import may

MOST = 12
MOST_MEMBERS = 200


def offered_people(member: Member, record: Owned) -> list[Person]:
    """People of the deal, or of the company, whom `member` sees; a person's own timeline needs none."""
    seen = Person.objects.visible_to(member)
    if kind_of(record) == "deal":
        takes_part = model_of("deal").people.through.objects.filter(workspace=record.workspace_id, deal=record.pk)
        return list(seen.filter(pk__in=takes_part.values("person")).order_by("name_key", "pk")[:MOST])
    return (
        list(seen.filter(company=record.pk).order_by("name_key", "pk")[:MOST]) if kind_of(record) == "company" else []
    )


def composing(member: Member, record: Owned, form: EntryForm) -> dict[str, Any]:
    """What the composer's template needs to show `form` to `member`."""
    return {"record": record, "kind": kind_of(record), "form": form, "may_plan": may(member, "create")}


def mentionable(record: Owned) -> list[Member]:
    """The active members who see `record`, by name."""
    members: QuerySet = Member.objects.filter(workspace=record.workspace_id, active=True).order_by("name", "pk")
    return [member for member in members.select_related("workspace")[:MOST_MEMBERS] if may(member, "see", record)]
