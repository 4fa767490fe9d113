"""The mapping of an import: which column fills which field, and whose words mean what here.

Its JSON is what `--mapping` reads and what an import keeps; docs/import-mapping.md describes every part.
"""

from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.transfer.fields import FIELDS, field_of
from stegvis.transfer.reading.understanding import DATE_ORDERS

FOUND = ("skip", "update", "create")
MATCHES = {
    "companies": ("external_id", "registration_number", "domain", "name"),
    "people": ("external_id", "email", "name"),
    "deals": ("external_id", "name"),
    "stage-history": ("external_id",),
    "products": ("name",),
    "tasks": ("external_id", "same"),
    "notes": ("external_id", "same"),
    "calls": ("external_id", "same"),
    "stakeholders": ("same",),
}
# Ways that find more, and now and then one too many: only where somebody asks for them.
MORE_MATCHES: dict[str, tuple[str, ...]] = {"companies": ("phone", "similar"), "people": ("phone", "similar")}
FILE_PARTS = ("encoding", "separator", "sheet", "header_row")


@dataclass(frozen=True)
class Column:
    """What becomes of a column: a field's key or None, and how its values are read where the file does not tell."""

    field: str | None
    date_order: str | None = None
    decimal_mark: str | None = None
    factor: str | None = None


@dataclass(frozen=True)
class Mapping:
    """A complete mapping; see docs/import-mapping.md. Dicts map their words to ours, None leaves the value out."""

    kind: str
    columns: dict[str, Column] = field(default_factory=dict)
    process: str | None = None
    stages: dict[str, str | None] = field(default_factory=dict)
    members: dict[str, str | None] = field(default_factory=dict)
    products: dict[str, str | None] = field(default_factory=dict)
    reasons: dict[str, str | None] = field(default_factory=dict)
    duplicates: str = "skip"
    match: tuple[str, ...] = ()
    currency: str | None = None
    time_zone: str | None = None
    country: str | None = None
    make_products: bool = True
    make_companies: bool = True
    file: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `mapping_from_json` makes the equal mapping of it."""
        stored = asdict(self)
        stored["columns"] = {header: _column_to_json(column) for header, column in self.columns.items()}
        return {**stored, "match": list(self.match)}


def mapping_from_json(stored: Any, *, kind: str) -> Mapping:
    """Check and read a mapping; Refused, with a sentence that names the part, when something in it makes no sense."""
    if not isinstance(stored, dict):
        raise Refused(_("The mapping must be a JSON object."))
    unknown = stored.keys() - Mapping.__dataclass_fields__.keys()
    if unknown:
        raise Refused(_("The mapping has unknown parts: %(parts)s.") % {"parts": ", ".join(sorted(unknown))})
    if stored.get("kind", kind) != kind:
        raise Refused(_("The mapping is for %(kind)s.") % {"kind": stored["kind"]})
    mapping = Mapping(**{**stored, "kind": kind, "columns": {}, "match": tuple(stored.get("match") or ())})
    columns = {header: _column(kind, header, column) for header, column in _dict(stored, "columns").items()}
    return _checked(replace(mapping, columns=columns))


def _column_to_json(column: Column) -> Any:
    told = {name: value for name, value in asdict(column).items() if value is not None}
    return column.field if len(told) <= 1 else told


def _column(kind: str, header: str, stored: Any) -> Column:
    told = stored if isinstance(stored, dict) else {"field": stored}
    problem = _problem(kind, told)
    if problem:
        raise Refused(_("The column “%(column)s” of the mapping: %(problem)s") % {"column": header, "problem": problem})
    return Column(**{**told, "factor": str(told["factor"]) if told.get("factor") is not None else None})


def _problem(kind: str, told: dict) -> str:
    """Why a column of a mapping cannot be used, or nothing."""
    if told.keys() - Column.__dataclass_fields__.keys() or "field" not in told:
        return _("only field, date_order, decimal_mark and factor are known.")
    if told["field"] is not None and not _has_field(kind, told["field"]):
        return _("there is no field “%(field)s”.") % {"field": told["field"]}
    if told.get("date_order") not in (None, *DATE_ORDERS):
        return _("date_order is ymd, dmy or mdy.")
    if told.get("decimal_mark") not in (None, ".", ","):
        return _("decimal_mark is a point or a comma.")
    return "" if _is_factor(told.get("factor")) else _("factor is a number other than 0.")


def _has_field(kind: str, key: Any) -> bool:
    try:
        return isinstance(key, str) and bool(field_of(kind, key))
    except KeyError:
        return False


def _is_factor(value: Any) -> bool:
    try:
        return value is None or Decimal(str(value)).is_normal()
    except InvalidOperation:
        return False


def _dict(stored: dict, name: str) -> dict:
    value = stored.get(name) or {}
    if not isinstance(value, dict):
        raise Refused(_("The part “%(part)s” of the mapping must be an object.") % {"part": name})
    return value


def all_matches(kind: str) -> tuple[str, ...]:
    """All ways by which records of `kind` can be recognised."""
    return (*MATCHES[kind], *MORE_MATCHES.get(kind, ()))


def _checked(mapping: Mapping) -> Mapping:
    for name in ("stages", "members", "products", "reasons", "file"):
        _dict({name: getattr(mapping, name)}, name)
    if mapping.duplicates not in FOUND:
        raise Refused(_("duplicates is one of %(words)s.") % {"words": ", ".join(FOUND)})
    if set(mapping.match) - set(all_matches(mapping.kind)):
        raise Refused(_("match takes only %(words)s here.") % {"words": ", ".join(all_matches(mapping.kind))})
    if set(mapping.file) - set(FILE_PARTS):
        raise Refused(_("file takes only %(words)s.") % {"words": ", ".join(FILE_PARTS)})
    assert mapping.kind in FIELDS  # noqa: S101 - the caller chose it from the list
    return replace(mapping, match=tuple(mapping.match) or MATCHES[mapping.kind])
