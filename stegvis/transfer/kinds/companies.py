"""Companies."""

from collections.abc import Iterable
from typing import Any

from stegvis.core.errors import Refused
from stegvis.people.home import home_country
from stegvis.people.models import Address, Company, ContactPoint
from stegvis.people.naming import name_key
from stegvis.people.numbers import number_key, registration_number, vat_number
from stegvis.people.queries.duplicates import merged_by
from stegvis.transfer.cells import Facts, RowRefused
from stegvis.transfer.contacts import contacts_of, first_keys
from stegvis.transfer.countries import country_code
from stegvis.transfer.identity import own_id
from stegvis.transfer.kinds import Outcome
from stegvis.transfer.kinds.alike import Alike
from stegvis.transfer.kinds.requiring import Required
from stegvis.transfer.kinds.updating import Update, update_records
from stegvis.transfer.lookups.members import Members
from stegvis.transfer.lookups.words import tags
from stegvis.transfer.models import Act, ImportedRecord
from stegvis.transfer.operations.recording import NewCompany, record_companies
from stegvis.transfer.own import own_of
from stegvis.transfer.reading import Row
from stegvis.transfer.run import Run, Trace
from stegvis.workspaces.own.definitions import is_own

_PLACE = ("street", "postcode", "city", "region", "country")
# What a row says of a company, as attributes of both NewCompany and Company.
_PLAIN = (
    "external_id source description private country registration_number vat_number industry employees revenue "
    "revenue_currency"
).split()
_LINK = 2_000


class CompanyImporter:
    """Makes companies of rows, or updates those that are there; parents are found when all are known."""

    def __init__(self, run: Run, facts: Facts):
        self.run, self.facts = run, facts
        self.required = Required(run, "company")
        self.home = run.mapping.country or home_country(run.workspace)
        self.members, self.tags = Members(run), tags(run)

    def take(self, rows: list[Row]) -> Outcome:
        """Make, update or pass over the companies of `rows`."""
        outcome, told = Outcome(), []
        for row in rows:
            try:
                told.append((row, self._read(row)))
            except RowRefused as refusal:
                outcome.rejected.append((row, refusal))
        known = Known(self.run, [facts for _, facts in told])
        new: list[tuple[Row, dict]] = []
        updates: list[Update] = []
        for row, facts in told:
            found = known.find(facts)
            if found is None:
                new.append((row, facts))
                known.add(facts, len(new))
            elif found > 0 and self.run.mapping.duplicates == "update":
                updates.append(self._update(row, facts, found))
            else:
                outcome.skipped += 1
        update_records(self.run, Company, updates, outcome)
        self._record(self.required.sift(new, lambda one: one, outcome), outcome)
        return outcome

    def finish(self) -> None:
        """Put each company under the one it belongs to, where that is there by number or name."""
        waiting = ImportedRecord.objects.filter(workspace=self.run.workspace, of_import=self.run.batch).exclude(
            parent=""
        )
        last = 0
        while part := list(waiting.filter(pk__gt=last).order_by("pk")[:_LINK]):
            last = part[-1].pk
            self._link(part)

    def _link(self, part: list[ImportedRecord]) -> None:
        known = Known(
            self.run,
            [{"name": one.parent, "registration_number": one.parent, "external_id": one.parent} for one in part],
        )
        for one in part:
            parent = known.any_of(one.parent)
            if parent and parent != one.record_id:
                mine = Company.objects.filter(workspace=self.run.workspace, pk=one.record_id)
                mine.exclude(parent=parent).update(parent=parent)

    def _read(self, row: Row) -> dict[str, Any]:
        facts = self.facts(row.cells)
        if not facts.get("name"):
            raise RowRefused("missing_name")
        facts["name"] = " ".join(facts["name"].split())
        country = facts.get("country") or self.home
        for key, normal in (("registration_number", registration_number), ("vat_number", vat_number)):
            if key in facts:
                facts[key] = _as_written(normal, facts[key], country)
        return facts

    def _record(self, new: list[tuple[Row, dict]], outcome: Outcome) -> None:
        companies = [self._company(facts) for _, facts in new]
        ids = record_companies(companies, by=self.run.actor, now=self.run.now) if companies else []
        outcome.created += len(ids)
        self.run.traces += [
            Trace("company", pk, Act.CREATED, row.number, parent=facts.get("parent", ""))
            for pk, (row, facts) in zip(ids, new, strict=True)
        ]

    def _company(self, facts: dict[str, Any]) -> NewCompany:
        plain = {name: facts[name] for name in _PLAIN if name in facts}
        if "revenue" in facts:
            plain.setdefault("revenue_currency", self.run.currency)
        addresses = _addresses(facts)
        if "country" not in plain and (country := country_code(facts.get("address", ""))):
            plain["country"] = country
        return NewCompany(
            facts["name"],
            owner_id=self.members.id_of(facts.get("owner")),
            created_at=facts.get("created_at"),
            contacts=contacts_of(facts, plain.get("country") or self.home),
            addresses=addresses,
            tag_ids=self.tags.ids_of(facts.get("tags", ())),
            named_ids=[pk for name in facts.get("named", ()) if (pk := self.members.id_of(name))],
            own=own_of(facts),
            **plain,
        )

    def _update(self, row: Row, facts: dict[str, Any], pk: int) -> Update:
        wanted = self._company(facts)
        fields = {name: getattr(wanted, name) for name in _PLAIN if name in facts} | {"name": facts["name"]}
        if "owner" in facts:
            fields["owner_id"] = wanted.owner_id
        if own_id(self.run.workspace).is_own(fields.get("external_id", "")):
            del fields["external_id"]
        fields |= {name: value for name, value in facts.items() if is_own(name)}
        return Update(row, pk, fields, wanted.contacts, wanted.tag_ids, facts.get("parent", ""))


class Known:
    """Which companies of a chunk are there already, by the mapping's rule: number, registration, domain, name.

    `find` answers with an id, with 0 for a row of this same chunk, or None.
    """

    def __init__(self, run: Run, told: Iterable[dict[str, Any]]):
        self.match = () if run.mapping.duplicates == "create" else run.mapping.match
        told = list(told)
        companies = Company.objects.filter(workspace=run.workspace).order_by("-id")
        self.numbers = _by(companies, "external_id", (facts.get("external_id") for facts in told))
        self.numbers |= own_id(run.workspace).living(Company, {facts.get("external_id", "") for facts in told})
        self.registered = _by(companies, "registration_number", _written(told))
        self.names = _by(companies, "name_key", (name_key(facts.get("name", "")) for facts in told))
        self.domains = _points(run, "domain", (key for facts in told for key in _keys("domain", facts)))
        self._add_merged(run, told)
        self.alike = Alike(run, "company", self.match, told)
        self.their_numbers = dict(companies.filter(pk__in=set(self.names.values())).values_list("pk", "external_id"))

    def _add_merged(self, run: Run, told: list[dict[str, Any]]) -> None:
        """What was merged into another is found as that other."""
        numbers = {facts.get("external_id", "") for facts in told}
        for known, column, values in (
            (self.numbers, "external_id", numbers),
            (self.registered, "registration_number", set(_written(told))),
            (self.names, "name_key", {name_key(facts.get("name", "")) for facts in told}),
        ):
            for value, pk in merged_by(run.workspace.pk, "company", column, values).items():
                known.setdefault(number_key(value) if column == "registration_number" else value, pk)
        for number, pk in own_id(run.workspace).merged("company", numbers).items():
            self.numbers.setdefault(number, pk)

    def find(self, facts: dict[str, Any]) -> int | None:
        """The company that a row is about."""
        for way in self.match:
            if (found := getattr(self, f"_{way}")(facts)) is not None:
                return found
        return None

    def add(self, facts: dict[str, Any], place: int) -> None:
        """From now on a second row about the same company is a duplicate."""
        if number := facts.get("external_id"):
            self.numbers.setdefault(number, 0)
        if number := facts.get("registration_number"):
            self.registered.setdefault(number_key(number), 0)
        for key in first_keys("domain", facts.get("domain", ())):
            self.domains.setdefault(key, 0)
        if name_key(facts["name"]) not in self.names:
            self.names[name_key(facts["name"])] = -place
            self.their_numbers[-place] = facts.get("external_id", "")

    def any_of(self, text: str) -> int | None:
        """A company by whatever a parent column may hold: number, registration number or name."""
        return self.numbers.get(text) or self.registered.get(number_key(text)) or self.names.get(name_key(text))

    def _external_id(self, facts: dict[str, Any]) -> int | None:
        return self.numbers.get(facts.get("external_id", "")) if facts.get("external_id") else None

    def _registration_number(self, facts: dict[str, Any]) -> int | None:
        number = facts.get("registration_number")
        return self.registered.get(number_key(number)) if number else None

    def _domain(self, facts: dict[str, Any]) -> int | None:
        found = (self.domains.get(key) for key in first_keys("domain", facts.get("domain", ())))
        return next((pk for pk in found if pk is not None), None)

    def _phone(self, facts: dict[str, Any]) -> int | None:
        return self.alike.by_phone(facts)

    def _similar(self, facts: dict[str, Any]) -> int | None:
        return self.alike.by_name(facts.get("name", ""))

    def _name(self, facts: dict[str, Any]) -> int | None:
        """Two companies of one name are two where both have numbers elsewhere, and those differ."""
        found = self.names.get(name_key(facts["name"]))
        if found is None:
            return None
        theirs, number = self.their_numbers.get(found, ""), facts.get("external_id", "")
        return None if theirs and number and theirs != number else max(found, 0)


def _by(companies, field: str, values: Iterable[str | None]) -> dict[str, int]:
    """Ids of companies by a field; registration numbers by their digits. Of several alike the oldest."""
    wanted = {value for value in values if value}
    rows = companies.filter(**{f"{field}__in": wanted}).values_list(field, "pk") if wanted else ()
    return {number_key(value) if field == "registration_number" else value: pk for value, pk in rows}


def _written(told: list[dict[str, Any]]) -> Iterable[str]:
    """A number as it may stand in the database: as told, as digits, and as our countries write it."""
    for number in (facts.get("registration_number") for facts in told):
        if number:
            yield from (
                number,
                number_key(number),
                *(_as_written(registration_number, number, c) for c in ("SE", "NO", "PL")),
            )


def _keys(kind: str, facts: dict[str, Any]) -> list[str]:
    return first_keys(kind, facts.get(kind, ()))


def _points(run: Run, kind: str, keys: Iterable[str]) -> dict[str, int]:
    """The companies that are reached by `keys`. Of several the oldest."""
    wanted = set(keys)
    points = ContactPoint.objects.filter(workspace=run.workspace, kind=kind, key__in=wanted, company__deletion=None)
    rows = points.exclude(company=None).order_by("-id").values_list("key", "company_id") if wanted else ()
    return {key: pk for key, pk in rows if pk}


def _as_written(normal, number: str, country: str) -> str:
    """A number in its country's form; one that is none is kept as it stands."""
    try:
        return normal(number, country)
    except Refused:
        return number


def _addresses(facts: dict[str, Any]) -> list[dict[str, str]]:
    """The visiting address of a row's columns, then those that our own exports add."""
    place = {name: facts.get(name, "") for name in _PLACE}
    if (whole := facts.get("address")) and not country_code(whole):
        place["street"] = place["street"] or whole
    more = [one for one in facts.get("more_addresses", ()) if isinstance(one, dict)]
    told = any(place[name] for name in _PLACE if name != "country")
    first = [{"kind": Address.Kind.VISITING.value, **place}] if told else []
    return [*first, *({key: str(value) for key, value in one.items()} for one in more)]
