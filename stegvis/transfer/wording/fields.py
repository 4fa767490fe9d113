"""The fields of an import in words, grouped by the thing they belong to."""

from collections.abc import Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stegvis.transfer.fields import ENTERED, FIELDS
from stegvis.workspaces.models import CustomField
from stegvis.workspaces.own.definitions import own_name

Words = str | Promise

KINDS: dict[str, Words] = {
    "companies": gettext_lazy("A company"),
    "people": gettext_lazy("A person"),
    "deals": gettext_lazy("A deal"),
    "stage-history": gettext_lazy("A move between stages"),
    "products": gettext_lazy("A product"),
    "tasks": gettext_lazy("A task"),
    "notes": gettext_lazy("A note"),
    "calls": gettext_lazy("A call"),
    "stakeholders": gettext_lazy("A person on a deal"),
}
TITLES: dict[str, Words] = {
    "companies": gettext_lazy("Import companies"),
    "people": gettext_lazy("Import people"),
    "deals": gettext_lazy("Import deals"),
    "stage-history": gettext_lazy("Import stage history"),
    "products": gettext_lazy("Import products"),
    "tasks": gettext_lazy("Import tasks"),
    "notes": gettext_lazy("Import notes"),
    "calls": gettext_lazy("Import calls"),
    "stakeholders": gettext_lazy("Import people on deals"),
}
_OWNED: dict[str, Words] = {
    "external_id": gettext_lazy("Number elsewhere"),
    "owner": gettext_lazy("Owner"),
    "source": gettext_lazy("Source"),
    "tags": gettext_lazy("Tags"),
    "description": gettext_lazy("Description"),
    "created_at": gettext_lazy("Created on"),
    "private": gettext_lazy("Private"),
    "named": gettext_lazy("Who may see it, when private"),
}
_REACHED: dict[str, Words] = {"email": gettext_lazy("E-mail"), "phone": gettext_lazy("Phone")}
_PLACE: dict[str, Words] = {
    "address": gettext_lazy("Address in one line"),
    "street": gettext_lazy("Street"),
    "postcode": gettext_lazy("Postcode"),
    "city": gettext_lazy("City"),
    "region": gettext_lazy("Region"),
    "country": gettext_lazy("Country"),
    "more_addresses": gettext_lazy("Further addresses, as our export writes them"),
}
_COMPANY: dict[str, Words] = {
    "name": gettext_lazy("Name"),
    "domain": gettext_lazy("Domain"),
    "web": gettext_lazy("Web page"),
    "registration_number": gettext_lazy("Registration number"),
    "vat_number": gettext_lazy("VAT number"),
    "industry": gettext_lazy("Industry"),
    "employees": gettext_lazy("Employees"),
    "revenue": gettext_lazy("Revenue"),
    "revenue_currency": gettext_lazy("Currency of the revenue"),
    "parent": gettext_lazy("Parent company"),
}
_PERSON: dict[str, Words] = {
    "name": gettext_lazy("Full name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "job_title": gettext_lazy("Job title"),
    "language": gettext_lazy("Language"),
    "do_not_contact": gettext_lazy("Do not contact"),
    "legal_basis": gettext_lazy("Legal basis"),
    "basis_on": gettext_lazy("Legal basis: since"),
    "basis_source": gettext_lazy("Legal basis: how we know"),
}
_DEAL: dict[str, Words] = {
    "title": gettext_lazy("Title"),
    "value": gettext_lazy("Value"),
    "currency": gettext_lazy("Currency"),
    "process": gettext_lazy("Process"),
    "stage": gettext_lazy("Stage"),
    "status": gettext_lazy("Status"),
    "team": gettext_lazy("Team"),
    "lost_reason": gettext_lazy("Lost reason"),
    "lost_to": gettext_lazy("Lost to: competitor"),
    "competitors": gettext_lazy("Competitors"),
    "after": gettext_lazy("Follows the deal with the number"),
}
_WHEN: dict[str, Words] = {
    "entered_at": gettext_lazy("Entered its stage on"),
    "expected_close": gettext_lazy("Expected to close on"),
    "closed_at": gettext_lazy("Closed on"),
    "won_at": gettext_lazy("Won on"),
    "lost_at": gettext_lazy("Lost on"),
    "wake_on": gettext_lazy("Wakes up on"),
}
_SOLD: dict[str, Words] = {
    "product": gettext_lazy("Product"),
    "quantity": gettext_lazy("Quantity"),
    "lines": gettext_lazy("Product lines, as our export writes them"),
    "evidence_given": gettext_lazy("Evidence, as our export writes it"),
}
_THEIR_COMPANY: dict[str, Words] = {
    "company": gettext_lazy("Company: name"),
    "company_external_id": gettext_lazy("Company: number elsewhere"),
}
_THEIR_PERSON: dict[str, Words] = {
    "person": gettext_lazy("Person: name"),
    "person_email": gettext_lazy("Person: e-mail"),
    "people": gettext_lazy("Further people"),
}
_EVENT: dict[str, Words] = {
    "case": gettext_lazy("Which deal (its number elsewhere)"),
    "stage": gettext_lazy("Stage"),
    "time": gettext_lazy("When"),
    "member": gettext_lazy("Who"),
    "sequence": gettext_lazy("Order within the deal"),
    "reason": gettext_lazy("Why it went on"),
    "missing_criteria": gettext_lazy("Criteria without evidence, as our export writes them"),
    "process": gettext_lazy("Process"),
}
_PRODUCT: dict[str, Words] = {
    "name": gettext_lazy("Name"),
    "code": gettext_lazy("Code"),
    "price": gettext_lazy("Price"),
    "currency": gettext_lazy("Currency"),
    "period": gettext_lazy("Once, monthly or yearly"),
}
_ABOUT: dict[str, Words] = {
    "deal": gettext_lazy("Deal: title"),
    "deal_external_id": gettext_lazy("Deal: number elsewhere"),
    **_THEIR_COMPANY,
    "company_domain": gettext_lazy("Company: domain"),
    "person": _THEIR_PERSON["person"],
    "person_email": _THEIR_PERSON["person_email"],
    "person_external_id": gettext_lazy("Person: number elsewhere"),
}
_TASK: dict[str, Words] = {
    "title": gettext_lazy("Title"),
    "kind": pgettext_lazy("task", "Kind"),
    "due_on": gettext_lazy("Due"),
    "due_time": gettext_lazy("Due at (time of day)"),
    "due_at": gettext_lazy("Due at (day and time)"),
    "assignee": gettext_lazy("Who does it"),
    "priority": gettext_lazy("Priority"),
    "repeat": gettext_lazy("Comes back"),
    "month_day": gettext_lazy("Day of the month on which it comes back"),
    "note": gettext_lazy("Note"),
    "external_id": _OWNED["external_id"],
    "created_at": _OWNED["created_at"],
    "created_by": gettext_lazy("Created by"),
}
_TASK_DONE: dict[str, Words] = {
    "status": gettext_lazy("Done or not"),
    "done_at": gettext_lazy("Done on"),
    "done_by": gettext_lazy("Done by"),
    "result": gettext_lazy("What came of it"),
    "logged": gettext_lazy("What its completion wrote, as our export says it"),
}
_ENTRY: dict[str, Words] = {
    "text": gettext_lazy("Words"),
    "subject": gettext_lazy("Subject"),
    "time": _EVENT["time"],
    "member": _EVENT["member"],
    "external_id": _OWNED["external_id"],
}
_CALL: dict[str, Words] = {
    "direction": gettext_lazy("Who called"),
    "outcome": gettext_lazy("How it went"),
    "minutes": gettext_lazy("Minutes"),
    "seconds": gettext_lazy("Seconds"),
    "people": gettext_lazy("With"),
}
_PART: dict[str, Words] = {
    "role": gettext_lazy("Role in the decision"),
    "stance": gettext_lazy("Stance"),
    "influence": gettext_lazy("Influence"),
}
_DEAL_OF_EVENT: dict[str, Words] = {key: _DEAL[key] for key in ("title", "value", "currency")}
_COMPANY_GROUP, _PERSON_GROUP, _DEAL_GROUP = gettext_lazy("Company"), gettext_lazy("Person"), gettext_lazy("Deal")
_ADDRESS_GROUP, _WHEN_GROUP, _WHAT_GROUP = gettext_lazy("Address"), gettext_lazy("Days"), gettext_lazy("What is sold")
_ABOUT_GROUP = gettext_lazy("What it is about")
GROUPS: dict[str, list[tuple[Words, dict[str, Words]]]] = {
    "companies": [(_COMPANY_GROUP, _COMPANY | _REACHED), (_ADDRESS_GROUP, _PLACE), (gettext_lazy("More"), _OWNED)],
    "people": [
        (_PERSON_GROUP, _PERSON | _REACHED),
        (_COMPANY_GROUP, _THEIR_COMPANY),
        (gettext_lazy("More"), _OWNED),
    ],
    "deals": [
        (_DEAL_GROUP, _DEAL | _OWNED),
        (_WHEN_GROUP, _WHEN),
        (_WHAT_GROUP, _SOLD),
        (gettext_lazy("Company and people"), _THEIR_COMPANY | _THEIR_PERSON),
    ],
    "stage-history": [
        (gettext_lazy("Move"), _EVENT),
        (_DEAL_GROUP, _DEAL_OF_EVENT | {"company": _THEIR_COMPANY["company"]}),
    ],
    "products": [(gettext_lazy("Product"), _PRODUCT)],
    "tasks": [
        (gettext_lazy("Task"), _TASK),
        (gettext_lazy("Done"), _TASK_DONE),
        (_ABOUT_GROUP, _ABOUT),
    ],
    "notes": [(gettext_lazy("Note"), _ENTRY), (_ABOUT_GROUP, _ABOUT)],
    "calls": [(gettext_lazy("Call"), _ENTRY | _CALL), (_ABOUT_GROUP, _ABOUT)],
    "stakeholders": [(gettext_lazy("Part in the decision"), _PART), (_ABOUT_GROUP, _ABOUT)],
}


def field_words(kind: str, key: str) -> str:
    """A field's name in the reader's language; "entered:<stage>" names its stage."""
    if key.startswith(ENTERED):
        return _("Entered “%(stage)s” on") % {"stage": key.removeprefix(ENTERED)}
    return next((str(fields[key]) for _group, fields in GROUPS[kind] if key in fields), key)


def field_groups(
    kind: str, stages: list[str], own: Sequence[CustomField] = ()
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The options of a column's select: groups of (key, words); deals also have the entry into each of `stages`.

    `own` are the workspace's own fields that may be filled.
    """
    for group, fields in GROUPS[kind]:
        yield str(group), [(key, str(words)) for key, words in fields.items() if key in FIELDS[kind]]
    if own:
        yield _("Custom fields"), [(own_name(one), one.name) for one in own]
    if kind == "deals" and stages:
        yield _("Date entered"), [(f"{ENTERED}{stage}", field_words(kind, f"{ENTERED}{stage}")) for stage in stages]
