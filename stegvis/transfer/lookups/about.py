"""What a task, note or call is about: the deal, company and person that its row names, asked once a chunk.

Nothing is made on the way: a row about something that is not here is rejected, and comes in once that is there.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from stegvis.deals.models import Deal
from stegvis.people.models import Company, ContactPoint, Person
from stegvis.people.naming import name_key
from stegvis.people.queries.duplicates import merged_by
from stegvis.transfer.cells import Facts, RowRefused
from stegvis.transfer.contacts import email_key, first_keys
from stegvis.transfer.identity import own_id
from stegvis.transfer.run import Run

_MODELS: dict[str, type] = {"company": Company, "person": Person, "deal": Deal}
_DEAL, _COMPANY = ("deal_external_id", "deal"), ("company_external_id", "company_domain", "company")
_PERSON = ("person_external_id", "person_email", "person")
NAMING = (*_DEAL, *_COMPANY, *_PERSON)


@dataclass(frozen=True, slots=True)
class Found:
    """What a row is about; `company_id` is the one that was named, else the deal's."""

    deal_id: int | None = None
    company_id: int | None = None
    person_id: int | None = None

    def __bool__(self) -> bool:
        return bool(self.deal_id or self.company_id or self.person_id)


class About:
    """`prepare` what a chunk's rows tell, then `of` each."""

    def __init__(self, run: Run, facts: Facts):
        self.run, self.headers = run, facts.headers
        self.numbers: dict[str, dict[str, int]] = {}
        self.deals: dict[str, list[tuple[int, str]]] = {}
        self.company_of_deal: dict[int, int | None] = {}
        self.companies: dict[str, int] = {}
        self.domains: dict[str, int] = {}
        self.emails: dict[str, int] = {}
        self.people: dict[str, list[tuple[int, int | None]]] = {}

    def prepare(self, told: Sequence[dict[str, Any]], people: Iterable[str] = ()) -> None:
        """Look up all that the rows name; `people` are further ones, as `person_named` takes them."""
        for kind in _MODELS:
            self._find_numbers(kind, _values(told, f"{kind}_external_id"))
        named = [_name_and_mark(text) for text in people]
        self._find_deals(_values(told, "deal"))
        self._find_companies(_values(told, "company"), _values(told, "company_domain"))
        self._find_people(
            _values(told, "person") | {name for name, _mark in named},
            _values(told, "person_email") | {mark for _name, mark in named if "@" in mark},
        )
        self.numbers["person"] |= self._numbered("person", {mark for _name, mark in named if mark and "@" not in mark})

    def of(self, facts: dict[str, Any]) -> Found:
        """What a row is about. Raises RowRefused for what is not here, or could be several."""
        company = self._company(facts)
        deal = self._deal(facts) if facts.keys() & {*_DEAL} else None
        if company is None and deal is not None:
            company = self.company_of_deal.get(deal)
        person = self._person(facts, company) if facts.keys() & {*_PERSON} else None
        if company is None and not (deal or person) and facts.keys() & {*_COMPANY}:
            raise self._unknown("unknown_company", facts, _COMPANY)
        return Found(deal, company, person)

    def person_named(self, text: str, company: int | None) -> int:
        """A person by "Name <e-mail or number>", a bare address or name. Raises RowRefused."""
        name, mark = _name_and_mark(text)
        found = self.emails.get(email_key(mark)) if "@" in mark else self.numbers["person"].get(mark)
        found = found or (self._by_name(name, company, "people") if name else None)
        if found is None:
            raise RowRefused("unknown_person", self.headers.get("people", ""), text)
        return found

    def _deal(self, facts: dict[str, Any]) -> int:
        found = self.numbers["deal"].get(facts.get("deal_external_id", ""))
        if found is None and "deal" in facts and "deal_external_id" not in facts:
            wanted = name_key(facts.get("company", ""))
            rows = self.deals.get(facts["deal"], [])
            found = _only([pk for pk, company in rows if not wanted or company == wanted])
            if found == 0:
                raise self._unknown("ambiguous_deal", facts, ("deal",))
        if not found:
            raise self._unknown("unknown_deal", facts, _DEAL)
        return found

    def _company(self, facts: dict[str, Any]) -> int | None:
        number, domains = facts.get("company_external_id", ""), first_keys("domain", [facts.get("company_domain", "")])
        return (
            self.numbers["company"].get(number)
            or (self.domains.get(domains[0]) if facts.get("company_domain") else None)
            or self.companies.get(name_key(facts.get("company", "")))
        )

    def _person(self, facts: dict[str, Any], company: int | None) -> int:
        found = self.numbers["person"].get(facts.get("person_external_id", ""))
        if found is None and "person_email" in facts:
            found = self.emails.get(email_key(facts["person_email"]))
        if found is None and "person" in facts:
            found = self._by_name(facts["person"], company, "person")
        if found is None:
            raise self._unknown("unknown_person", facts, _PERSON)
        return found

    def _by_name(self, name: str, company: int | None, key: str) -> int | None:
        """The one of that company, else the only one of that name."""
        rows = self.people.get(name_key(name), [])
        here = [pk for pk, theirs in rows if company and theirs == company]
        found = _only(here or [pk for pk, _theirs in rows])
        if found == 0:
            raise RowRefused("ambiguous_person", self.headers.get(key, ""), name)
        return found

    def _unknown(self, code: str, facts: dict[str, Any], keys: tuple[str, ...]) -> RowRefused:
        key = next(key for key in keys if key in facts)
        return RowRefused(code, self.headers.get(key, ""), facts[key])

    def _find_numbers(self, kind: str, wanted: set[str]) -> None:
        self.numbers[kind] = self._numbered(kind, wanted)
        if kind == "deal" and self.numbers[kind]:
            rows = Deal.objects.filter(workspace=self.run.workspace, pk__in=self.numbers[kind].values())
            self.company_of_deal = dict(rows.values_list("pk", "company_id"))

    def _numbered(self, kind: str, wanted: set[str]) -> dict[str, int]:
        """Ids by number: elsewhere's, ours, and those of what was merged into another. Of several the oldest."""
        if not wanted:
            return {}
        workspace, model = self.run.workspace, _MODELS[kind]
        rows = model.objects.filter(workspace=workspace, external_id__in=wanted).order_by("-id")  # type: ignore[attr-defined]
        found = merged_by(workspace.pk, kind, "external_id", wanted) | own_id(workspace).merged(kind, wanted)
        return found | own_id(workspace).living(model, wanted) | dict(rows.values_list("external_id", "pk"))

    def _find_deals(self, titles: set[str]) -> None:
        rows = Deal.objects.filter(workspace=self.run.workspace, title__in=titles).order_by("id")
        found = defaultdict(list)
        for title, pk, company, key in (
            rows.values_list("title", "pk", "company_id", "company__name_key") if titles else ()
        ):
            found[title].append((pk, key or ""))
            self.company_of_deal[pk] = company
        self.deals = found

    def _find_companies(self, names: set[str], domains: set[str]) -> None:
        workspace, keys = self.run.workspace, {name_key(name) for name in names} - {""}
        rows = Company.objects.filter(workspace=workspace, name_key__in=keys).order_by("-id")
        merged = merged_by(workspace.pk, "company", "name_key", keys) if keys else {}
        self.companies = merged | (dict(rows.values_list("name_key", "pk")) if keys else {})
        self.domains = self._reached("domain", "company", set(first_keys("domain", domains)))

    def _find_people(self, names: set[str], emails: set[str]) -> None:
        keys = {name_key(name) for name in names} - {""}
        rows = Person.objects.filter(workspace=self.run.workspace, name_key__in=keys).order_by("id")
        found = defaultdict(list)
        for key, pk, company in rows.values_list("name_key", "pk", "company_id") if keys else ():
            found[key].append((pk, company))
        self.people = found
        self.emails = self._reached("email", "person", {email_key(email) for email in emails})

    def _reached(self, way: str, kind: str, keys: set[str]) -> dict[str, int]:
        """The company or person behind each address or domain; of several the oldest."""
        points = ContactPoint.objects.filter(workspace=self.run.workspace, kind=way, key__in=keys)
        rows = points.filter(**{f"{kind}__isnull": False, f"{kind}__deletion": None}).order_by("-id")
        return dict(rows.values_list("key", f"{kind}_id")) if keys else {}


def _values(told: Sequence[dict[str, Any]], key: str) -> set[str]:
    return {facts[key] for facts in told if key in facts}


def _only(found: list[int]) -> int | None:
    """The only one, None where there is none, 0 where there are several."""
    return None if not found else found[0] if len(found) == 1 else 0


def _name_and_mark(text: str) -> tuple[str, str]:
    """ "Anna Ek <anna@ek.se>" is a name and what she is known by; so is a bare address."""
    name, _mark, inside = (
        text.strip().removesuffix(">").rpartition("<") if text.strip().endswith(">") else (text, "", "")
    )
    return ("", text.strip()) if not inside and "@" in text else (name.strip(), inside.strip())
