"""Deals: by title, their company's name, their number elsewhere."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Case, F, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.core.search.kinds import Document, Found, Kind
from stegvis.core.search.watching import Watch
from stegvis.core.written import Written
from stegvis.deals.models import Deal
from stegvis.pages.findable.shared import all_ids, everything, eyes_of, joined, seen_rows
from stegvis.people.models import Company
from stegvis.workspaces.models import Member

# A private company's name would be given away by the deals it finds.
COMPANY = Case(When(company__private=False, then=F("company__name")), default=Value(""))


def documents(ids: list[int]) -> Iterator[Document]:
    """The texts of these deals."""
    for workspace, pk, title, *more in TEXTS(ids=ids):
        yield Document(workspace, pk, title, more)


def _texts(ids: list[int]) -> QuerySet:
    deals = everything(Deal).filter(pk__in=ids)
    return deals.values_list("workspace_id", "id", "title", COMPANY, "external_id")


TEXTS = Written(_texts)


def show(member: Member, ids: list[int]) -> dict[int, Found]:
    """Results: the title, the company as far as it may be seen, the stage."""
    rows = seen_rows(member, Deal, ids, "pk", "title", "company", "stage__name")
    names = dict(seen_rows(member, Company, {row[2] for row in rows if row[2]}, "pk", "name"))
    return {
        pk: Found(title, joined(names.get(company), stage), reverse("deals:deal", args=[member.workspace.slug, pk]))
        for pk, title, company, stage in rows
    }


DEALS = Kind(
    key="deal",
    number=3,
    label=_("Deals"),
    icon="square-kanban",
    documents=documents,
    ids=partial(all_ids, Deal),
    visible=Deal.objects.visible_to,
    show=show,
    watches=(
        Watch("deals_deal", ("title", "company_id", "external_id")),
        Watch(
            "people_company",
            ("name", "private"),
            through="SELECT id FROM deals_deal WHERE company_id = {row}.id",
        ),
    ),
    depends=eyes_of,
    weight=2,
)
