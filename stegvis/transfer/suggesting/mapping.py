"""Which field each column of a file becomes, told from its header and its values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stegvis.transfer.reading.understanding import Note

from .candidates import Candidate, candidates
from .entered import entered_stage
from .fields import ENTERED, KINDS, field_of
from .fitting import fit


@dataclass(frozen=True)
class Suggestion:
    """What one column becomes: a field's key, or None to leave it out; `confidence` 0..1; `because` for the screen.

    Codes of `because`: header_known (phrase, language), header_of (object, phrase), header_contains (phrase),
    id_of (phrase), values_look_like (kind), entered_stage (stage); and where `field` is None: field_taken (field,
    by), left_out, other_object (object), repeated_header, unknown.
    """

    header: str
    field: str | None
    confidence: float
    because: Note


def suggest_mapping(
    kind: str, headers: Sequence[str], samples: Mapping[str, Sequence[str]], *, stage_names: Sequence[str] = ()
) -> list[Suggestion]:
    """Suggest a field for each of `headers`, in their order.

    `kind` is companies, people, deals or stage-history; `samples` holds some values of each column (as
    `Table.samples` gives them); `stage_names` are stages known otherwise. No single-valued field is suggested twice.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    offers = {header: list(_fitting(kind, header, samples.get(header, ()))) for header in headers}
    chosen = _choose(kind, headers, offers)
    if kind == "deals":
        _add_entered(chosen, offers, samples, stage_names)
    return [chosen.get(header) or _without_field(header, offers[header], chosen) for header in headers]


def _fitting(kind: str, header: str, values: Sequence[str]) -> Iterator[Candidate]:
    """The candidates of a header, less sure where the values do not look like the field's."""
    for candidate in candidates(kind, header, values):
        if candidate.field is None:
            yield candidate
        else:
            sure = candidate.confidence * fit(field_of(kind, candidate.field).holds, values)
            yield Candidate(candidate.field, round(sure, 2), candidate.because)


def _choose(kind: str, headers: Sequence[str], offers: Mapping[str, list[Candidate]]) -> dict[str, Suggestion]:
    """The best candidates first, each header and each single-valued field once."""
    place = {header: number for number, header in enumerate(headers)}
    pairs = [(offer, header) for header, listed in offers.items() for offer in listed if offer.field]
    chosen: dict[str, Suggestion] = {}
    taken: set[str] = set()
    for offer, header in sorted(pairs, key=lambda pair: (-pair[0].confidence, place[pair[1]])):
        if header in chosen or offer.field is None or offer.field in taken:
            continue
        chosen[header] = Suggestion(header, offer.field, offer.confidence, offer.because)
        if not field_of(kind, offer.field).several:
            taken.add(offer.field)
    return chosen


def _add_entered(
    chosen: dict[str, Suggestion],
    offers: Mapping[str, list[Candidate]],
    samples: Mapping[str, Sequence[str]],
    stage_names: Sequence[str],
) -> None:
    """Give the "date entered <stage>" columns their stages; the stage column's values are stages too."""
    column = next((header for header, suggestion in chosen.items() if suggestion.field == "stage"), None)
    stages = list(dict.fromkeys([*stage_names, *(samples.get(column, ()) if column else ())]))
    taken: set[str] = set()
    for header, listed in offers.items():
        found = entered_stage(header, stages)
        sure = found.confidence * fit("date", samples.get(header, ())) if found else 0
        best = chosen[header].confidence if header in chosen else 0
        known_useless = any(offer.because.code == "left_out" for offer in listed)
        if found and sure > max(best, 0.45) and not known_useless and found.stage not in taken:
            taken.add(found.stage)
            because = Note("entered_stage", {"stage": found.stage})
            chosen[header] = Suggestion(header, ENTERED + found.stage, round(sure, 2), because)


def _without_field(header: str, offers: Sequence[Candidate], chosen: Mapping[str, Suggestion]) -> Suggestion:
    """Why a column stays out."""
    for offer in offers:
        if offer.field is None:
            return Suggestion(header, None, offer.confidence, offer.because)
    for offer in offers:
        by = next((other for other, suggestion in chosen.items() if suggestion.field == offer.field), None)
        if by is not None:
            return Suggestion(header, None, 0.8, Note("field_taken", {"field": offer.field, "by": by}))
    return Suggestion(header, None, 0.0, Note("unknown"))
