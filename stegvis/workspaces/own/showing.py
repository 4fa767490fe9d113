"""Values of own fields as they are read on pages and in lists."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as fact
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.ui.formats import date_short, money, number
from stegvis.workspaces.models import CustomField, Member
from stegvis.workspaces.own.values import choice_names

Kind = CustomField.Kind
Values = Mapping[str, Any] | None


@dataclass(frozen=True)
class Shown:
    """A value for the eye. `href` is where it leads, `id` whose avatar stands before a member's name."""

    kind: str
    text: str
    href: str = ""
    id: int | None = None


@dataclass(frozen=True)
class Names:
    """What members and people are called that some values name; people only those that the reader sees."""

    members: Mapping[int, str] = fact(default_factory=dict)
    people: Mapping[int, str] = fact(default_factory=dict)


def shown_values(member: Member, fields: Sequence[CustomField], several: Sequence[Values]) -> list[dict[str, Shown]]:
    """For each of `several` records' values: key to what is shown. At most one query for members, one for people."""
    names = _names(member, fields, several)
    slug = member.workspace.slug
    return [
        {one.key: _shown(one, values[one.key], names, slug) for one in fields if values.get(one.key) is not None}
        for values in ((each or {}) for each in several)
    ]


def _names(member: Member, fields: Iterable[CustomField], several: Sequence[Values]) -> Names:
    ids: dict[str, set[int]] = {Kind.MEMBER: set(), Kind.PERSON: set()}
    for one in fields:
        if one.kind in ids:
            ids[one.kind] |= {values[one.key] for values in several if values and values.get(one.key)}
    members = Member.objects.filter(workspace=member.workspace_id, pk__in=ids[Kind.MEMBER])
    people = apps.get_model("people.Person").objects.visible_to(member)  # type: ignore[attr-defined]
    return Names(
        dict(members.values_list("pk", "name")) if ids[Kind.MEMBER] else {},
        {one.pk: one.name for one in people.filter(pk__in=ids[Kind.PERSON])} if ids[Kind.PERSON] else {},
    )


def _shown(field: CustomField, value: Any, names: Names, slug: str) -> Shown:
    match field.kind:
        case Kind.PERSON if value in names.people:
            return Shown(field.kind, names.people[value], reverse("pages:person", kwargs={"slug": slug, "pk": value}))
        case Kind.PERSON:
            return Shown(field.kind, _("Somebody you may not see"))
        case Kind.MEMBER:
            return Shown(field.kind, names.members.get(value, ""), id=value)
        case Kind.LINK:
            return Shown(field.kind, value.removeprefix("https://").removesuffix("/"), value)
        case Kind.CHOICE | Kind.SEVERAL:
            return Shown(field.kind, ", ".join(choice_names(field, value)))
    return Shown(field.kind, said(field.kind, value))


def said(kind: str, value: Any) -> str:
    """A value that names nothing else, in the reader's language."""
    words: dict[str, Callable[[Any], str]] = {
        Kind.NUMBER: lambda kept: number(Decimal(kept)),
        Kind.MONEY: lambda kept: money(Decimal(kept["amount"]), kept["currency"]),
        Kind.DATE: lambda kept: date_short(date.fromisoformat(kept)),
        Kind.YES_NO: lambda kept: _("Yes") if kept else _("No"),
    }
    return words[kind](value) if kind in words else str(value)


def said_of_history(kind: str, text: str) -> str:
    """What history keeps of a value (see `told`), in the reader's language; as it stands where it cannot be read."""
    try:
        if kind == Kind.YES_NO:
            return said(kind, text == "True") if text else ""
        if kind == Kind.MONEY and text:
            amount, currency = text.split(" ")
            return said(kind, {"amount": amount, "currency": currency})
        return said(kind, text) if text and kind in (Kind.NUMBER, Kind.DATE) else text
    except (ValueError, ArithmeticError):
        return text
