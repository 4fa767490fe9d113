"""Who a person is in our tables: all the records it was merged of, and the words that mean nobody else."""

from dataclasses import dataclass

from django.db.models import Q

from stegvis.people.models import ContactPoint, Person
from stegvis.people.naming import name_key
from stegvis.people.queries.duplicates import merged_ids
from stegvis.privacy.words import SHORTEST, names_of
from stegvis.workspaces.models import Member


@dataclass(frozen=True)
class Identity:
    """The ids of one person's records, and the words to look for; `shared` ones also mean somebody else."""

    ids: list[int]
    words: list[str]
    shared: list[str]


def identity_of(person: Person) -> Identity:
    """By what `person` is recognised: full names, e-mail addresses, phones."""
    ids = merged_ids(person)
    people = list(Person.with_deleted.filter(workspace=person.workspace_id, pk__in=ids))
    names = [name for one in people for name in names_of(one.first_name, one.last_name)]
    points = ContactPoint.objects.filter(workspace=person.workspace_id, person__in=ids, kind__in=("email", "phone"))
    told = list(points.values_list("kind", "value", "key"))
    shared = set(_of_others(person, ids, names)) | set(_held_by_others(person, ids, [key for _k, _v, key in told]))
    words = [*names, *(way for kind, value, key in told for way in _ways(kind, value, key))]
    kept = dict.fromkeys(word for word in words if len(word) >= SHORTEST)
    return Identity(ids, [word for word in kept if word not in shared], [word for word in kept if word in shared])


def _ways(kind: str, value: str, key: str) -> set[str]:
    """A phone as it may be written, too: with blanks, without the country's code."""
    if kind != "phone" or not key.startswith("+"):
        return {value, key}
    import phonenumbers
    from phonenumbers import PhoneNumberFormat as Format

    parsed = phonenumbers.parse(key)
    forms = (Format.E164, Format.INTERNATIONAL, Format.NATIONAL, Format.RFC3966)
    return {value, key, *(phonenumbers.format_number(parsed, form) for form in forms)}


def _of_others(person: Person, ids: list[int], names: list[str]) -> list[str]:
    """Names that another person or a member bears, too."""
    keys = {name_key(name) for name in names}
    others = Person.with_deleted.filter(workspace=person.workspace_id, name_key__in=keys, erased_at=None)
    taken = set(others.exclude(pk__in=ids).values_list("name_key", flat=True))
    members = Member.objects.filter(workspace=person.workspace_id).values_list("name", flat=True)
    taken |= keys & {name_key(name) for name in members}
    return names if taken else []


def _held_by_others(person: Person, ids: list[int], keys: list[str]) -> list[str]:
    """Addresses and numbers that lead to somebody else as well: a switchboard, a shared mailbox, a member."""
    points = ContactPoint.objects.filter(workspace=person.workspace_id, key__in=keys)
    held = set(points.filter(Q(person=None) | ~Q(person__in=ids)).values_list("key", flat=True))
    held |= set(Member.objects.filter(workspace=person.workspace_id, email__in=keys).values_list("email", flat=True))
    return [way for key in held for way in _ways("phone" if key.startswith("+") else "email", key, key)]
