"""Keeping the figure of each company's fit, so that lists sort and filter by it."""

from collections.abc import Sequence

from django.db import connection, transaction

from stegvis.people.fit_marks import KIND, MARKS
from stegvis.people.fitting import best_of, fit_of
from stegvis.people.models import Company, FitMark, ProfileCriterion
from stegvis.people.queries.fitting import Profiles, facts_of, profiles_of
from stegvis.workspaces.models import Workspace
from stegvis.workspaces.permissions import seen_by_all

CHUNK = 1_000


def mark_all(workspace: Workspace) -> None:
    """Have the fit of every company reckoned anew: a profile has changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {MARKS} (workspace_id, kind, record_id) "  # noqa: S608 - names of ours
            f"SELECT workspace_id, {KIND}, id FROM people_company WHERE workspace_id = %s AND deletion_id IS NULL",
            [workspace.pk],
        )


@transaction.atomic
def reckon_part(workspace: Workspace, limit: int = CHUNK) -> bool:
    """Reckon the fit of up to `limit` marked companies; returns whether there may be more."""
    marks = FitMark.objects.filter(workspace=workspace).order_by("id")
    taken = list(marks.values_list("id", "record_id")[:limit])
    if not taken:
        return False
    reckon(workspace, sorted({record for _mark, record in taken}), profiles_of(workspace.pk))
    FitMark.objects.filter(workspace=workspace, id__in=[mark for mark, _record in taken]).delete()
    return len(taken) == limit


def reckon(workspace: Workspace, ids: Sequence[int], profiles: Profiles) -> None:
    """Keep the best fit of these companies; rows that stay as they are are not written.

    Everybody reads the figure, so own fields that are kept from a role do not count: it would tell what they hold.
    """
    profiles = [(profile, [one for one in criteria if _is_open(one)]) for profile, criteria in profiles]
    facts = facts_of(workspace, ids) if profiles else {}
    kept = Company.objects.filter(workspace=workspace, pk__in=ids).only("fit", "fit_profile")
    changed = []
    for company in kept:
        best = best_of([fit_of(facts[company.pk], one, criteria) for one, criteria in profiles]) if profiles else None
        now = (best.percent, best.profile.pk) if best else (None, None)
        if now != (company.fit, company.fit_profile_id):
            company.fit, company.fit_profile_id = now
            changed.append(company)
    Company.objects.filter(workspace=workspace).bulk_update(changed, ["fit", "fit_profile"])


def _is_open(criterion: ProfileCriterion) -> bool:
    return criterion.field is None or seen_by_all(criterion.field)
