"""A search from what was typed to what is shown."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from stegvis.core.search.finding import Candidate, candidates, share
from stegvis.core.search.indexing import refresh
from stegvis.core.search.keeping import AT_ONCE
from stegvis.core.search.kinds import Found, Kind, Seer, kinds
from stegvis.core.search.ranking import ranked
from stegvis.core.search.texts import Asked


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found, of its kind."""

    kind: Kind
    record_id: int
    found: Found


@dataclass(frozen=True)
class Results:
    """What was found, best first; how many candidates there were of each kind (by key), and whether there are more."""

    asked: Asked
    rows: list[Result] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    capped: bool = False


def search(member: Seer, typed: str, *, only: str = "", limit: int = 50) -> Results:
    """The first `limit` things that match and that `member` may see, of the kind `only` or of all."""
    asked = Asked.of(typed)
    if asked.is_empty:
        return Results(asked)
    refresh(member.workspace_id, AT_ONCE)
    chosen = [kind for kind in kinds() if not only or kind.key == only]
    found = ranked(candidates(member, asked, chosen), asked)
    counts = Counter(candidate.kind.key for candidate in found)
    capped = len(found) > limit or max(counts.values(), default=0) >= share(len(chosen))
    return Results(asked, shown(member, found[:limit]), counts, capped)


def shown(member: Seer, found: list[Candidate]) -> list[Result]:
    """Candidates as results, in their order; one query or two for each kind that is among them."""
    ids = defaultdict(list)
    for candidate in found:
        ids[candidate.kind.number].append(candidate.record_id)
    by_kind = {kind.number: kind.show(member, ids[kind.number]) for kind in {one.kind for one in found}}
    return [
        Result(candidate.kind, candidate.record_id, there)
        for candidate in found
        if (there := by_kind[candidate.kind.number].get(candidate.record_id))
    ]
