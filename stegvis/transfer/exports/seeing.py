"""What an export may hold: records that the asker sees and may take out, and what may be named beside them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from stegvis.deals.models import Deal
from stegvis.people.models import Company, Person
from stegvis.transfer.identity import OwnIds
from stegvis.workspaces.models import Member, Owned
from stegvis.workspaces.permissions import Actor, Automation, colleagues, scope_of

Sees = Callable[[Owned], bool]
PAGE = 1_000


def exportable(queryset: QuerySet, by: Actor) -> QuerySet:
    """Of owned records those `by` may see, and whose owner its role lets it export."""
    if isinstance(by, Automation):
        return queryset.filter(workspace=by.workspace)
    visible = queryset.visible_to(by)  # type: ignore[attr-defined]
    owners = colleagues(by, scope_of(by, "export"))
    return visible if owners is None else visible.filter(owner__in=owners)


def seen_by(by: Actor) -> Sees:
    """Whether `by` may know of what stands beside a record: the company or a person of a deal, a parent company."""
    if isinstance(by, Automation):
        return lambda one: True
    owners, named = colleagues(by, scope_of(by, "see")), _named(by)

    def sees(one: Owned) -> bool:
        if one.owner_id == by.pk or (type(one), one.pk) in named:
            return True
        return not one.private and (owners is None or one.owner_id is None or one.owner_id in owners)

    return sees


def _named(member: Member) -> set[tuple[Any, int]]:
    """The companies, people and deals on which `member` is named."""
    lists: dict[Any, str] = {Company: "company_id", Person: "person_id", Deal: "deal_id"}
    found = {model: model.named.through.objects.filter(member_id=member.pk) for model in lists}
    return {(model, pk) for model, rows in found.items() for pk in rows.values_list(lists[model], flat=True)}


def pages(queryset: QuerySet) -> Iterator[Any]:
    """All records, some at a time: memory does not grow with the workspace."""
    last = 0
    while page := list(queryset.filter(pk__gt=last).order_by("pk")[:PAGE]):
        last = page[-1].pk
        yield from page


def of_company(company: Company | None, ids: OwnIds, sees: Sees) -> dict[str, str]:
    """The cells that name a company; none for one that may not be seen."""
    if company is None or not sees(company):
        return {}
    return {"company": company.name, "company_external_id": ids.of(company.pk, company.external_id)}


def blank(value: Any) -> Any:
    """A cell of nothing."""
    return "" if value is None else value
