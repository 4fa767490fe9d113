"""Companies: by name, domain, number, phone, e-mail, town."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.core.search.kinds import Document, Found, Kind
from stegvis.core.search.watching import Watch
from stegvis.pages.findable.shared import all_ids, everything, eyes_of, joined, reached_by, seen_rows
from stegvis.people.models import Address, Company
from stegvis.workspaces.models import Member

FIELDS = ("workspace_id", "id", "name", "registration_number", "vat_number", "external_id")


def documents(ids: list[int]) -> Iterator[Document]:
    """The texts of these companies."""
    reached, towns = reached_by("company", ids), _towns(ids)
    for workspace, pk, name, *numbers in everything(Company).filter(pk__in=ids).values_list(*FIELDS):
        yield Document(workspace, pk, name, [*numbers, *reached[pk], *towns[pk]])


def _towns(ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    addresses = Address.objects.across_workspaces("the companies are named").filter(company__in=ids)
    for company, city in addresses.order_by("id").values_list("company", "city"):
        found[company].append(city)
    return found


def show(member: Member, ids: list[int]) -> dict[int, Found]:
    """Results: the name, and the country and trade."""
    return {
        pk: Found(name, joined(industry, country), reverse("pages:company", args=[member.workspace.slug, pk]))
        for pk, name, industry, country in seen_rows(member, Company, ids, "pk", "name", "industry", "country")
    }


COMPANIES = Kind(
    key="company",
    number=1,
    label=_("Companies"),
    icon="building-2",
    documents=documents,
    ids=partial(all_ids, Company),
    visible=Company.objects.visible_to,
    show=show,
    watches=(
        Watch("people_company", ("name", "registration_number", "vat_number", "external_id")),
        Watch("people_contactpoint", ("value",), record="company_id"),
        Watch("people_address", ("city",), record="company_id"),
    ),
    depends=eyes_of,
    weight=0,
)
