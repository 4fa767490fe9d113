"""Notes and calls: what was written on timelines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stegvis.core.errors import Refused
from stegvis.timeline.facts import clean_text
from stegvis.timeline.models import EntryKind, TimelineEntry
from stegvis.timeline.operations.correcting import correct_entry
from stegvis.timeline.operations.writing import AHEAD, MOST_PEOPLE, Draft, write_entries
from stegvis.transfer.cells import Facts, RowRefused
from stegvis.transfer.kinds import Outcome
from stegvis.transfer.kinds.known_entries import KnownEntries
from stegvis.transfer.lookups.about import About
from stegvis.transfer.lookups.members import Members
from stegvis.transfer.models import Act, Kind
from stegvis.transfer.reading import Row
from stegvis.transfer.reading.markup import without_markup
from stegvis.transfer.run import Run, Trace
from stegvis.workspaces.models import Member

KINDS = {Kind.NOTES: EntryKind.NOTE, Kind.CALLS: EntryKind.CALL}
_CALL = ("direction", "outcome", "minutes")
_MOST_NAMED = 30


@dataclass(slots=True)
class Told:
    """A row that can be read, with the entry that it makes."""

    row: Row
    facts: dict[str, Any]
    draft: Draft


class EntryImporter:
    """Writes notes or calls of rows, or corrects those that are there; see Importer."""

    def __init__(self, run: Run, facts: Facts):
        self.run, self.facts, self.kind = run, facts, KINDS[Kind(run.batch.kind)]
        self.about, self.members = About(run, facts), Members(run)
        # Our own exports hold Markdown, in which a tag is meant as it stands.
        self.is_ours = facts.headers.get("text") == "text"
        self.colleagues = list(Member.objects.filter(workspace=run.workspace, active=True).values_list("name", "pk"))

    def take(self, rows: list[Row]) -> Outcome:
        """Write, correct or pass over the entries of `rows`."""
        outcome, told = Outcome(), []
        for row, facts in self._read(rows, outcome):
            try:
                told.append(Told(row, facts, self._draft(facts)))
            except RowRefused as refusal:
                outcome.rejected.append((row, refusal))
        known = KnownEntries(self.run, self.kind, [one.draft for one in told])
        new = []
        for one in told:
            found = known.find(one.draft)
            if found is None:
                new.append(one)
                known.add(one.draft)
            elif isinstance(found, TimelineEntry) and self.run.mapping.duplicates == "update":
                self._correct(found, one, outcome)
            else:
                outcome.skipped += 1
        self._write(new, outcome)
        return outcome

    def _read(self, rows: list[Row], outcome: Outcome) -> list[tuple[Row, dict[str, Any]]]:
        read = []
        for row in rows:
            try:
                facts = self.facts(row.cells)
                self._refuse_what_lacks(facts)
                read.append((row, facts))
            except RowRefused as refusal:
                outcome.rejected.append((row, refusal))
        people = [text for _row, facts in read for text in facts.get("people", ())]
        self.about.prepare([facts for _row, facts in read], people)
        return read

    def _refuse_what_lacks(self, facts: dict[str, Any]) -> None:
        """A note has words. A call has a time: it says when a buyer was last spoken to, and that is not made up."""
        if self.kind == EntryKind.NOTE and not facts.keys() & {"text", "subject"}:
            raise RowRefused("missing_text")
        if self.kind == EntryKind.CALL and "time" not in facts:
            raise RowRefused("missing_time")
        if "time" in facts and facts["time"] > self.run.now + AHEAD:
            raise RowRefused("lies_ahead", self.facts.headers.get("time", ""), facts["time"].date().isoformat())

    def _draft(self, facts: dict[str, Any]) -> Draft:
        about = self.about.of(facts)
        if not about:
            raise RowRefused("missing_about")
        home = "deal" if about.deal_id else "person" if about.person_id else "company"
        people = [self.about.person_named(text, about.company_id) for text in facts.get("people", ())]
        beside = [about.person_id] if about.person_id and home == "deal" else []
        text = self._text(facts)
        return Draft(
            kind=self.kind,
            text=text,
            facts=self._told_facts(facts) | ({"mentions": named} if (named := self._named(text)) else {}),
            at=facts.get("time"),
            by_id=self.members.id_of(facts.get("member")),
            external_id=facts.get("external_id", ""),
            people_ids=list(dict.fromkeys([*beside, *people]))[:MOST_PEOPLE],
            **{f"{home}_id": getattr(about, f"{home}_id")},
        )

    def _told_facts(self, facts: dict[str, Any]) -> dict[str, Any]:
        if self.kind != EntryKind.CALL:
            return {}
        found = {name: facts[name] for name in _CALL if name in facts}
        return found | ({"minutes": facts["seconds"]} if "seconds" in facts and "minutes" not in facts else {})

    def _text(self, facts: dict[str, Any]) -> str:
        """Subject and words, as people see them."""
        text = facts.get("text", "")
        text = text if self.is_ours else without_markup(text)
        subject = facts.get("subject", "")
        both = text if not subject or text.startswith(subject) else f"{subject}\n\n{text}"
        try:
            return clean_text(both)
        except Refused as refusal:
            raise RowRefused("too_long", self.facts.headers.get("text", "")) from refusal

    def _named(self, text: str) -> dict[str, int]:
        """The colleagues named in a text: told apart when it is read, and nobody is told of what was long ago."""
        if "@" not in text:
            return {}
        found = {name: pk for name, pk in self.colleagues if name and re.search(rf"@{re.escape(name)}(?!\w)", text)}
        return dict(list(found.items())[:_MOST_NAMED])

    def _write(self, new: Sequence[Told], outcome: Outcome) -> None:
        entries = write_entries([one.draft for one in new], by=self.run.actor) if new else []
        outcome.created += len(entries)
        pairs = zip(entries, new, strict=True)
        self.run.traces += [Trace("timelineentry", entry.pk, Act.CREATED, one.row.number) for entry, one in pairs]

    def _correct(self, entry: TimelineEntry, one: Told, outcome: Outcome) -> None:
        """A further version where the file says something else; what was removed here stays so."""
        if entry.withdrawn:
            outcome.skipped += 1
            return
        text = one.draft.text if one.facts.keys() & {"text", "subject"} else entry.text
        facts, at = self._told_facts(one.facts), one.facts.get("time")
        try:
            newer = correct_entry(entry, by=self.run.actor, text=text, facts=facts, at=at)
        except Refused:
            outcome.rejected.append(
                (one.row, RowRefused("not_fitting", self.facts.headers.get("text", ""), text[:200]))
            )
            return
        if newer.pk == entry.pk:
            outcome.skipped += 1
            return
        outcome.updated += 1
        before = {"version": entry.pk}
        self.run.traces.append(Trace("timelineentry", newer.pk, Act.UPDATED, one.row.number, before))
