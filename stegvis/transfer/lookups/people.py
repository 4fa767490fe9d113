"""Their people among ours, by e-mail, else by name within the company."""

from collections.abc import Iterable
from dataclasses import dataclass

from stegvis.people.models import ContactPoint, Person
from stegvis.people.naming import name_key
from stegvis.transfer.contacts import contacts_of, email_key
from stegvis.transfer.operations.recording import NewPerson, record_people
from stegvis.transfer.run import Run


@dataclass(frozen=True, slots=True)
class PersonReference:
    """How a row names a person."""

    name: str = ""
    email: str = ""
    company_id: int | None = None

    def __bool__(self) -> bool:
        return bool(self.name or self.email)


class People:
    """`prepare` a chunk's references, then `id_of` each."""

    def __init__(self, run: Run):
        self.run = run
        self.known: dict[PersonReference, int] = {}

    def prepare(self, references: Iterable[PersonReference]) -> None:
        """Look up all people of a chunk at once; make those that are missing."""
        self.known = {}
        wanted = list(dict.fromkeys(one for one in references if one))
        if not wanted:
            return
        emails, names = self._by_email(wanted), self._by_name(wanted)
        for one in wanted:
            found = emails.get(email_key(one.email)) or names.get((name_key(one.name), one.company_id))
            if found:
                self.known[one] = found
        self._make([one for one in wanted if one not in self.known])

    def id_of(self, reference: PersonReference) -> int | None:
        """The person of a prepared reference."""
        return self.known.get(reference)

    def _by_email(self, wanted: list[PersonReference]) -> dict[str, int]:
        keys = {email_key(one.email) for one in wanted if one.email}
        points = ContactPoint.objects.filter(
            workspace=self.run.workspace, kind=ContactPoint.Kind.EMAIL, key__in=keys, person__deletion=None
        )
        rows = points.exclude(person=None).order_by("-id").values_list("key", "person_id")
        return {key: person for key, person in rows if person} if keys else {}

    def _by_name(self, wanted: list[PersonReference]) -> dict[tuple[str, int | None], int]:
        keys = {name_key(one.name) for one in wanted if one.name}
        people = Person.objects.filter(workspace=self.run.workspace, name_key__in=keys).order_by("-id")
        return {(key, company): pk for key, company, pk in people.values_list("name_key", "company_id", "pk")}

    def _make(self, missing: list[PersonReference]) -> None:
        new = [self._new(one) for one in missing]
        for one, pk in zip(missing, record_people(new, by=self.run.actor, now=self.run.now), strict=True):
            self.known[one] = pk
            self.run.note_made("person", pk)

    def _new(self, one: PersonReference) -> NewPerson:
        first, last = split_name(one.name or one.email.partition("@")[0])
        contacts = contacts_of({"email": [one.email]} if one.email else {}, "")
        return NewPerson(first, last, company_id=one.company_id, contacts=contacts)


def split_name(name: str) -> tuple[str, str]:
    """First and last name of a full name: "Ekhamra, Anders" and "Anders Ekhamra" are the same."""
    if "," in name:
        last, _, first = name.partition(",")
        return first.strip()[:150], last.strip()[:150]
    first, _, last = name.strip().rpartition(" ")
    return (first.strip()[:150], last[:150]) if first else (last[:150], "")
