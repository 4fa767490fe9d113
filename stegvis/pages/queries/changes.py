"""What was changed of a record, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stegvis.people.countries import country_name, language_name
from stegvis.people.models import Address, Company, Person
from stegvis.workspaces.models import FieldChange, Member

SOME, MANY = 8, 50
RELATED = {"parent", "company"}
ADDRESSES = {
    Address.Kind.VISITING: lazy("Address"),
    Address.Kind.POSTAL: lazy("Postal address"),
    Address.Kind.INVOICE: lazy("Invoice address"),
    Address.Kind.DELIVERY: lazy("Delivery address"),
}


@dataclass(frozen=True)
class Change:
    """One change as it is read: whose, of what, from what to what (either may be empty)."""

    who: str
    who_id: int | None
    label: str
    before: str
    after: str
    at: datetime


@dataclass(frozen=True)
class Changes:
    """Some changes; `more` is the id before which older ones lie, or None."""

    rows: list[Change]
    more: int | None


def changes_of(member: Member, record: Company | Person, *, before: int | None = None, size: int = SOME) -> Changes:
    """The newest `size` changes of `record`, those older than the change `before` where it is given."""
    found = FieldChange.objects.filter(
        workspace=member.workspace_id, kind=record._meta.model_name, record_id=record.pk
    ).select_related("by")
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: size + 1])
    shown, names = rows[:size], _seen_names(member, rows[:size])
    return Changes([_change(record, row, names) for row in shown], shown[-1].pk if len(rows) > size else None)


def _seen_names(member: Member, rows: list[FieldChange]) -> set[str]:
    """Names of related companies that `member` may read: a private one's name is not given away by history."""
    names = {name for row in rows if row.field in RELATED for name in (row.before, row.after) if name}
    if not names:
        return set()
    return set(Company.objects.visible_to(member).filter(name__in=names).values_list("name", flat=True))


def _change(record: Company | Person, row: FieldChange, names: set[str]) -> Change:
    before, after = (_said(row.field, text, names) for text in (row.before, row.after))
    who = row.by.name if row.by else row.automation
    return Change(who, row.by_id, _label(record, row.field), before, after, row.at)


def _said(field: str, text: str, names: set[str]) -> str:
    if not text:
        return ""
    if field in RELATED:
        return text if text in names else _("a company")
    if field == "private":
        return _("Yes") if text == "True" else _("No")
    return country_name(text) if field == "country" else language_name(text) if field == "language" else text


def _label(record: Company | Person, field: str) -> str:
    more: Mapping = {
        "phone": _("Phone"),
        "email": _("E-mail"),
        "web": _("Web"),
        "domain": _("Domains"),
        "tags": _("Tags"),
        "named": _("Also seen by"),
    } | {f"{kind}_address": label for kind, label in ADDRESSES.items()}
    return str(more.get(field) or record._meta.get_field(field).verbose_name).capitalize()
