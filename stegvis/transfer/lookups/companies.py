"""Their companies among ours, by number or name, asked once a chunk."""

from collections.abc import Iterable
from typing import NamedTuple

from stegvis.people.models import Company
from stegvis.people.naming import name_key
from stegvis.people.queries.duplicates import merged_by
from stegvis.transfer.operations.recording import NewCompany, record_companies
from stegvis.transfer.run import Run

# Beyond this many remembered companies the oldest chunk's are forgotten: memory stays bounded.
_REMEMBERED = 50_000


class Reference(NamedTuple):
    """How a row names a company: by the number it has elsewhere, by name, or both."""

    external_id: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.external_id or self.name)


class Companies:
    """`prepare` a chunk's references, then `id_of` each."""

    def __init__(self, run: Run):
        self.run = run
        self.by_external: dict[str, int] = {}
        self.by_name: dict[str, int] = {}

    def prepare(self, references: Iterable[Reference]) -> None:
        """Look up all companies of a chunk at once, and make those that are missing where the mapping wants it."""
        if len(self.by_name) + len(self.by_external) > _REMEMBERED:
            self.by_external, self.by_name = {}, {}
        wanted = dict.fromkeys(one for one in references if one and not self.id_of(one))
        self._fetch("external_id", {one.external_id for one in wanted} - {""}, self.by_external)
        self._fetch("name_key", {name_key(one.name) for one in wanted} - {""}, self.by_name)
        if self.run.mapping.make_companies:
            self._make([one for one in wanted if one.name and not self.id_of(one)])

    def id_of(self, reference: Reference) -> int | None:
        """The company of a prepared reference; a number goes before a name."""
        number, name = reference
        return (self.by_external.get(number) if number else None) or self.by_name.get(name_key(name))

    def _fetch(self, field: str, values: set[str], into: dict[str, int]) -> None:
        """Of several alike the oldest counts: it comes last and stays."""
        if values:
            into.update(merged_by(self.run.workspace.pk, "company", field, values))
            rows = Company.objects.filter(workspace=self.run.workspace, **{f"{field}__in": values}).order_by("-id")
            into.update(rows.values_list(field, "pk"))

    def _make(self, missing: list[Reference]) -> None:
        """One company for each name; the first number seen with it is kept."""
        first = {name_key(one.name): one for one in reversed(missing)}
        new = [NewCompany(one.name, external_id=one.external_id) for one in first.values()]
        ids = record_companies(new, by=self.run.actor, now=self.run.now)
        for (key, one), pk in zip(first.items(), ids, strict=True):
            self.by_name[key] = pk
            if one.external_id:
                self.by_external[one.external_id] = pk
            self.run.note_made("company", pk)
