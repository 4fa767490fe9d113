"""How companies and people are reached: setting contact points and addresses."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import ChangedMeanwhile, FieldClash, Refused
from stegvis.people.home import home_country
from stegvis.people.models import Address, Company, ContactPoint, Person
from stegvis.people.reaching import Point, point
from stegvis.workspaces.operations.editing import last_change, record_changes, refresh
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, require

MOST = 50
POINTS, ADDRESS = "contact_points", "address"
FACTS = ("street", "postcode", "city", "region", "country")


def default_country(record: Company | Person) -> str:
    """What a phone number of `record` without country code means: its company's country, else the workspace's."""
    company = record if isinstance(record, Company) else record.company
    return (company.country if company else "") or home_country(record.workspace)


@transaction.atomic
def set_contact_points(
    record: Company | Person,
    kind: str,
    texts: Sequence[str],
    *,
    by: Actor,
    labels: Mapping[str, str] | None = None,
    seen: Sequence[str] | None = None,
) -> list[ContactPoint]:
    """Make `texts` all the ways of `kind` by which `record` is reached, in their order, in normal form.

    `labels` says what each text is ("switchboard"); `seen` are the values that the editor had before its eyes.
    Returns the points. Raises PermissionDenied, Refused for what is none of the kind, ChangedMeanwhile.
    """
    record = refresh(record)
    require(by, "edit", record)
    wanted = _normal(record, kind, texts, labels or {})
    current = list(record.contact_points.filter(kind=kind))
    before, after = [one.value for one in current], [one.value for one in wanted]
    if seen is not None and list(seen) != before and after != before:
        raise _clash(record, kind, before, after)
    if [(one.value, one.label) for one in current] == [(one.value, one.label) for one in wanted]:
        return current
    record.contact_points.filter(kind=kind).delete()
    made = ContactPoint.objects.bulk_create(rows_of(record, wanted))
    if before != after:
        record_changes(record, {kind: ", ".join(before)}, {kind: ", ".join(after)}, by=by)
        if set(before) - set(after):
            names = {one.value: one.label for one in current}
            keep_undo(POINTS, _of(record) | {"points": kind, "was": before, "labels": names, "became": after}, by=by)
    return made


def _of(record: Company | Person) -> dict[str, Any]:
    return {"model": record._meta.model_name, "record": record.pk}


def _found(before: Mapping[str, Any], by: Actor) -> Any:
    model = Company if before["model"] == "company" else Person
    record = model.objects.filter(workspace=by.workspace, pk=before["record"]).first()
    if record is None:
        raise Refused(_("This can no longer be taken back."))
    return record


@takes_back(POINTS)
def _points_again(before: Mapping[str, Any], by: Actor) -> None:
    record, labels = _found(before, by), before["labels"]
    set_contact_points(record, before["points"], before["was"], by=by, labels=labels, seen=before["became"])


@takes_back(ADDRESS)
def _address_again(before: Mapping[str, Any], by: Actor) -> None:
    set_address(_found(before, by), before["kind"], before["was"], by=by, seen=before["became"])


def rows_of(record: Company | Person, points: Iterable[Point]) -> list[ContactPoint]:
    """Unsaved rows of `points` for `record`."""
    side = {"company" if isinstance(record, Company) else "person": record}
    return [
        ContactPoint(
            workspace_id=record.workspace_id, kind=one.kind, value=one.value, key=one.key, label=one.label, **side
        )
        for one in points
    ]


def _normal(record, kind: str, texts: Sequence[str], labels: Mapping[str, str]) -> list[Point]:
    if len(texts) > MOST:
        raise Refused(_("That is too many."))
    country = default_country(record)
    points = [point(kind, text, country=country, label=labels.get(text, "")) for text in texts if text.strip()]
    return list({one.key: one for one in reversed(points)}.values())[::-1]


def _clash(record, kind: str, theirs: Sequence[str], ours: Sequence[str]) -> ChangedMeanwhile:
    change = last_change(record, kind)
    who = (change.by.name if change.by else change.automation) if change else ""
    label = str(dict(ContactPoint.Kind.choices).get(kind) or _("Address"))
    clash = FieldClash(kind, label, ", ".join(theirs), ", ".join(ours), who, change.at if change else None)
    return ChangedMeanwhile([clash], _("Somebody else changed this in the meantime. Nothing was overwritten."))


@transaction.atomic
def set_address(
    company: Company, kind: str, facts: Mapping[str, str], *, by: Actor, seen: Mapping[str, str] | None = None
) -> Address | None:
    """Make `facts` (street, postcode, city, region, country) the company's address of `kind`; all empty removes it.

    `seen` are the facts that the editor had before its eyes. Raises PermissionDenied, ChangedMeanwhile.
    """
    company = refresh(company)
    require(by, "edit", company)
    current = company.addresses.filter(kind=kind).first()
    _refuse_clash(company, kind, current, facts, seen)
    before, wanted = (one_line(current) if current else ""), {name: facts.get(name, "") for name in FACTS}
    if not any(wanted.values()):
        company.addresses.filter(kind=kind).delete()
        address = None
    else:
        mine = {"workspace_id": company.workspace_id, "company": company, "kind": kind}
        address = Address(pk=current.pk if current else None, **mine, **wanted)
        address.save()
    after = one_line(address) if address else ""
    if before != after:
        record_changes(company, {f"{kind}_address": before}, {f"{kind}_address": after}, by=by)
    if before and before != after:
        was = {name: getattr(current, name) for name in FACTS}
        keep_undo(ADDRESS, _of(company) | {"kind": kind, "was": was, "became": wanted}, by=by)
    return address


def one_line(address: Address) -> str:
    """An address as one line: "Verkstadsgatan 4, 573 41 Tranås, SE"."""
    place = " ".join(part for part in (address.postcode, address.city) if part)
    return ", ".join(part for part in (address.street, place, address.region, address.country) if part)


def _refuse_clash(company: Company, kind: str, current: Address | None, wanted: Mapping, seen: Mapping | None) -> None:
    now = {name: getattr(current, name) if current else "" for name in FACTS}
    if seen is not None and any(seen.get(name, now[name]) != now[name] != wanted.get(name, "") for name in FACTS):
        ours = one_line(Address(**{name: wanted.get(name, "") for name in FACTS}))
        raise _clash(company, f"{kind}_address", [one_line(current)] if current else [], [ours])
