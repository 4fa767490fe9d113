"""People."""

from typing import Any

from stegvis.people.home import home_country
from stegvis.people.models import ContactPoint, Person
from stegvis.people.naming import name_key
from stegvis.people.queries.duplicates import merged_by
from stegvis.people.queries.privacy import decided
from stegvis.transfer.cells import Facts, RowRefused
from stegvis.transfer.contacts import contacts_of, first_keys
from stegvis.transfer.identity import own_id
from stegvis.transfer.kinds import Outcome
from stegvis.transfer.kinds.alike import Alike
from stegvis.transfer.kinds.requiring import Required
from stegvis.transfer.kinds.updating import Update, update_records
from stegvis.transfer.lookups.companies import Companies, Reference
from stegvis.transfer.lookups.members import Members
from stegvis.transfer.lookups.people import split_name
from stegvis.transfer.lookups.privacy import barred_addresses, basis_of, both_wishes, wish_of
from stegvis.transfer.lookups.words import tags
from stegvis.transfer.models import Act
from stegvis.transfer.operations.recording import NewPerson, record_people
from stegvis.transfer.own import own_of
from stegvis.transfer.reading import Row
from stegvis.transfer.run import Run, Trace
from stegvis.workspaces.own.definitions import is_own

_PLAIN = (
    "external_id source description private job_title language do_not_contact legal_basis basis_on basis_source"
).split()


class PersonImporter:
    """Makes people of rows, or updates those that are there; see Importer."""

    def __init__(self, run: Run, facts: Facts):
        self.run, self.facts = run, facts
        self.required = Required(run, "person")
        self.home = run.mapping.country or home_country(run.workspace)
        self.members, self.tags, self.companies = Members(run), tags(run), Companies(run)
        self.basis = decided(run.workspace).basis

    def take(self, rows: list[Row]) -> Outcome:
        """Make, update or pass over the people of `rows`."""
        outcome, told = Outcome(), []
        for row in rows:
            try:
                told.append((row, self._read(row)))
            except RowRefused as refusal:
                outcome.rejected.append((row, refusal))
        self.companies.prepare(_company(facts) for _, facts in told)
        known = self._known([facts for _, facts in told])
        new, updates = [], []
        wishes = self._wishes(told, known)
        for row, facts in told:
            found = self._find(facts, known)
            if found is None:
                new.append((row, facts))
                known |= dict.fromkeys(self._keys(facts), 0)
            elif found and self.run.mapping.duplicates == "update":
                try:
                    self._keep_wish(facts, found, wishes)
                    updates.append(self._update(row, facts, found))
                except RowRefused as refusal:
                    outcome.rejected.append((row, refusal))
            else:
                outcome.skipped += 1
        update_records(self.run, Person, updates, outcome)
        self._record(self.required.sift(new, lambda one: one, outcome), outcome)
        return outcome

    def _wishes(self, told: list[tuple[Row, dict]], known: dict[tuple, int]) -> dict[int, str]:
        """How those who are here must not be contacted, where the file speaks of that."""
        if not any("do_not_contact" in facts for _row, facts in told):
            return {}
        people = Person.objects.filter(workspace=self.run.workspace, pk__in=set(known.values()))
        return dict(people.exclude(do_not_contact="").values_list("pk", "do_not_contact"))

    def _keep_wish(self, facts: dict[str, Any], pk: int, wishes: dict[int, str]) -> None:
        """A file adds to what somebody asked for and never takes of it. Raises RowRefused."""
        if "do_not_contact" in facts:
            facts["do_not_contact"] = wishes[pk] = both_wishes(wishes.get(pk, ""), facts["do_not_contact"])

    def _read(self, row: Row) -> dict[str, Any]:
        facts = self.facts(row.cells)
        if "first_name" not in facts and "last_name" not in facts:
            whole = facts.get("name") or next(iter(facts.get("email", ())), "").partition("@")[0]
            facts["first_name"], facts["last_name"] = split_name(whole)
        if not (facts.get("first_name") or facts.get("last_name")):
            raise RowRefused("missing_name")
        for key, meaning in (("do_not_contact", wish_of), ("legal_basis", basis_of)):
            if key in facts:
                facts[key] = meaning(facts[key])
        return facts

    def _keys(self, facts: dict[str, Any]) -> list[tuple]:
        """What a person is known by, in the order of the mapping's rule."""
        name = name_key(f"{facts.get('first_name', '')} {facts.get('last_name', '')}")
        ways = {
            "external_id": [facts["external_id"]] if facts.get("external_id") else [],
            "email": first_keys("email", facts.get("email", ())),
            "name": [(name, self.companies.id_of(_company(facts)))],
            "phone": first_keys("phone", facts.get("phone", ()), self.home),
            "similar": [name],
        }
        match = () if self.run.mapping.duplicates == "create" else self.run.mapping.match
        return [(way, key) for way in match for key in ways[way]]

    def _find(self, facts: dict[str, Any], known: dict[tuple, int]) -> int | None:
        """By name only where nothing surer is told: two people of one name with two addresses are two."""
        keys = self._keys(facts)
        surer = [key for key in keys if key[0] not in ("name", "similar")]
        return next((known[key] for key in surer or keys if key in known), None)

    def _known(self, told: list[dict[str, Any]]) -> dict[tuple, int]:
        keys = [key for facts in told for key in self._keys(facts)]
        people = Person.objects.filter(workspace=self.run.workspace).order_by("-id")
        numbers = {key for way, key in keys if way == "external_id"}
        emails = {key for way, key in keys if way == "email"}
        names = {key[0] for way, key in keys if way == "name"}
        found: dict[tuple, int] = {}
        rows = people.filter(name_key__in=names).values_list("name_key", "company_id", "pk") if names else ()
        found |= {("name", (key, company)): pk for key, company, pk in rows}
        points = ContactPoint.objects.filter(workspace=self.run.workspace, kind="email", key__in=emails)
        rows = points.filter(person__deletion=None).exclude(person=None).order_by("-id") if emails else points.none()
        found |= {("email", key): pk for key, pk in rows.values_list("key", "person_id")}
        rows = people.filter(external_id__in=numbers).values_list("external_id", "pk") if numbers else ()
        found |= {("external_id", key): pk for key, pk in rows}
        found |= {("external_id", key): pk for key, pk in own_id(self.run.workspace).living(Person, numbers).items()}
        workspace = self.run.workspace
        merged = own_id(workspace).merged("person", numbers)
        merged |= merged_by(workspace.pk, "person", "external_id", numbers)
        return {("external_id", key): pk for key, pk in merged.items()} | self._asked_for(told) | found

    def _asked_for(self, told: list[dict[str, Any]]) -> dict[tuple, int]:
        """By phone and similar name, where the mapping wants it."""
        match = () if self.run.mapping.duplicates == "create" else self.run.mapping.match
        alike, found = Alike(self.run, "person", match, told), {}
        for facts in told:
            for way, key in self._keys(facts):
                pk = alike.by_phone(facts) if way == "phone" else alike.by_name(key) if way == "similar" else None
                found |= {(way, key): pk} if pk else {}
        return found

    def _record(self, new: list[tuple[Row, dict]], outcome: Outcome) -> None:
        self._bar_known_addresses([facts for _row, facts in new])
        people = [self._person(facts) for _, facts in new]
        ids = record_people(people, by=self.run.actor, now=self.run.now) if people else []
        outcome.created += len(ids)
        pairs = zip(ids, new, strict=True)
        self.run.traces += [Trace("person", pk, Act.CREATED, row.number) for pk, (row, _) in pairs]

    def _bar_known_addresses(self, new: list[dict[str, Any]]) -> None:
        """Whoever comes in a second time, under another name, still does not want to be contacted."""
        keys = [first_keys("email", facts.get("email", ())) for facts in new]
        barred = barred_addresses(self.run, {key for some in keys for key in some})
        for facts, some in zip(new, keys, strict=True):
            for wish in {barred[key] for key in some if key in barred} - {facts.get("do_not_contact")}:
                facts["do_not_contact"] = "all" if facts.get("do_not_contact") else wish

    def _person(self, facts: dict[str, Any]) -> NewPerson:
        return NewPerson(
            facts.get("first_name", ""),
            facts.get("last_name", ""),
            owner_id=self.members.id_of(facts.get("owner")),
            created_at=facts.get("created_at"),
            company_id=self.companies.id_of(_company(facts)),
            contacts=contacts_of(facts, self.home),
            tag_ids=self.tags.ids_of(facts.get("tags", ())),
            named_ids=[pk for name in facts.get("named", ()) if (pk := self.members.id_of(name))],
            own=own_of(facts),
            **{"legal_basis": self.basis} | {name: facts[name] for name in _PLAIN if name in facts},
        )

    def _update(self, row: Row, facts: dict[str, Any], pk: int) -> Update:
        wanted = self._person(facts)
        fields = {name: getattr(wanted, name) for name in (*_PLAIN, "first_name", "last_name") if facts.get(name)}
        if own_id(self.run.workspace).is_own(fields.get("external_id", "")):
            del fields["external_id"]
        fields |= {"owner_id": wanted.owner_id} if "owner" in facts else {}
        fields |= {"company_id": wanted.company_id} if wanted.company_id else {}
        fields |= {name: value for name, value in facts.items() if is_own(name)}
        return Update(row, pk, fields, wanted.contacts, wanted.tag_ids)


def _company(facts: dict[str, Any]) -> Reference:
    return Reference(facts.get("company_external_id", ""), facts.get("company", ""))
