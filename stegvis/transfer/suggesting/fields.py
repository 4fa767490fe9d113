"""The fields that a column can become, for each kind of import."""

from dataclasses import dataclass

KINDS = ("companies", "people", "deals", "stage-history", "tasks", "notes", "calls", "stakeholders")
ENTERED = "entered:"


@dataclass(frozen=True)
class Field:
    """A field by its key; `holds` names the kind of value, `several` that more than one column may fill it."""

    key: str
    holds: str = "text"
    several: bool = False


def _fields(text: str = "", several: str = "", **holding: str) -> tuple[Field, ...]:
    """Fields from keys in one string each: `text`, `several` (text, many columns), and other kinds of value."""
    many = set(several.split())
    listed = [Field(key, "text", key in many) for key in [*text.split(), *several.split()]]
    for holds, keys in holding.items():
        listed += [Field(key.removesuffix("*"), holds, key.endswith("*")) for key in keys.split()]
    return tuple(listed)


_ABOUT = "deal deal_external_id company company_external_id person person_external_id "
_REACHED = {"email": "person_email", "url": "company_domain"}
FIELDS: dict[str, tuple[Field, ...]] = {
    "companies": _fields(
        "name external_id registration_number vat_number industry revenue_currency street postcode city region country "
        "address parent owner source description",
        "tags",
        url="domain* web",
        email="email*",
        phone="phone*",
        number="employees revenue",
        date="created_at",
    ),
    "people": _fields(
        "name first_name last_name external_id job_title company company_external_id owner language source",
        "tags",
        email="email*",
        phone="phone*",
        date="created_at",
    ),
    "deals": _fields(
        "title external_id company company_external_id person currency process stage status owner team source "
        "product lost_reason lost_to",
        "tags competitors",
        email="person_email",
        number="value quantity",
        date="created_at expected_close closed_at won_at lost_at wake_on",
    ),
    "stage-history": _fields("case stage member currency company title", number="value sequence", date="time"),
    "tasks": _fields(
        _ABOUT + "external_id title kind due_time assignee priority repeat note status created_by done_by result",
        date="due_on created_at done_at",
        **_REACHED,
    ),
    "notes": _fields(_ABOUT + "external_id member subject text", date="time", **_REACHED),
    "calls": _fields(
        _ABOUT + "external_id member subject text direction outcome minutes seconds", "people", date="time", **_REACHED
    ),
    "stakeholders": _fields(_ABOUT + "role stance influence", **_REACHED),
}


def field_of(kind: str, key: str) -> Field:
    """The field with `key`; "entered:<stage>" is a date of deals. Raises KeyError for a key that `kind` lacks."""
    if kind == "deals" and key.startswith(ENTERED) and len(key) > len(ENTERED):
        return Field(key, "date")
    return next((field for field in FIELDS[kind] if field.key == key), None) or _unknown(kind, key)


def _unknown(kind: str, key: str) -> Field:
    raise KeyError(f"{kind} has no field {key}")
