"""The workspace's own fields in imports and exports: their columns, and values to cells and back."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from stegvis.core.errors import Refused
from stegvis.core.folding import fold
from stegvis.people.models import ContactPoint, Person
from stegvis.people.naming import name_key
from stegvis.transfer.exports.values import listed, member_text
from stegvis.transfer.identity import own_id
from stegvis.transfer.models import Kind
from stegvis.transfer.reading import BadValue, Cell, as_text, parse_date, parse_number, parse_yes_no
from stegvis.workspaces.models import CustomField, Member, Owned
from stegvis.workspaces.own.definitions import PREFIX, definitions, key_of, own_name
from stegvis.workspaces.own.values import checked, choice_names
from stegvis.workspaces.permissions import Actor, Automation

RECORDS = {Kind.COMPANIES.value: "company", Kind.PEOPLE.value: "person", Kind.DEALS.value: "deal"}
Parse = Callable[[Cell], Any]
_MONEY = re.compile(r"([A-Za-z]{3})?([-+\d.,]+)([A-Za-z]{3})?")
_BLANKS = str.maketrans("", "", " \u00a0\u202f'")
_EXACT = 15  # figures that a workbook's number keeps
Wanted = CustomField.Kind


def fillable(actor: Actor, kind: str) -> list[CustomField]:
    """The own fields that an import of `kind` by `actor` may fill."""
    return definitions(actor, RECORDS[kind]).edited if kind in RECORDS else []


def told_by_names(fields: Iterable[CustomField], headers: Iterable[str]) -> dict[str, str]:
    """Which of `headers` are called like an own field, by its name or as our exports call it, and what they become."""
    known = {fold(name): own_name(one) for one in fields for name in (one.name, own_name(one))}
    found: dict[str, str] = {}
    for header in headers:
        key = known.get(fold(header))
        if key and key not in found.values():
            found[header] = key
    return found


def own_of(facts: Mapping[str, Any]) -> dict[str, Any] | None:
    """Of the facts of a row the values of own fields, by their keys."""
    own = [name for name in facts if name.startswith(PREFIX)]  # for each row: a call for each name would be felt
    return {key_of(name): facts[name] for name in own} or None


class Parsers:
    """Makes the functions that read cells of own fields; `by` is the member who imports, whose sight people are."""

    def __init__(self, actor: Actor, by: Member | None, kind: str, currency: str):
        self.actor, self.by, self.currency = actor, by, currency
        self.fields = {
            own_name(one): one for one in (definitions(actor, RECORDS[kind]).every if kind in RECORDS else [])
        }
        self.people: dict[str, int | None] = {}
        self.members: dict[str, int] = {}

    def of(self, name: str, *, date_order: str | None, decimal_mark: str) -> Parse | None:
        """The reader of cells of the own field called `name`; None when it is there no longer. It raises BadValue."""
        field = self.fields.get(name)
        if field is None or field.deletion_id or field.archived:
            return None
        read = self._reader(field, date_order, decimal_mark)

        def parse(cell: Cell) -> Any:
            try:
                found = read(cell)
                return found if field.kind in (Wanted.MEMBER, Wanted.PERSON) else checked(field, found)
            except Refused as refusal:
                raise BadValue("not_fitting", cell) from refusal

        return parse

    def _reader(self, field: CustomField, order: str | None, mark: str) -> Parse:
        names = {fold(one["name"]): one["key"] for one in field.choices}
        readers: dict[str, Parse] = {
            Wanted.NUMBER: lambda cell: parse_number(cell, mark),
            Wanted.MONEY: self._money,
            Wanted.DATE: lambda cell: parse_date(cell, order),
            Wanted.YES_NO: parse_yes_no,
            Wanted.CHOICE: lambda cell: _known(names, as_text(cell), cell),
            Wanted.SEVERAL: lambda cell: [_known(names, word, cell) for word in words_of(as_text(cell))],
            Wanted.MEMBER: self._member,
            Wanted.PERSON: self._person,
        }
        return readers.get(field.kind, lambda cell: as_text(cell).replace("\x00", ""))

    def _money(self, cell: Cell) -> dict[str, str]:
        found = _MONEY.fullmatch(as_text(cell).translate(_BLANKS))
        if not found:
            raise BadValue("not_a_number", cell)
        cents = re.search(r"[.,]\d{1,2}$", found[2])
        amount = parse_number(found[2], cents[0][0] if cents else ".")
        return {"amount": str(amount), "currency": found[1] or found[3] or self.currency}

    def _member(self, cell: Cell) -> int:
        if not self.members:
            rows = Member.objects.filter(workspace=self.actor.workspace).order_by("active", "-id")
            for pk, name, email in rows.values_list("pk", "name", "email"):
                self.members |= {fold(word): pk for word in (f"{name} <{email}>", name, email) if word}
        return _known(self.members, as_text(cell), cell)

    def _person(self, cell: Cell) -> int:
        text = as_text(cell).strip()
        if text not in self.people:
            self.people[text] = self._find(text)
        found = self.people[text]
        if found is None:
            raise BadValue("unknown_person", cell)
        return found

    def _find(self, text: str) -> int | None:
        """By number elsewhere or ours, by e-mail, by a name that only one bears."""
        seen = Person.objects.visible_to(self.by) if self.by else Person.objects.filter(workspace=self.actor.workspace)
        ours = own_id(self.actor.workspace).living(Person, [text])
        name, _mark, email = text.removesuffix(">").rpartition(" <") if text.endswith(">") else (text, "", "")
        points = ContactPoint.objects.filter(workspace=self.actor.workspace, kind=ContactPoint.Kind.EMAIL)
        if ours:
            return seen.filter(pk__in=ours.values()).values_list("pk", flat=True).first()
        for way in (
            seen.filter(pk__in=points.filter(key=email.lower()).values("person")) if email else seen.none(),
            seen.filter(external_id=text),
            seen.filter(name_key=name_key(name)),
        ):
            ids = list(way.order_by("pk").values_list("pk", flat=True)[:2])
            if len(ids) == 1:
                return ids[0]
        return None


def words_of(text: str) -> list[str]:
    """Several values in a cell: with line ends between them, else `;`, else commas."""
    mark = next((mark for mark in "\n;" if mark in text), ",")
    return [word.strip() for word in text.split(mark) if word.strip()]


def _known(names: Mapping[str, Any], word: str, cell: Cell) -> Any:
    if fold(word) not in names:
        raise BadValue("unknown_choice", cell)
    return names[fold(word)]


class Cells:
    """Writes the cells of own fields for an export by `by`; `sees` says which people it may name."""

    def __init__(self, by: Actor, kind: str, sees: Callable[[Owned], bool]):
        self.fields = definitions(by, RECORDS[kind]).seen if kind in RECORDS else []
        self.by, self.sees = by, sees
        self.members: dict[int, str] | None = None
        self.people: dict[int, str] = {}

    @property
    def columns(self) -> list[str]:
        """The headers."""
        return [own_name(one) for one in self.fields]

    def of(self, values: Mapping[str, Any] | None) -> dict[str, Any]:
        """The cells of one record, by header."""
        return {own_name(one): self._cell(one, (values or {}).get(one.key)) for one in self.fields}

    def _cell(self, field: CustomField, value: Any) -> Any:
        if value is None:
            return ""
        match field.kind:
            case Wanted.NUMBER:
                return Decimal(value) if len(value) <= _EXACT else value
            case Wanted.MONEY:
                return f"{value['amount']} {value['currency']}"
            case Wanted.DATE:
                return date.fromisoformat(value)
            case Wanted.YES_NO:
                return "yes" if value else "no"
            case Wanted.CHOICE:
                return "".join(choice_names(field, value))
            case Wanted.SEVERAL:
                return listed(choice_names(field, value))
            case Wanted.MEMBER:
                return self._member(value)
            case Wanted.PERSON:
                return self._person(value)
        return value

    def _member(self, pk: int) -> str:
        if self.members is None:
            everybody = Member.objects.filter(workspace=self.by.workspace)
            self.members = {one.pk: member_text(one) for one in everybody}
        return self.members.get(pk, "")

    def _person(self, pk: int) -> str:
        """By number, so that the import finds the same one again; nothing of somebody who may not be seen."""
        if pk not in self.people:
            person = Person.objects.filter(workspace=self.by.workspace, pk=pk).first()
            told = person and self.sees(person)
            self.people[pk] = own_id(self.by.workspace).of(person.pk, person.external_id) if person and told else ""
        return self.people[pk]


def refuse_unknown(actor: Actor, kind: str, keys: Sequence[str | None]) -> str:
    """The first of `keys` that names an own field which `actor` may not fill, or nothing."""
    may = {own_name(one) for one in fillable(actor, kind)} if not isinstance(actor, Automation) else None
    return next((key for key in keys if key and key.startswith(PREFIX) and may is not None and key not in may), "")
