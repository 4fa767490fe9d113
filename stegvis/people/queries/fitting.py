"""What a fit is reckoned from: facts of many companies in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count

from stegvis.people.fitting import Facts, Fit, fit_of
from stegvis.people.models import Address, Company, IdealProfile, Person, ProfileCriterion
from stegvis.workspaces.models import Member, Workspace
from stegvis.workspaces.permissions import Actor, may_see_field

FIELDS = ("id", "industry", "country", "employees", "revenue", "revenue_currency", "fields")
Profiles = list[tuple[IdealProfile, list[ProfileCriterion]]]


def profiles_of(workspace_id: int) -> Profiles:
    """The workspace's living profiles with their criteria. Two queries."""
    profiles = list(IdealProfile.objects.filter(workspace=workspace_id))
    found = defaultdict(list)
    criteria = ProfileCriterion.objects.filter(workspace=workspace_id, profile__in=profiles).select_related("field")
    for one in criteria if profiles else ():
        found[one.profile_id].append(one)
    return [(profile, found[profile.pk]) for profile in profiles]


def facts_of(workspace: Workspace, ids: Sequence[int]) -> dict[int, Facts]:
    """What is known of these companies. Four queries."""
    found: dict[int, Facts] = {}
    rows = Company.objects.filter(workspace=workspace, pk__in=ids).values_list(*FIELDS)
    for pk, industry, country, employees, revenue, currency, own in rows:
        home = currency in ("", workspace.currency)
        found[pk] = Facts(industry, country, employees, revenue if home else None, own or {})
    _add(found, "cities", Address.objects.filter(workspace=workspace, company__in=ids), "company_id", "city")
    people = Person.objects.filter(workspace=workspace, company__in=ids, private=False)
    _add(found, "roles", people, "company_id", "job_title")
    tagged = Company.tags.through.objects.filter(company_id__in=ids, tag__deletion=None)
    _add(found, "tags", tagged, "company_id", "tag__name")
    return found


def _add(found: dict[int, Facts], name: str, rows, *columns: str) -> None:
    for pk, text in rows.order_by().values_list(*columns):
        if text and pk in found:
            getattr(found[pk], name).append(text)


def fits_of(company: Company, *, to: Actor) -> list[Fit]:
    """The fits of one company with all profiles, the best first, without criteria that `to` may not see."""
    profiles = profiles_of(company.workspace_id)
    facts = facts_of(to.workspace, [company.pk]).get(company.pk, Facts()) if profiles else Facts()
    fits = [fit_of(facts, profile, list(_seen(criteria, to))) for profile, criteria in profiles]
    return sorted((fit for fit in fits if fit.reasons), key=lambda fit: -fit.percent)


def _seen(criteria: Iterable[ProfileCriterion], to: Actor) -> Iterable[ProfileCriterion]:
    return (one for one in criteria if one.field is None or may_see_field(to, one.field))


def listed_profiles(member: Member) -> list[IdealProfile]:
    """The profiles of the member's workspace, each with how many criteria (`size`) it has."""
    return list(IdealProfile.objects.filter(workspace=member.workspace_id).annotate(size=Count("criteria")))
