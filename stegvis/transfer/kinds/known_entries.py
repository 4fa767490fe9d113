"""Which notes and calls of a chunk are there already: by number, or by home, time and words."""

from collections.abc import Sequence

from django.utils import timezone

from stegvis.timeline.models import EntryPlace, TimelineEntry
from stegvis.timeline.operations.writing import Draft
from stegvis.timeline.queries.entries import HOME
from stegvis.timeline.queries.versions import newest_versions
from stegvis.transfer.identity import own_id
from stegvis.transfer.run import Run

_HOMES = ("deal_id", "person_id", "company_id")


class KnownEntries:
    """`find` answers with the newest version, with 0 for a row of this same chunk, or None."""

    def __init__(self, run: Run, kind: str, drafts: Sequence[Draft]):
        self.run, self.kind = run, kind
        self.match = () if run.mapping.duplicates == "create" else run.mapping.match
        numbers = {one.external_id for one in drafts} - {""}
        self.numbers: dict[str, TimelineEntry | int] = dict(self._by_number(numbers)) if numbers else {}
        self.same: dict[tuple, TimelineEntry] = {}
        for home in _HOMES if "same" in self.match else ():
            self._find_same(home, [one for one in drafts if not one.external_id and getattr(one, home)])

    def find(self, draft: Draft) -> TimelineEntry | int | None:
        """The entry that a row is about."""
        if draft.external_id:
            return self.numbers.get(draft.external_id) if "external_id" in self.match else None
        return self.same.get(_key(draft))

    def add(self, draft: Draft) -> None:
        """From now on a second row with this number is a duplicate."""
        if draft.external_id:
            self.numbers.setdefault(draft.external_id, 0)

    def _by_number(self, numbers: set[str]) -> dict[str, TimelineEntry]:
        """Elsewhere's numbers stand on every version; ours name the first one."""
        ids = own_id(self.run.workspace)
        entries = TimelineEntry.objects.filter(workspace=self.run.workspace, kind=self.kind)
        told = entries.filter(external_id__in=numbers).exclude(external_id="").order_by("pk")
        found = {one.external_id: one for one in told}
        ours = ids.living(TimelineEntry, numbers - found.keys())
        newest = newest_versions(self.run.workspace, ours.values()) if ours else {}
        by_id = entries.in_bulk(newest.values()) if newest else {}
        return found | {number: by_id[newest[pk]] for number, pk in ours.items() if newest.get(pk) in by_id}

    def _find_same(self, home: str, drafts: list[Draft]) -> None:
        """Entries of these homes with the same time and words; those without a time by their words.

        Entries of this same import do not count: a file may say the same thing twice and mean it.
        """
        if not drafts:
            return
        about = {getattr(one, home) for one in drafts}
        places = EntryPlace.objects.filter(HOME, workspace=self.run.workspace, kind=self.kind, direct=True)
        places = places.filter(**{f"{home}__in": about}, entry__lte=self.run.batch.baseline.get("entry", 0))
        if all(one.at for one in drafts):
            places = places.filter(at__in={one.at for one in drafts})
        texts = {one.text for one in drafts}
        for place in places.filter(entry__text__in=texts, at__lte=timezone.now()).select_related("entry"):
            entry = place.entry
            for at in (entry.at, None):
                self.same.setdefault((home, getattr(place, home), at, entry.text), entry)


def _key(draft: Draft) -> tuple:
    home = next(home for home in _HOMES if getattr(draft, home))
    return (home, getattr(draft, home), draft.at, draft.text)
