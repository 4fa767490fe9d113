"""The rows of each kind of export, streamed a page at a time: memory does not grow with the workspace."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet

from stegvis.core.json_rows import JsonRows
from stegvis.deals.models import Deal, DealCompetitor, Evidence, Product, StageMove
from stegvis.deals.paths import LOST
from stegvis.people.models import Address, Company, ContactPoint, Person
from stegvis.transfer.exports import talk
from stegvis.transfer.exports.seeing import PAGE, Sees, blank, exportable, of_company, pages, seen_by
from stegvis.transfer.exports.values import listed, member_text, moment_text, person_text, yes
from stegvis.transfer.identity import OwnIds, own_id
from stegvis.transfer.models import Kind
from stegvis.transfer.own import Cells
from stegvis.workspaces.models import Owned
from stegvis.workspaces.permissions import Actor

_CONTACTS = ("domain", "web", "email", "phone")
_PLACE = ("street", "postcode", "city", "region")
_TAIL = "owner tags source description private named created_at".split()
COLUMNS: dict[str, list[str]] = {
    Kind.COMPANIES: [
        *"external_id name country registration_number vat_number industry employees revenue revenue_currency".split(),
        *_CONTACTS,
        *_PLACE,
        *"more_addresses parent".split(),
        *_TAIL,
    ],
    Kind.PEOPLE: "external_id first_name last_name job_title company company_external_id email phone language".split()
    + "do_not_contact legal_basis basis_on basis_source".split()
    + _TAIL,
    Kind.DEALS: (
        "external_id title company company_external_id people value currency amount_from_lines lines process stage "
        "status entered_at closed_at expected_close wake_on lost_reason lost_to competitors team after evidence_given"
    ).split()
    + _TAIL,
    Kind.STAGE_HISTORY: (
        "case title company value currency process stage stage_kind sequence time member reason missing_criteria"
    ).split(),
    Kind.PRODUCTS: "name code price currency period".split(),
    **talk.COLUMNS,
}


def columns_of(kind: str, *, by: Actor) -> list[str]:
    """The headers of an export by `by`: those of the kind, and one for each own field of the workspace it may see."""
    return [*COLUMNS[kind], *Cells(by, kind, lambda one: True).columns]


def rows_of(kind: str, *, by: Actor, only: QuerySet | None = None) -> Iterator[list[Any]]:
    """The rows of an export in the order of `columns_of`: records that `by` may see and export, oldest first.

    `only` narrows them to those that are also in it.
    """
    if kind == Kind.STAGE_HISTORY:
        yield from _history(by)
        return
    if kind in talk.ROWS:
        yield from ([row.get(column, "") for column in COLUMNS[kind]] for row in talk.ROWS[kind](by))
        return
    queryset, row = _SOURCES[kind](by)
    own, columns = Cells(by, kind, seen_by(by)), columns_of(kind, by=by)
    for record in pages(queryset if only is None else queryset.filter(pk__in=only.order_by().values("pk"))):
        found = row(record) | (own.of(record.fields) if own.fields else {})
        yield [found.get(column, "") for column in columns]


PROVEN = Prefetch(
    "evidence",
    Evidence.objects.across_workspaces("of deals that were found in one").select_related("criterion__stage", "by"),
)


RIVALS = JsonRows(
    DealCompetitor.objects.filter(deal=OuterRef("pk"), competitor__deletion=None).order_by("competitor__name_key"),
    name="competitor__name",
    won="won",
)


def _companies(by: Actor) -> tuple[QuerySet, Callable]:
    ids = own_id(by.workspace)
    sees = seen_by(by)
    queryset = exportable(Company.objects.select_related("owner", "parent"), by)
    queryset = queryset.prefetch_related("tags", "named", "contact_points", "addresses")
    return queryset, lambda one: _company(one, ids, sees)


def _company(one: Company, ids: OwnIds, sees: Sees) -> dict[str, Any]:
    first, more = _addresses(one)
    plain = "name country registration_number vat_number industry employees revenue revenue_currency".split()
    return {
        **{name: blank(getattr(one, name)) for name in plain},
        **{name: getattr(first, name, "") for name in _PLACE},
        **_contacts(list(one.contact_points.all())),
        **_owned(one, ids),
        "more_addresses": json.dumps(more, ensure_ascii=False) if more else "",
        "parent": ids.of(one.parent.pk, one.parent.external_id) if one.parent and sees(one.parent) else "",
    }


def _addresses(one: Company) -> tuple[Address | None, list[dict[str, str]]]:
    """The address that the columns can tell, and the others."""
    addresses = list(one.addresses.all())
    first = addresses[0] if addresses and _is_plain(addresses[0], one) else None
    facts = ("kind", *_PLACE, "country")
    return first, [{name: getattr(each, name) for name in facts} for each in addresses if each is not first]


def _is_plain(address: Address, company: Company) -> bool:
    told = any(getattr(address, name) for name in _PLACE)
    return told and address.kind == Address.Kind.VISITING and address.country == company.country


def _people(by: Actor) -> tuple[QuerySet, Callable]:
    ids = own_id(by.workspace)
    queryset = exportable(Person.objects.filter(erased_at=None).select_related("owner", "company"), by)
    sees = seen_by(by)
    return queryset.prefetch_related("tags", "named", "contact_points"), lambda one: _person(one, ids, sees)


def _person(one: Person, ids: OwnIds, sees: Sees) -> dict[str, Any]:
    plain = "first_name last_name job_title language do_not_contact legal_basis basis_on basis_source".split()
    return {
        **{name: blank(getattr(one, name)) for name in plain},
        **_contacts(list(one.contact_points.all())),
        **_owned(one, ids),
        **of_company(one.company, ids, sees),
    }


def _deals(by: Actor) -> tuple[QuerySet, Callable]:
    ids = own_id(by.workspace)
    related = ("owner", "company", "stage", "process", "team", "lost_reason", "after")
    queryset = exportable(Deal.objects.select_related(*related), by)
    queryset = queryset.annotate(rivals_told=RIVALS)
    queryset = queryset.prefetch_related("tags", "named", "lines", "people__contact_points", PROVEN)
    sees = seen_by(by)
    return queryset, lambda one: _deal(one, ids, sees)


def _deal(one: Deal, ids: OwnIds, sees: Sees) -> dict[str, Any]:
    return {
        **_owned(one, ids),
        **of_company(one.company, ids, sees),
        "title": one.title,
        "people": listed(person_text(person) for person in one.people.all() if sees(person)),
        "value": blank(one.amount),
        "currency": one.currency,
        "amount_from_lines": yes(one.amount_from_lines),
        "lines": _lines(one),
        "process": one.process.name,
        "stage": one.stage.name,
        "status": one.status,
        "entered_at": moment_text(one.entered_at),
        "closed_at": moment_text(one.closed_at),
        "expected_close": one.expected_close or "",
        "wake_on": one.wake_on or "",
        "lost_reason": one.lost_reason.name if one.lost_reason else "",
        **_rivals(one),
        "team": one.team.name if one.team else "",
        "after": _before(one, ids, sees),
        "evidence_given": _evidence(one),
    }


def _rivals(one: Deal) -> dict[str, str]:
    """Who is in play, and who won a lost one."""
    told = one.rivals_told if one.status in LOST else []  # type: ignore[attr-defined]
    return {
        "competitors": listed(rival["name"] for rival in one.rivals_told),  # type: ignore[attr-defined]
        "lost_to": next((rival["name"] for rival in told if rival["won"]), ""),
    }


def _before(one: Deal, ids: OwnIds, sees: Sees) -> str:
    """The number of the deal that this one follows."""
    known = one.after is not None and one.after.deletion_id is None and sees(one.after)
    return ids.of(one.after.pk, one.after.external_id) if one.after and known else ""


def _evidence(one: Deal) -> str:
    """What the buyer has shown, criterion by criterion."""
    told = [
        {
            "stage": proof.criterion.stage.name,
            "criterion": proof.criterion.text,
            "hard": proof.criterion.hard,
            "note": proof.note,
            "link": proof.link,
            "by": member_text(proof.by),
            "automation": proof.automation,
            "at": moment_text(proof.at),
        }
        for proof in one.evidence.all()
    ]
    return json.dumps(told, ensure_ascii=False) if told else ""


def _lines(one: Deal) -> str:
    lines = [
        {
            "name": line.name,
            "listed": line.product_id is not None,
            "quantity": str(line.quantity),
            "price": None if line.price is None else str(line.price),
            "period": line.period,
        }
        for line in one.lines.all()
    ]
    return json.dumps(lines, ensure_ascii=False) if lines else ""


def _history(by: Actor) -> Iterator[list[Any]]:
    """The moves of all deals `by` may export, deal by deal."""
    ids, sees = own_id(by.workspace), seen_by(by)
    deals = exportable(Deal.objects.select_related("company", "process"), by)
    last = 0
    while page := list(deals.filter(pk__gt=last).order_by("pk")[:PAGE]):
        last, by_id = page[-1].pk, {deal.pk: deal for deal in page}
        moves = StageMove.objects.filter(workspace=by.workspace, deal__in=by_id).select_related("to_stage", "by")
        for move in moves.order_by("deal_id", "sequence"):
            yield _event(by_id[move.deal_id], move, ids, sees)


def _event(deal: Deal, move: StageMove, ids: OwnIds, sees: Sees) -> list[Any]:
    return [
        ids.of(deal.pk, deal.external_id),
        deal.title,
        deal.company.name if deal.company and sees(deal.company) else "",
        blank(deal.amount),
        deal.currency,
        deal.process.name,
        move.to_stage.name,
        move.to_stage.kind,
        move.sequence,
        moment_text(move.at),
        member_text(move.by),
        move.reason,
        json.dumps(move.missing, ensure_ascii=False) if move.missing else "",
    ]


def _products(by: Actor) -> tuple[QuerySet, Callable]:
    return Product.objects.filter(workspace=by.workspace), lambda one: {
        name: blank(getattr(one, name)) for name in COLUMNS[Kind.PRODUCTS]
    }


def _owned(one: Owned, ids: OwnIds) -> dict[str, Any]:
    return {
        "external_id": ids.of(one.pk, one.external_id),
        "owner": member_text(one.owner),
        "tags": listed(tag.name for tag in one.tags.all()),
        "source": one.source,
        "description": getattr(one, "description", ""),
        "private": yes(one.private),
        "named": listed(member_text(member) for member in one.named.all()),
        "created_at": moment_text(one.created_at),
    }


def _contacts(points: list[ContactPoint]) -> dict[str, str]:
    """Ways to reach somebody by kind, a label in brackets behind its value."""
    texts = [(one.kind, f"{one.value} ({one.label})" if one.label else one.value) for one in points]
    return {kind: listed(text for own, text in texts if own == kind) for kind in _CONTACTS}


_SOURCES: dict[str, Callable[[Actor], tuple[QuerySet, Callable]]] = {
    Kind.COMPANIES: _companies,
    Kind.PEOPLE: _people,
    Kind.DEALS: _deals,
    Kind.PRODUCTS: _products,
}
