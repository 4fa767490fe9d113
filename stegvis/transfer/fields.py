"""What the columns of an import may fill, and what kind of value each takes.

The fields that `suggesting` knows by many names, and those that only our own exports have, known by their key.
"""

from dataclasses import dataclass

from stegvis.workspaces.own.definitions import PREFIX, is_own

ENTERED = "entered:"


@dataclass(frozen=True)
class Field:
    """A field: its key, the kind of value (see cells.PARSERS), how long a text may be, whether columns add up."""

    key: str
    holds: str = "text"
    limit: int = 0
    several: bool = False


def _listed(**holding: str) -> dict[str, Field]:
    """Fields by key from "key", "key:limit" or "key*" (several columns), grouped by the kind of value."""
    found = {}
    for holds, words in holding.items():
        for word in words.split():
            key, _, limit = word.rstrip("*").partition(":")
            found[key] = Field(key, holds, int(limit or 0), word.endswith("*"))
    return found


_OWNED = {
    "text": "external_id:200 owner:254 source:200 description:100000",
    "words": "tags* named*",
    "yes_no": "private",
}
OWNED = {"companies", "people", "deals"}
# How a row names what it is about.
_DEAL = "deal:300 deal_external_id:200 company:300 company_external_id:200 company_domain:200 "
_ABOUT = _DEAL + "person:300 person_email:320 person_external_id:200 "

FIELDS: dict[str, dict[str, Field]] = {
    "companies": _listed(
        **{
            **_OWNED,
            "text": _OWNED["text"] + " name:300 registration_number:50 vat_number:50 industry:200 street:300 "
            "postcode:20 city:150 region:150 address:300 parent:300",
            "words": _OWNED["words"] + " domain* web* email* phone*",
        },
        country="country",
        currency="revenue_currency",
        whole="employees",
        number="revenue",
        moment="created_at",
        json="more_addresses",
    ),
    "people": _listed(
        **{
            **_OWNED,
            "text": _OWNED["text"] + " name:300 first_name:150 last_name:150 job_title:200 company:300 "
            "company_external_id:200 language:8 do_not_contact:20 legal_basis:40 basis_source:200",
            "words": _OWNED["words"] + " email* phone*",
        },
        moment="created_at",
        date="basis_on",
    ),
    "deals": _listed(
        **{
            **_OWNED,
            "text": _OWNED["text"] + " title:300 company:300 company_external_id:200 person:300 process:200 stage:200 "
            "status:40 team:100 product:200 lost_reason:200 lost_to:200 person_email:320 after:200",
            "words": _OWNED["words"] + " people* competitors*",
            "yes_no": _OWNED["yes_no"] + " amount_from_lines",
        },
        currency="currency",
        number="value",
        quantity="quantity",
        moment="created_at closed_at won_at lost_at entered_at",
        date="expected_close wake_on",
        json="lines evidence_given",
    ),
    "stage-history": _listed(
        text="case:200 stage:200 stage_kind:40 member:254 company:300 title:300 process:200 reason:100000",
        currency="currency",
        number="value",
        sequence="sequence",
        moment="time",
        json="missing_criteria",
    ),
    "tasks": _listed(
        text=_ABOUT + "external_id:200 title:300 assignee:254 note:20000 created_by:254 done_by:254 result:50000 "
        "logged:10",
        due="due_on",
        clock="due_time",
        moment="due_at created_at done_at",
        task_kind="kind",
        task_status="status",
        priority="priority",
        repeat="repeat",
        whole="month_day",
    ),
    "notes": _listed(text=_ABOUT + "external_id:200 member:254 subject:300 text:50000", moment="time"),
    "calls": _listed(
        text=_ABOUT + "external_id:200 member:254 subject:300 text:50000",
        moment="time",
        direction="direction",
        outcome="outcome",
        minutes="minutes",
        seconds="seconds",
        words="people*",
    ),
    "stakeholders": _listed(text=_ABOUT, role="role", stance="stance", influence="influence"),
    "products": _listed(text="name:200 code:60", currency="currency", number="price", period="period"),
}


def field_of(kind: str, key: str) -> Field:
    """The field of `kind` with `key`; "entered:<stage>" is a moment of deals, "own:<key>" the workspace's. KeyError."""
    if kind == "deals" and key.startswith(ENTERED) and len(key) > len(ENTERED):
        return Field(key, "moment")
    if kind in OWNED and is_own(key) and len(key) > len(PREFIX):
        return Field(key, "own")
    return FIELDS[kind][key]
