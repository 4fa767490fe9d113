"""Filters of the list of people that privacy asks for."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from stegvis.core.lists import Option
from stegvis.people.models import LegalBasis, NoContact
from stegvis.people.queries.privacy import decided
from stegvis.timeline.models import EntryPlace
from stegvis.workspaces.models import Member

# Where the workspace has not decided.
MONTHS, DAYS_OF_A_MONTH = 24, 30.44


def wishes(reader: Member) -> list[Option]:
    """How people must not be contacted."""
    return [Option(value, words) for value, words in NoContact.choices]


def bases(reader: Member) -> list[Option]:
    """The legal bases."""
    return [Option(value, words) for value, words in LegalBasis.choices]


def by_silence(people: QuerySet, wanted: bool, reader: Member) -> QuerySet:
    """People with whom nothing has happened for as many months as the workspace decided, or the others."""
    months = decided(reader.workspace).months or MONTHS
    since = timezone.now() - timedelta(days=months * DAYS_OF_A_MONTH)
    heard = Exists(EntryPlace.objects.filter(workspace=reader.workspace_id, person=OuterRef("pk"), at__gt=since))
    silent = people.filter(~heard, created_at__lte=since)
    return silent if wanted else people.exclude(pk__in=silent.values("pk"))
