"""Which company a name means."""

import re
from collections.abc import Sequence

from django.db.models import QuerySet

from stegvis.core.written import Written, columns
from stegvis.people.models import Company
from stegvis.people.naming import name_key, same_keys
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import colleagues, scope_of

NUMBERED = re.compile(r" \(#([0-9]{1,18})\)$")


def find_company(name: str, *, by: Member) -> Company | None:
    """The company that `name` means among those `by` may see: of the very name, else with another legal form.

    "Ekhamra (#12)", as suggestions write it where several have one name, is the company with the id 12.
    """
    numbered = NUMBERED.search(name)
    if numbered:
        return Company.objects.visible_to(by).filter(pk=int(numbered[1])).first()
    key = name_key(name.replace("\x00", ""))
    if not key:
        return None
    owners = colleagues(by, scope_of(by, "see"))
    if owners == []:
        return None
    scope = {"owners": owners} if owners else {}
    keys = [key, *same_keys(name)]
    found = NAMED.instances(Company, workspace=by.workspace_id, member=by.pk, keys=keys, **scope)
    exact = [company for company in found if company.name_key == key]
    return next(iter([*exact, *found]), None)


def _named(workspace: int, member: int, keys: Sequence[str], owners: Sequence[int] | None = None) -> QuerySet:
    found = Company.objects.seen_by(workspace, member, owners).filter(name_key__in=keys)
    return found.order_by("pk").values_list(*columns(Company))[:20]


NAMED = Written(_named)
