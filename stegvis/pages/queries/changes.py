"""What was changed of a record, newest first."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stegvis.people.countries import country_name, language_name
from stegvis.people.models import Address, Company, Person
from stegvis.workspaces.models import FieldChange, Member
from stegvis.workspaces.own.changes import said_changes
from stegvis.workspaces.own.definitions import Definitions, definitions, is_own
from stegvis.workspaces.queries.field_changes import Change, Changes, changes_in, who_did

SOME = 8
RELATED = {"parent", "company"}
ADDRESSES = {
    Address.Kind.VISITING: lazy("Address"),
    Address.Kind.POSTAL: lazy("Postal address"),
    Address.Kind.INVOICE: lazy("Invoice address"),
    Address.Kind.DELIVERY: lazy("Delivery address"),
}


def changes_of(
    member: Member,
    record: Company | Person,
    *,
    only: Collection[str] = (),
    before: int | None = None,
    size: int = SOME,
) -> Changes:
    """The newest `size` changes of `record`, of `only` these facts where some are named, older than `before`."""
    own = definitions(member, str(record._meta.model_name))

    def tell(rows: list[FieldChange]) -> list[Change]:
        names = _seen_names(member, rows)
        return [_change(record, row, names, own) for row in rows]

    return changes_in(record, tell, only=only, hidden=own.hidden_names, before=before, size=size)


def _seen_names(member: Member, rows: list[FieldChange]) -> set[str]:
    """Names of related companies that `member` may read: a private one's name is not given away by history."""
    names = {name for row in rows if row.field in RELATED for name in (row.before, row.after) if name}
    if not names:
        return set()
    return set(Company.objects.visible_to(member).filter(name__in=names).values_list("name", flat=True))


def _change(record: Company | Person, row: FieldChange, names: set[str], own: Definitions) -> Change:
    texts = (row.before, row.after)
    if is_own(row.field):
        before, after = said_changes(own, row.field, texts)
        label = own.name_of(row.field)
    else:
        before, after = (_said(row.field, text, names) for text in texts)
        label = _label(record, row.field)
    return Change(*who_did(row), label, before, after, row.at)


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
        "name": _("Name"),
        "basis": _("Legal basis"),
        "merged": _("Merged with"),
        "named": _("Also seen by"),
    } | {f"{kind}_address": label for kind, label in ADDRESSES.items()}
    return str(more.get(field) or record._meta.get_field(field).verbose_name).capitalize()
