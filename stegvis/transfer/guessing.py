"""What the rows of a file are, told from its headers."""

from collections.abc import Mapping, Sequence

from stegvis.transfer.suggesting import KINDS, suggest_mapping

# Fields without which a file is hardly of a kind, and what having them is worth beside the share of known headers.
_TELLING = {
    "companies": ("registration_number", "employees", "industry", "domain", "vat_number", "revenue"),
    "people": ("first_name", "last_name", "job_title", "email"),
    "deals": ("stage", "value", "closed_at", "expected_close", "title", "lost_reason"),
    "stage-history": ("case", "stage", "time"),
    "tasks": ("title", "due_on", "kind", "status", "assignee", "priority"),
    "notes": ("text", "time", "member"),
    "calls": ("time", "direction", "outcome", "minutes", "seconds"),
    "stakeholders": ("role", "stance", "influence", "person", "deal"),
}
# What such files cannot be without; a list of companies has a column of remarks, too.
_NEEDED = {
    "tasks": [{"title"}, {"due_on", "status", "done_at"}],
    "notes": [{"text"}, {"time"}],
    "calls": [{"time"}, {"direction", "outcome", "minutes", "seconds"}],
    "stakeholders": [{"role"}, {"deal", "deal_external_id"}],
}
_SURE = 0.5


def guess_kind(headers: Sequence[str], samples: Mapping[str, Sequence[str]], first_rows: Sequence[Sequence]) -> str:
    """The likeliest kind; `first_rows` (cells of some rows) show whether one deal comes back in several rows."""
    scores = {kind: _score(kind, headers, samples) for kind in KINDS}
    if not _comes_back(headers, samples, first_rows):
        del scores["stage-history"]
    return max(scores, key=lambda kind: scores[kind])


def _score(kind: str, headers: Sequence[str], samples: Mapping[str, Sequence[str]]) -> float:
    found = [one for one in suggest_mapping(kind, headers, samples) if one.field and one.confidence >= _SURE]
    fields = {one.field for one in found}
    if not all(fields & some for some in _NEEDED.get(kind, ())):
        return 0.0
    telling = sum(field in fields for field in _TELLING[kind]) / len(_TELLING[kind])
    return sum(one.confidence for one in found) / max(len(headers), 1) + telling


def _comes_back(headers: Sequence[str], samples: Mapping[str, Sequence[str]], rows: Sequence[Sequence]) -> bool:
    """Whether the file has a case, a stage and a time, and the same case in more than one row."""
    fields = {one.field: one.header for one in suggest_mapping("stage-history", headers, samples) if one.field}
    if not {"case", "stage", "time"} <= fields.keys():
        return False
    place = list(headers).index(fields["case"])
    cases = [row[place] for row in rows if row[place] != ""]
    return len(set(cases)) < len(cases)
