"""The list of companies."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import partial
from types import SimpleNamespace

from django.db.models import Count, QuerySet, Sum
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stegvis.core.lists import Choices, Column, Contains, Days, Grouping, Listing, ListPage, Numbers, Option, YesNo
from stegvis.deals.conversion import convert, rates_on
from stegvis.deals.filters import offered
from stegvis.deals.models import Deal
from stegvis.pages.queries.loading import Rows, address_loader, load_cities, load_owners, reach_loader, tag_loader
from stegvis.people.countries import countries, country_name
from stegvis.people.filters import OfCompany, as_they_are, in_city, member_names
from stegvis.people.models import Company
from stegvis.people.queries.fitting import listed_profiles
from stegvis.workspaces.models import Member
from stegvis.workspaces.own.columns import with_own_fields

load_reach = reach_loader("company")
load_address = address_loader("pages:company")


def load_open_deals(rows: Rows, reader: Member) -> None:
    """`row.open_deals` (how many) and `row.open_total` (a Total), of the open deals that the reader sees."""
    deals = Deal.objects.visible_to(reader).open().filter(company__in=[row.id for row in rows])
    amounts: dict[int, dict[str, Decimal]] = defaultdict(dict)
    counts: dict[int, int] = defaultdict(int)
    for one in deals.order_by().values("company", "currency").annotate(deals=Count("pk"), amount=Sum("amount")):
        amounts[one["company"]][one["currency"]] = one["amount"] or Decimal(0)
        counts[one["company"]] += one["deals"]
    rates = rates_on(reader.workspace, {currency for each in amounts.values() for currency in each})
    for row in rows:
        row.open_deals = counts[row.id]
        row.open_total = convert(amounts[row.id], rates, reader.workspace.currency) if row.id in amounts else None


def load_countries(rows: Rows, reader: Member) -> None:
    """`row.country_name`, as the reader's language calls it."""
    for row in rows:
        row.country_name = country_name(row.country) if row.country else ""


def country_names(codes: Collection[str], reader: Member) -> Mapping[str, str]:
    """Countries as the reader's language calls them."""
    return {code: country_name(code) for code in codes}


def with_open_deals(companies: QuerySet, wanted: bool, reader: Member) -> QuerySet:
    """Companies that have open deals which the reader sees, or have none."""
    having = Deal.objects.visible_to(reader).open().filter(company__isnull=False).values("company")
    return companies.filter(pk__in=having) if wanted else companies.exclude(pk__in=having)


def by_privacy(companies: QuerySet, wanted: bool, reader: Member) -> QuerySet:
    """Private records, or the others."""
    return companies.filter(private=wanted)


def country_options(reader: Member) -> list[Option]:
    """Every country by name."""
    return [Option(code, name) for code, name in countries() if code]


def profile_options(reader: Member) -> list[Option]:
    """The profiles of ideal customers."""
    return [Option(str(one.pk), one.name) for one in listed_profiles(reader)]


COMPANIES = Listing(
    key="companies",
    groupings=(
        Grouping("owner", _("Owner"), "owner_id", "name_key", member_names, none=_("No owner")),
        Grouping("industry", _("Industry"), "industry", "name_key", as_they_are, none=_("No industry")),
        Grouping("country", _("Country"), "country", "name_key", country_names, none=_("No country")),
    ),
    sort="name",
    fields=("name", "owner_id"),
    columns=[
        Column("name", _("Company"), sort="name_key", load=load_address, fixed=True, phone="", fact="name"),
        Column("industry", _("Industry"), fields=("industry",), fact="industry"),
        Column("city", _("Place"), load=load_cities, phone="full", fact="visiting_address"),
        Column("country", _("Country"), fields=("country",), load=load_countries, default=False, fact="country"),
        Column(
            "employees",
            _("Employees"),
            fields=("employees",),
            sort="employees",
            number=True,
            first_down=True,
            fact="employees",
        ),
        Column("fit", _("Fit"), fields=("fit",), sort="fit", number=True, first_down=True, default=False),
        Column("open_deals", _("Open deals"), load=load_open_deals, number=True, phone=""),
        Column("phone", _("Phone"), load=load_reach, default=False, fact="phone"),
        Column("domain", _("Domain"), load=load_reach, default=False, fact="domain"),
        Column(
            "registration",
            _("Registration number"),
            fields=("registration_number",),
            default=False,
            fact="registration_number",
        ),
        Column("tags", _("Tags"), load=tag_loader(Company), default=False, fact="tags"),
        Column("source", _("Source"), fields=("source",), default=False, fact="source"),
        Column("added", _("Added"), fields=("created_at",), sort="created_at", first_down=True),
        Column("owner", _("Owner"), fields=("owner_id",), load=load_owners, fact="owner", verb="reassign"),
    ],
    filters=[
        Contains("name", _("Name"), folded="name_key"),
        Choices("owner", _("Owner"), choose=partial(offered, "owner"), lookup="owner", none=_("No owner")),
        Choices("tag", _("Tag"), choose=partial(offered, "tag"), lookup="tags", none=_("No tag")),
        YesNo("open", _("Open deals"), by=with_open_deals),
        Contains("city", _("Place"), lookup=in_city),
        Numbers("employees", _("Employees"), column="employees", extra=True),
        Numbers("fit", _("Fit"), column="fit", extra=True),
        Choices("profile", _("Ideal customer"), choose=profile_options, lookup="fit_profile", extra=True),
        Days("added", _("Added"), column="created_at", extra=True),
        OfCompany("parent", _("Part of"), lookup="parent", extra=True),
        YesNo("private", _("Private"), by=by_privacy, extra=True),
        Choices("country", _("Country"), choose=country_options, lookup="country", extra=True),
    ],
)


def companies_page(member: Member, params: QueryDict, chosen: list[str] | None) -> ListPage:
    """The page of the companies that `member` sees which the address asks for."""
    listing = with_own_fields(COMPANIES, member, "company")
    return listing.page(params, Company.objects.visible_to(member), reader=member, chosen=chosen)


def company_row(member: Member, pk: int, column: Column) -> SimpleNamespace | None:
    """One company as `column` of the list shows it; None where `member` does not see it."""
    return COMPANIES.row(Company.objects.visible_to(member), pk, column, reader=member)
