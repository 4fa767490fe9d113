"""Ideal customers: writing down to whom we sell best."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.jobs import enqueue_on_commit
from stegvis.people.fit_keeping import mark_all
from stegvis.people.jobs import reckon_fits
from stegvis.people.models import IdealProfile, ProfileCriterion
from stegvis.workspaces.models import Deletion, Workspace
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.permissions import Actor, require

MOST, MOST_CRITERIA = 20, 30


@transaction.atomic
def add_profile(workspace: Workspace, name: str, *, by: Actor, summary: str = "", research: str = "") -> IdealProfile:
    """A profile without criteria. Raises PermissionDenied, Refused."""
    told = {"name": _cleaned(name), "summary": summary, "research": research or usual_research()}
    profile = IdealProfile(workspace=workspace, **told)
    require(by, "processes", profile)
    if IdealProfile.objects.filter(workspace=workspace).count() >= MOST:
        raise Refused(_("More than %(number)s are not kept.") % {"number": MOST})
    profile.save()
    return profile


@transaction.atomic
def change_profile(
    profile: IdealProfile, *, by: Actor, name: str, summary: str, research: str, criteria: Sequence[Mapping[str, Any]]
) -> IdealProfile:
    """Let `profile` be this, with exactly these criteria; every company's fit is reckoned anew by the worker.

    Raises PermissionDenied, Refused.
    """
    refresh(profile)
    require(by, "processes", profile)
    if len(criteria) > MOST_CRITERIA:
        raise Refused(_("More than %(number)s are not kept.") % {"number": MOST_CRITERIA})
    profile.name, profile.summary, profile.research = _cleaned(name), summary, research
    profile.save(update_fields=["name", "summary", "research", "updated_at"])
    profile.criteria.all().delete()
    ProfileCriterion.objects.bulk_create(
        ProfileCriterion(workspace_id=profile.workspace_id, profile=profile, position=place, **facts)
        for place, facts in enumerate(criteria)
    )
    _reckon_all(profile.workspace)
    return profile


@transaction.atomic
def delete_profile(profile: IdealProfile, *, by: Actor) -> Deletion:
    """Take a profile away; it can be undone. Raises PermissionDenied."""
    deletion = delete_records([profile], by=by, verb="processes")
    _reckon_all(profile.workspace)
    return deletion


def usual_research() -> str:
    """What to find out before the first contact, in the language active now."""
    questions = [
        _("What do they make, and for whom?"),
        _("What has changed lately: growth, owners, people, law?"),
        _("Who decides, who uses it, who could be against it?"),
        _("What do they use today, and since when?"),
        _("Which reason do we have to call now?"),
    ]
    return "\n".join(questions)


def _reckon_all(workspace: Workspace) -> None:
    mark_all(workspace)
    enqueue_on_commit(reckon_fits, workspace_id=workspace.pk)


def _cleaned(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not 0 < len(name) <= 100:
        raise Refused(_("A name has from 1 to %(number)s characters.") % {"number": 100})
    return name
