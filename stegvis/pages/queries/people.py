"""The list of people."""

from functools import partial
from types import SimpleNamespace

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stegvis.core.lists import Choices, Column, Contains, Days, Grouping, Listing, ListPage, YesNo
from stegvis.deals.filters import offered
from stegvis.pages.queries.companies import by_privacy
from stegvis.pages.queries.loading import address_loader, load_companies, load_owners, reach_loader, tag_loader
from stegvis.pages.queries.privacy import bases, by_silence, wishes
from stegvis.people.filters import OfCompany, company_names, member_names
from stegvis.people.models import Person
from stegvis.workspaces.models import Member
from stegvis.workspaces.own.columns import with_own_fields

load_reach = reach_loader("person")
load_address = address_loader("pages:person")

PEOPLE = Listing(
    key="people",
    groupings=(
        Grouping("company", _("Company"), "company_id", "name_key", company_names, none=_("No company")),
        Grouping("owner", _("Owner"), "owner_id", "name_key", member_names, none=_("No owner")),
    ),
    sort="name",
    fields=("first_name", "last_name", "owner_id"),
    columns=[
        Column("name", _("Name"), sort="name_key", load=load_address, fixed=True, phone="", fact="name"),
        Column("job_title", _("Job title"), fields=("job_title",), fact="job_title"),
        Column("company", _("Company"), fields=("company_id",), load=load_companies, phone="full", fact="company"),
        Column("email", _("E-mail"), fields=("do_not_contact",), load=load_reach, fact="email"),
        Column("phone", _("Phone"), fields=("do_not_contact",), load=load_reach, phone="", fact="phone"),
        Column("tags", _("Tags"), load=tag_loader(Person), default=False, fact="tags"),
        Column("source", _("Source"), fields=("source",), default=False, fact="source"),
        Column("added", _("Added"), fields=("created_at",), sort="created_at", first_down=True, default=False),
        Column("owner", _("Owner"), fields=("owner_id",), load=load_owners, fact="owner", verb="reassign"),
    ],
    filters=[
        Contains("name", _("Name"), folded="name_key"),
        OfCompany("company", _("Company")),
        Choices("owner", _("Owner"), choose=partial(offered, "owner"), lookup="owner", none=_("No owner")),
        Choices("tag", _("Tag"), choose=partial(offered, "tag"), lookup="tags", none=_("No tag")),
        Days("added", _("Added"), column="created_at", extra=True),
        YesNo("private", _("Private"), by=by_privacy, extra=True),
        Choices(
            "no-contact", _("Do not contact"), choose=wishes, lookup="do_not_contact", none=_("No wish"), extra=True
        ),
        Choices("basis", _("Legal basis"), choose=bases, lookup="legal_basis", none=_("None recorded"), extra=True),
        YesNo("silent", _("Without contact"), by=by_silence, extra=True),
    ],
)


def people_page(member: Member, params: QueryDict, chosen: list[str] | None) -> ListPage:
    """The page of the people that `member` sees which the address asks for."""
    listing = with_own_fields(PEOPLE, member, "person")
    there = Person.objects.visible_to(member).filter(erased_at=None)
    return listing.page(params, there, reader=member, chosen=chosen)


def person_row(member: Member, pk: int, column: Column) -> SimpleNamespace | None:
    """One person as `column` of the list shows it; None where `member` does not see it."""
    return PEOPLE.row(Person.objects.visible_to(member), pk, column, reader=member)
