"""Whom a mailing may go to."""

from django.db.models import QuerySet

from stegvis.people.models import Consent, ContactPoint, NoContact, Person, Purpose


def to_mail(workspace_id: int) -> QuerySet:
    """People with an e-mail address who neither objected to being written to nor took a consent to it back."""
    reached = ContactPoint.objects.filter(workspace=workspace_id, kind="email", person__isnull=False)
    people = Person.objects.filter(workspace=workspace_id, pk__in=reached.values("person"), erased_at=None)
    objecting = people.filter(do_not_contact__in=(NoContact.EMAIL, NoContact.ALL))
    return people.exclude(pk__in=objecting.values("pk")).exclude(pk__in=_withdrawn(workspace_id))


def _withdrawn(workspace_id: int) -> set[int]:
    """Whose last word on mail or newsletters was no."""
    rows = Consent.objects.filter(workspace=workspace_id, purpose__in=(Purpose.EMAIL, Purpose.NEWSLETTER))
    last: dict[tuple[int, str], bool] = {}
    for person, purpose, given in rows.order_by("on", "id").values_list("person_id", "purpose", "given"):
        last[person, purpose] = given
    return {person for (person, _purpose), given in last.items() if not given}
